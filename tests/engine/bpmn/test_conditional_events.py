"""Conditions as events: when they are asked, over which data, and how often they fire."""

from collections.abc import Mapping

import pytest

from engine.bpmn.checks import check
from engine.bpmn.elements import Element
from engine.bpmn.env import Env
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import (
    BY_EVENT,
    NOW,
    Moving,
    begun,
    condition,
    drawing,
    each,
    process,
    reacting,
    scope,
    script,
    zeebe,
)
from tests.engine.bpmn.test_checks import KNOWN

BESIDE = 'cancelActivity="false"'
AT_TASK = "start -> ask:user -> end\nedge:on-ask -> note:user -> end_edge:end"
BRANCHES = "start -> fork:and -> pause:catch -> last:user -> end\nfork -> ask:user -> end_ask:end"


def test_one_that_holds_already_does_not_wait() -> None:
    case = begun(drawing("start -> pause:catch -> end", {"pause": condition("ready")}), ready=True)
    assert case.is_completed


def test_it_sees_what_another_branch_writes_and_keeps_the_data_of_its_own() -> None:
    case = begun(drawing(BRANCHES, {"pause": condition("ask.ok")})).complete("ask", ok=True)
    assert (case.tasks, case.task("last").scope) == (["last"], {})
    assert case.complete("last").data == {"ask": {"ok": True}, "last": {}}


def test_it_sees_what_is_changed_from_outside() -> None:
    case = begun(drawing(BRANCHES, {"pause": condition("ready")}), ready=False)
    assert case.change(ready=True).tasks == ["ask", "last"]


def test_null_does_not_hold() -> None:
    case = begun(drawing(BRANCHES, {"pause": condition("ask.nothing")})).complete("ask")
    assert (case.tasks, case.incidents) == ([], [])


def test_what_is_neither_true_nor_false_is_an_incident_that_can_be_tried_again() -> None:
    case = begun(drawing(BRANCHES, {"pause": condition("ready")}), ready=1)
    assert case.incidents == [("pause", "condition-not-boolean")]
    assert case.change(ready=True).retry("pause").tasks == ["ask", "last"]


def test_one_that_is_asked_again_and_fails_holds_nobody_else() -> None:
    flows = BRANCHES.replace("ask:user", "ask:user -> more:user")
    case = begun(drawing(flows, {"pause": condition("ask.ok")})).complete("ask", ok=1)
    assert (case.tasks, case.incidents) == (["more"], [("pause", "condition-not-boolean")])


def test_a_task_whose_boundary_condition_holds_at_once_never_begins() -> None:
    called: list[str] = []

    def operate(
        name: str, _inputs: Mapping[str, object], _headers: Mapping[str, str], _element: Element
    ) -> Mapping[str, object]:
        called.append(name)
        return {}

    flows = "start -> work:service -> end\nedge:on-work -> note:user -> end_edge:end"
    inside = {"work": zeebe('taskDefinition type="x"'), "edge": condition("ready")}
    case = begun(drawing(flows, inside), env=Env(NOW, operate=operate), ready=True)
    assert (case.tasks, called) == (["note"], [])


def test_a_scope_whose_event_subprocess_holds_at_once_never_begins() -> None:
    react = reacting(condition("ready"), "answer:user -> done:end")
    source = drawing("start -> ask:user -> end\nreact:sub", {"react": react}, react=BY_EVENT)
    case = begun(source, ready=True)
    assert (case.tasks, case.passed) == (["answer"], ("begin",))
    assert case.complete("answer").is_completed


def moved(case: Moving, *values: bool) -> list[int]:
    """How many notes there are after each change."""
    counts = []
    for value in values:
        case.change(ready=value)
        counts.append(case.tasks.count("note"))
    return counts


def test_one_beside_fires_again_only_after_it_was_false() -> None:
    case = begun(drawing(AT_TASK, {"edge": condition("ready")}, edge=BESIDE), ready=False)
    assert moved(case, True, True, False, True, False, False, True) == [1, 1, 1, 2, 2, 2, 3]


def test_an_event_subprocess_beside_fires_again_only_after_it_was_false() -> None:
    react = reacting(condition("ready"), "note:user -> done:end", beside=True)
    source = drawing("start -> ask:user -> end\nreact:sub", {"react": react}, react=BY_EVENT)
    assert moved(begun(source, ready=True), True, False, True) == [1, 1, 2]


def test_it_sees_the_case_around_its_subprocess_as_it_is_now() -> None:
    frame = scope(
        "in:start -> pause:catch -> deep:user -> out:end", {"pause": condition("ask.ok")}, {"prefix": "i"}
    )
    flows = "start -> fork:and -> frame:sub -> end\nfork -> ask:user -> end_ask:end"
    case = begun(drawing(flows, {"frame": frame})).complete("ask", ok=True)
    assert case.tasks == ["deep"]


def test_what_was_written_inside_goes_before_what_is_around() -> None:
    inside = {"set": script("false", "ready"), "pause": condition("ready")}
    frame = scope("in:start -> set:script -> pause:catch -> out:end", inside, {"prefix": "i"})
    case = begun(drawing("start -> frame:sub -> end", {"frame": frame}), ready=True)
    assert not case.is_completed


def test_a_call_that_sees_nothing_of_the_case_does_not_see_it_here() -> None:
    called = process(
        "s:start -> pause:catch -> e:end", {"pause": condition("ready")}, process_id="called", prefix="c"
    )
    calling = zeebe('calledElement processId="called" propagateAllParentVariables="false"')
    case = begun(drawing("start -> go:call -> end", {"go": calling}, beside=called), ready=True)
    assert not case.is_completed


def test_each_instance_sees_its_own_item() -> None:
    frame = each("=[1, 2, 3]", inputElement="item") + scope(
        "in:start -> pause:catch -> deep:user -> out:end",
        {"pause": condition("item &gt; level")},
        {"prefix": "i"},
    )
    case = begun(drawing("start -> frame:sub -> end", {"frame": frame}), level=2)
    assert case.tasks == ["deep"]
    assert case.change(level=1).tasks == ["deep", "deep"]


def test_only_those_are_asked_who_could_see_what_was_written() -> None:
    asked: list[object] = []

    def note(value: object) -> object:
        asked.append(value)
        return value

    frame = each("=for i in 1..50 return i", inputElement="item") + scope(
        "in:start -> set:script -> pause:catch -> out:end",
        {"set": script("item", "n"), "pause": condition("note(n) = level")},
        {"prefix": "i"},
    )
    env = Env(NOW, {"note": note})
    case = begun(drawing("start -> frame:sub -> end", {"frame": frame}), env=env, level=0)
    assert len(asked) <= 2 * 50
    asked.clear()
    case.change(level=7)
    assert sorted(asked) == sorted(range(1, 51))  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("<conditionalEventDefinition/>", "incomplete"),
        ("<conditionalEventDefinition><condition>ready</condition></conditionalEventDefinition>", "not-feel"),
        (condition("1 +"), "expression"),
        (condition("ready").replace("<condition>", '<condition language="java">'), "script-not-feel"),
    ],
)
def test_it_refuses_a_condition_that_could_not_be_asked(event: str, code: str) -> None:
    parsed = parse({"p.bpmn": drawing("start -> pause:catch -> end", {"pause": event})})
    assert [each.code for each in (*parsed.findings, *check(parsed, KNOWN))] == [code]
