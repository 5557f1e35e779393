"""Compensation: what was completed is undone, the last first; what each handler sees and writes (BPMN 2.0 §10.7, §13.5.5)."""

import pytest

from engine.bpmn.env import Env
from tests.engine.bpmn.drawing import (
    NOW,
    begun,
    declared,
    each,
    mapping,
    message,
    process,
    script,
    timer,
    zeebe,
)
from tests.engine.bpmn.undoing import COMPENSATE, PLACES, compensate, in_place, log, part, says, whole

TWO = """start -> a:user -> b:user -> undo:intermediateThrowEvent -> say_after:script -> end
a ~ say_no_a:script
b ~ say_no_b:script"""


@pytest.mark.parametrize("place", PLACES)
def test_it_undoes_what_was_completed_the_last_first(place: str) -> None:
    case = begun(in_place(place, part(TWO, {"undo": COMPENSATE})), log=[]).complete("a").complete("b")
    assert case.is_completed
    assert log(case) == ["no_b", "no_a", "after"]


@pytest.mark.parametrize("place", PLACES)
def test_it_undoes_at_an_end_event(place: str) -> None:
    content = part("start -> a:user -> undo:end\na ~ say_no_a:script", {"undo": COMPENSATE})
    case = begun(in_place(place, content), log=[]).complete("a")
    assert case.is_completed
    assert log(case) == ["no_a"]


def test_it_undoes_the_activity_that_is_named_and_no_other() -> None:
    source = whole(part(TWO, {"undo": compensate("a")}))
    assert log(begun(source, log=[]).complete("a").complete("b")) == ["no_a", "after"]


def test_it_undoes_nothing_where_nothing_was_completed() -> None:
    flows = """start -> choose:xor [go] -> a:user -> meet:xor -> undo:intermediateThrowEvent -> end
    choose -> meet
    a ~ say_no_a:script"""
    case = begun(whole(part(flows, {"undo": COMPENSATE}, choose='default="f6"')), log=[], go=False)
    assert case.is_completed
    assert log(case) == []


def test_it_undoes_once() -> None:
    flows = """start -> a:user -> undo:intermediateThrowEvent -> b:user -> again:end
    a ~ say_no_a:script
    b ~ say_no_b:script"""
    case = begun(whole(part(flows, {"undo": COMPENSATE, "again": COMPENSATE})), log=[])
    assert log(case.complete("a").complete("b")) == ["no_a", "no_b"]


def test_it_undoes_each_round_of_a_way_that_leads_back() -> None:
    flows = """start -> meet:xor -> a:user -> add:script -> more:xor [n < 3] -> meet
    more -> undo:end
    a ~ say_no_a:script"""
    source = whole(part(flows, {"undo": COMPENSATE, "add": script("n + 1", "n")}, more='default="f6"'))
    case = begun(source, log=[], n=0).complete("a").complete("a").complete("a")
    assert case.is_completed
    assert log(case) == ["no_a"] * 3


def test_it_does_not_undo_what_was_interrupted() -> None:
    flows = """start -> a:user -> b:user -> end
    late:on-b -> undo:end
    a ~ say_no_a:script
    b ~ say_no_b:script"""
    source = whole(part(flows, {"undo": COMPENSATE, "late": timer("Duration", "P1D")}))
    case = begun(source, log=[]).complete("a").fire("late")
    assert case.is_completed
    assert log(case) == ["no_a"]


def test_it_waits_for_people_who_undo_one_after_the_other() -> None:
    flows = """start -> a:user -> b:user -> undo:intermediateThrowEvent -> c:user -> end
    a ~ no_a:user
    b ~ no_b:user"""
    case = begun(whole(part(flows, {"undo": COMPENSATE}))).complete("a", n=1).complete("b")
    assert case.tasks == ["no_b"]
    case.complete("no_b", why="x")
    assert case.tasks == ["no_a"]
    assert case.task("no_a").scope == {"a": {"n": 1}, "b": {}, "no_b": {"why": "x"}}
    case.complete("no_a")
    assert case.tasks == ["c"]
    assert case.complete("c").is_completed
    assert case.data == {"a": {"n": 1}, "b": {}, "no_b": {"why": "x"}, "no_a": {}, "c": {}}


@pytest.mark.parametrize("place", PLACES)
def test_it_goes_on_at_once_where_it_need_not_wait(place: str) -> None:
    flows = """start -> a:user -> undo:intermediateThrowEvent -> b:user -> end
    a ~ no_a:user"""
    source = in_place(place, part(flows, {"undo": compensate(waits=False)}))
    for order in (("b", "no_a"), ("no_a", "b")):
        case = begun(source).complete("a")
        assert case.tasks == ["b", "no_a"]
        assert case.complete(order[0], n=0).tasks == [order[1]]
        assert case.complete(order[1], n=1).is_completed
        assert case.data == {"a": {}, order[0]: {"n": 0}, order[1]: {"n": 1}}


@pytest.mark.parametrize("sequential", [True, False])
def test_it_undoes_each_instance_with_its_own_data(sequential: bool) -> None:
    flows = """start -> many:user -> undo:end
    many ~ no:script"""
    inside = {
        "many": zeebe(mapping(input_half="=item / 2"))
        + each("=[2, 4, 6]", sequential=sequential, inputElement="item"),
        "no": script("append(log, [item, half, many.v])", "log"),
        "undo": COMPENSATE,
    }
    case = begun(whole(part(flows, inside)), log=[])
    for number in range(3):
        case.complete("many", v=number)
    assert case.is_completed
    assert log(case) == [[6, 3, 2], [4, 2, 1], [2, 1, 0]]


def test_each_instance_of_a_frame_undoes_its_own() -> None:
    inner = each("=[1, 2]", inputElement="item", outputCollection="logs", outputElement="=log") + part(
        "s:start -> a:user -> undo:intermediateThrowEvent -> e:end\na ~ no_a:script",
        {"undo": COMPENSATE, "no_a": script("append(log, item)", "log")},
        prefix="i",
    )
    case = begun(whole(part("start -> many:sub -> end", {"many": inner})), log=[])
    assert case.complete("a", 1).complete("a").is_completed
    assert case.data == {"log": [], "logs": [[1], [2]]}


def test_it_does_not_undo_instances_of_what_has_not_completed() -> None:
    flows = """start -> many:user -> end
    late:on-many -> undo:end
    many ~ say_no:script"""
    inside = {"many": each("=[1, 2]"), "late": timer("Duration", "P1D"), "undo": COMPENSATE}
    case = begun(whole(part(flows, inside)), log=[]).complete("many").fire("late")
    assert case.is_completed
    assert log(case) == []


def test_it_undoes_a_subprocess_by_what_was_completed_inside() -> None:
    """In the reverse order of completion, between what stood around it; with the inner data as they were then."""
    inner = zeebe(mapping(input_k="=n * 10")) + part(
        """s:start -> b:user -> c:user -> e:end
        b ~ no_b:script
        c ~ no_c:script""",
        {"no_b": script("append(log, k)", "log"), "no_c": script("append(log, c.v + n)", "log")},
        prefix="i",
    )
    flows = """start -> a:user -> inner:sub -> set:script -> d:user -> undo:end
    a ~ say_no_a:script
    d ~ say_no_d:script"""
    source = whole(part(flows, {"inner": inner, "set": script("100", "n"), "undo": COMPENSATE}))
    case = begun(source, log=[], n=1).complete("a").complete("b").complete("c", v=7).complete("d")
    assert case.is_completed
    assert log(case) == [
        "no_d",
        107,
        10,
        "no_a",
    ]  # c.v went out and n is the case's of now; k was only inside
    assert "k" not in case.data


def test_it_gives_back_to_a_frame_what_only_the_inside_had() -> None:
    """What output mappings left inside is seen by the handlers there as it was, and not by the case."""
    inner = zeebe(mapping(output_out="=own + 1")) + part(
        """s:start -> set:script -> b:user -> e:end
        set ~ no_set:script
        b ~ no_b:script""",
        {
            "set": script("5", "own"),
            "no_b": script("own + 1", "own"),
            "no_set": script("append(log, own)", "log"),
        },
        prefix="i",
    )
    source = whole(part("start -> inner:sub -> undo:end", {"inner": inner, "undo": COMPENSATE}))
    case = begun(source, log=[]).complete("b")
    assert case.is_completed
    assert case.data == {"log": [6], "out": 6}


def test_it_undoes_a_subprocess_by_its_boundary_event_alone() -> None:
    inner = part("s:start -> b:user -> e:end\nb ~ say_no_b:script", prefix="i")
    source = whole(
        part(
            "start -> inner:sub -> undo:end\ninner ~ say_no_inner:script",
            {"inner": inner, "undo": COMPENSATE},
        )
    )
    assert log(begun(source, log=[]).complete("b")) == ["no_inner"]


OWN = """s:start -> b:user -> e:end
b ~ say_no_b:script
own:subProcess"""


def own_handler(flows: str, inside: dict[str, str]) -> str:
    own = part(flows, {"by": COMPENSATE, **inside}, prefix="o")
    return part(OWN, {"own": own}, prefix="i", own='triggeredByEvent="true"')


@pytest.mark.parametrize("place", PLACES)
def test_it_undoes_a_subprocess_by_its_event_subprocess(place: str) -> None:
    """The handler itself says whether and when what is inside is undone (betsy: StartEvent_EventSubProcess)."""
    flows = "by:start -> say_first:script -> inner_undo:intermediateThrowEvent -> say_last:script -> oe:end"
    inner = own_handler(flows, {"inner_undo": COMPENSATE})
    content = part("start -> inner:sub -> undo:end", {"inner": inner, "undo": COMPENSATE})
    case = begun(in_place(place, content), log=[]).complete("b")
    assert case.is_completed
    assert log(case) == ["first", "no_b", "last"]


def test_its_event_subprocess_waits_for_people_and_need_not_undo_the_rest() -> None:
    inner = zeebe(mapping(input_k="=n")) + own_handler("by:start -> ask:user -> oe:end", {})
    source = whole(part("start -> inner:sub -> undo:end", {"inner": inner, "undo": COMPENSATE}))
    case = begun(source, log=[], n=3).complete("b")
    assert case.tasks == ["ask"]
    assert case.task("ask").scope["k"] == 3
    case.complete("ask", v=1)
    assert case.is_completed
    assert case.data == {"log": [], "n": 3, "b": {}, "ask": {"v": 1}}


def test_an_event_subprocess_of_the_flow_undoes_what_stands_around_it() -> None:
    own = part("by:start -> undo:end", {"by": message("stop"), "undo": compensate("a")}, prefix="o")
    flows = """start -> a:user -> b:user -> end
    a ~ say_no_a:script
    stopped:subProcess"""
    source = whole(part(flows, {"stopped": own}, stopped='triggeredByEvent="true"'), declared("stop"))
    case = begun(source, log=[], number="1").complete("a").receive("stopped")
    assert case.is_completed
    assert log(case) == ["no_a"]


def test_it_undoes_a_call_by_its_handler_and_never_what_is_inside() -> None:
    called = part("cs:start -> b:user -> ce:end\nb ~ say_no_b:script", prefix="c")
    other = f'<process id="other" isExecutable="true">{called}</process>'
    inside = {"call": zeebe('calledElement processId="other"'), "undo": COMPENSATE}
    without = whole(part("start -> call:call -> undo:end", inside), other)
    assert log(begun(without, log=[]).complete("b")) == []
    source = whole(part("start -> call:call -> undo:end\ncall ~ say_no_call:script", inside), other)
    assert log(begun(source, log=[]).complete("b")) == ["no_call"]


def test_a_subprocess_a_call_and_many_instances_may_undo() -> None:
    flows = """start -> a:user -> b:user -> c:user -> undo:end
    a ~ no_a:sub
    b ~ no_b:call
    c ~ no_c:user"""
    inner = part("s:start -> ask:user -> say_sub:script -> e:end", prefix="i")
    other = process(
        "os:start -> note:script -> oe:end", {"note": says("call")}, process_id="other", prefix="o"
    )
    inside = {
        "no_a": inner,
        "no_b": zeebe('calledElement processId="other"'),
        "no_c": each("=[1, 2]", outputCollection="out", outputElement="=no_c.v", inputElement="item"),
        "undo": COMPENSATE,
    }
    case = begun(whole(part(flows, inside), other), log=[]).complete("a").complete("b").complete("c")
    assert case.tasks == ["no_c", "no_c"]
    case.complete("no_c", 1, v=1).complete("no_c", v=0)
    assert case.tasks == ["ask"]
    case.complete("ask")
    assert case.is_completed
    assert log(case) == ["call", "sub"]
    assert case.data["out"] == [0, 1]


def test_every_kind_of_task_can_be_undone_and_can_undo() -> None:
    flows = """start -> ask:receiveTask -> work:service -> pass:task -> hand:manualTask -> undo:end
    ask ~ no_ask:receiveTask
    work ~ no_work:service
    pass ~ no_pass:task
    hand ~ no_hand:manualTask"""
    called: list[str] = []

    def operate(name: str, *_rest: object) -> dict[str, object]:
        called.append(name)
        return {}

    inside = {
        "undo": COMPENSATE,
        "work": zeebe('taskDefinition type="book"'),
        "no_work": zeebe('taskDefinition type="unbook"'),
    }
    said = dict.fromkeys(("ask", "no_ask"), 'messageRef="word"')
    source = whole(part(flows, inside, **said), declared("word"))
    case = begun(source, env=Env(NOW, operate=operate), number="1").receive("ask", v=1)
    assert case.passed[-3:] == ("no_hand", "no_pass", "no_work")
    assert called == ["book", "unbook"]
    case.receive("no_ask", v=2)
    assert case.is_completed
    assert case.data == {"number": "1", "ask": {"v": 1}, "no_ask": {"v": 2}}


def test_it_takes_the_handler_back_when_its_scope_is_interrupted() -> None:
    inner = part(
        """s:start -> a:user -> undo:intermediateThrowEvent -> e:end
        a ~ no_a:user""",
        {"undo": COMPENSATE},
        prefix="i",
    )
    flows = """start -> inner:sub -> end
    late:on-inner -> end_late:end"""
    source = whole(part(flows, {"inner": inner, "late": timer("Duration", "P1D")}))
    case = begun(source).complete("a")
    assert case.tasks == ["no_a"]
    assert case.fire("late").is_completed
    assert case.tasks == []


def test_it_tries_a_handler_again_that_failed() -> None:
    flows = """start -> a:user -> undo:end
    a ~ no_a:user"""
    source = whole(part(flows, {"undo": COMPENSATE, "no_a": each("=people")}))
    case = begun(source, people=1).complete("a")
    (incident,) = case.now.waiting().incidents
    assert (incident.element.id, incident.cause) == ("no_a", "collection-not-list")
    case.change(people=[1]).retry("no_a").complete("no_a")
    assert case.is_completed


def test_what_can_be_undone_is_kept_apart_from_the_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.bpmn.history.LONG", 0)
    case = begun(whole(part(TWO, {"undo": COMPENSATE})), log=[]).complete("a").complete("b")
    assert log(case) == ["no_b", "no_a", "after"]


def test_the_same_activity_again_and_again_adds_to_a_count() -> None:
    flows = """start -> meet:xor -> a:user -> more:xor [a.again] -> meet
    more -> undo:end
    a ~ say_no_a:script"""
    case = begun(whole(part(flows, {"undo": COMPENSATE}, more='default="f5"')), reload=False, log=[])
    sizes = []
    for _round in range(400):
        case.complete("a", again=True)
        sizes.append(len(case.state))
    assert max(sizes[200:]) < 1.2 * max(sizes[:200])
    assert len(log(case.complete("a", again=False))) == 401


def test_an_activity_beyond_the_most_that_a_scope_keeps_stands_as_an_incident(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.bpmn.compensable.MOST", 1)
    case = begun(whole(part(TWO, {"undo": COMPENSATE})), log=[]).complete("a").complete("b")
    (incident,) = case.now.waiting().incidents
    assert (incident.element.id, incident.cause) == ("b", "too-many-to-undo")
