"""Isolation of data (traps 8 to 11): in diagrams of nested splits, run in any order, each task sees what it should and no more."""

import json
from unittest import mock

from hypothesis import given, note, settings
from hypothesis import strategies as st

from engine.bpmn import history
from tests.engine.bpmn.drawing import begun, drawing, script
from tests.engine.bpmn.isolation_drawing import (
    START,
    Block,
    Choice,
    Drawer,
    Frame,
    Many,
    Parallel,
    Row,
    Script,
    User,
)
from tests.engine.bpmn.isolation_model import Model, Open

TARGETS = ["k", "log", "rec.a", "rec.b", "rec.a.x", "rec.c.y"]
SCRIPTS = st.builds(
    Script, target=st.sampled_from(TARGETS), value=st.sampled_from([0, 1, 2, 300, 301]), grows=st.booleans()
)
USERS = st.builds(User, result=st.sampled_from(["", "form"])) | st.builds(
    User, target=st.sampled_from(["rec.a.x", "rec.u"])
)


def rows(parts: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    """Some parts, and a user task at the end: so that no two branches come to a join in the same move."""
    return st.builds(lambda inside, last: Row([*inside, last]), st.lists(parts | SCRIPTS, max_size=3), USERS)


def composed(parts: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    row = rows(parts)
    quick = st.lists(SCRIPTS, max_size=1).map(lambda scripts: [Row(scripts)] if scripts else [])
    return st.one_of(
        st.builds(
            lambda branches, one: Parallel([*branches, *one]), st.lists(row, min_size=2, max_size=3), quick
        ),
        st.builds(lambda a, b, limit: Choice([a, b], limit=limit), row, SCRIPTS, st.integers(0, 3)),
        st.builds(
            lambda inner, **how: Frame([inner], **how),
            row,
            is_call=st.booleans(),
            half=st.booleans(),
            all_out=st.booleans(),
            stops=st.booleans(),
        ),
        st.builds(
            lambda inner, **how: Many([inner], **how),
            row,
            sequential=st.booleans(),
            size=st.integers(0, 3),
        ),
    )


DIAGRAMS = rows(st.recursive(USERS, composed, max_leaves=6))
MOST_MOVES = 60


def seen(tasks: list[tuple[str, object]]) -> list[tuple[str, object]]:
    return sorted(tasks, key=lambda task: json.dumps(task, sort_keys=True, default=int))


@settings(max_examples=120, deadline=None)
@given(DIAGRAMS, st.booleans(), st.data())
def test_each_task_sees_what_its_branch_wrote_and_nothing_else(
    diagram: Block, is_cut: bool, data: st.DataObject
) -> None:
    note(repr(diagram))
    source = Drawer().drawn(diagram)
    model = Model(diagram)
    with mock.patch("engine.bpmn.history.LONG", 0 if is_cut else history.LONG):
        case = begun(source, **START)
        for value in range(MOST_MOVES):
            case.reload = data.draw(st.booleans())
            waiting = case.now.waiting().tasks
            assert seen([(task.element.id, dict(task.scope)) for task in waiting]) == seen(
                [(task.id, task.scope) for task in model.open]
            )
            if not model.open:
                break
            waited_for = [each.element.id for each in case.now.waiting().messages]
            assert sorted(waited_for) == sorted(word.id for word in model.messages)
            task: Open = data.draw(st.sampled_from([*model.open, *model.messages]))
            if task in model.messages:
                case.receive(task.id, v=value)
                model.receive(task, value)
                continue
            same = [each.scope for each in waiting if each.element.id == task.id]
            case.complete(task.id, same.index(task.scope), v=value)
            model.complete(task, value)
    if model.ended:
        assert case.is_completed
        assert case.data == model.view.data


def test_a_branch_that_writes_the_same_value_again_has_changed_nothing() -> None:
    """Told by value: it must not matter whether the case was loaded in between (reload) or stayed in memory."""
    flows = """start -> fork:and -> a:user -> set_a:script -> join:and -> end
    fork -> b:user -> set_b:script -> join"""
    source = drawing(flows, {"set_a": script("[300]", "list"), "set_b": script("[301]", "list")})
    for reload in (True, False):
        case = begun(source, reload=reload, list=[300]).complete("b").complete("a")
        assert case.data["list"] == [301]


def test_true_is_another_value_than_one() -> None:
    flows = """start -> fork:and -> a:user -> set_a:script -> join:and -> end
    fork -> b:user -> join"""
    case = begun(drawing(flows, {"set_a": script("[true]", "list")}), list=[1]).complete("a").complete("b")
    assert case.data["list"] == [True]
    assert case.data["list"][0] is True
