"""Compensation that is interrupted, cancelled, loaded and cut in the middle."""

from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.bpmn.drawing import begun, declared, each, mapping, message, script, zeebe
from tests.engine.bpmn.test_any_order import do, possible, seen
from tests.engine.bpmn.undoing import CANCEL, COMPENSATE, compensate, log, part, whole


def test_a_cancel_undoes_what_an_interrupted_compensation_had_not_begun() -> None:
    inner = part(
        """s:start -> a:user -> b:user -> fork:and -> undo:intermediateThrowEvent -> e:end
        fork -> c:user -> stop:end
        a ~ say_no_a:script
        b ~ no_b:user""",
        {"undo": COMPENSATE, "stop": CANCEL},
        prefix="i",
    )
    flows = "start -> pay:transaction -> end\noff:on-pay -> say_off:script -> end_off:end"
    source = whole(part(flows, {"pay": inner, "off": CANCEL}))
    case = begun(source, log=[]).complete("a").complete("b")
    assert case.tasks == ["c", "no_b"]
    assert case.complete("c").is_completed
    assert log(case) == ["no_a", "off"]


def test_an_event_subprocess_undoes_what_an_interrupted_compensation_of_a_frame_had_not_begun() -> None:
    deep = zeebe(mapping(input_k="=7")) + part(
        """ds:start -> a:user -> b:user -> de:end
        a ~ no_a:script
        b ~ no_b:user""",
        {"no_a": script("append(log, k)", "log")},
        prefix="fd",
    )
    own = part("by:start -> redo:end", {"by": message("stop"), "redo": COMPENSATE}, prefix="fo")
    flows = """start -> first:user -> deep:sub -> undo:intermediateThrowEvent -> end
    first ~ say_no_first:script
    stopped:subProcess"""
    contents = {"deep": deep, "undo": COMPENSATE, "stopped": own}
    source = whole(part(flows, contents, stopped='triggeredByEvent="true"'), declared("stop"))
    case = begun(source, log=[], number="1").complete("first").complete("a").complete("b")
    assert case.tasks == ["no_b"]
    case.receive("stopped")
    assert case.is_completed
    assert log(case) == [7, "no_first"]


def test_a_compensation_that_is_not_waited_for_ends_with_its_scope() -> None:
    inner = part(
        """s:start -> a:user -> undo:intermediateThrowEvent -> b:user -> e:end
        a ~ no_a:user""",
        {"undo": compensate(waits=False)},
        prefix="i",
    )
    flows = "start -> inner:sub -> end\nstop:on-inner -> end_stop:end"
    source = whole(part(flows, {"inner": inner, "stop": message("stop")}), declared("stop"))
    case = begun(source, number="1").complete("a")
    assert case.tasks == ["b", "no_a"]
    assert case.receive("stop").is_completed
    assert case.tasks == []


DEEP = zeebe(mapping(input_k="=n * 10")) + part(
    """ds:start -> d1:user -> d2:user -> de:end
    d1 ~ no_d1:user
    d2 ~ no_d2:script""",
    {"no_d2": script("append(log, k)", "log")},
    prefix="fd",
)
OWN = part(
    "by:start -> own_ask:user -> own_redo:end", {"by": COMPENSATE, "own_redo": COMPENSATE}, prefix="fw"
)
WITH_OWN = part(
    """ws:start -> w1:user -> we:end
    w1 ~ no_w1:user
    own:subProcess""",
    {"own": OWN},
    prefix="fo",
    own='triggeredByEvent="true"',
)
PAY = part(
    """ps:start -> fork:and -> p1:user -> deep:sub -> choose:xor [p1.v > 3] -> pe:end
    choose -> stop:end
    fork -> p2:user -> many:user -> pe
    p1 ~ no_p1:user
    many ~ no_many:script""",
    {
        "deep": DEEP,
        "stop": CANCEL,
        "many": each("=[1, 2]", inputElement="item"),
        "no_many": script("append(log, item)", "log"),
    },
    prefix="fp",
    choose='default="fp6"',
)
FLOWS = """start -> split:and -> pay:transaction -> undo:intermediateThrowEvent -> meet:and -> last:user -> end
split -> frame:sub -> meet
off:on-pay -> say_off:script -> later:intermediateThrowEvent -> meet_too:xor -> undo
halt:on-pay -> stopped:user -> meet_too
frame ~ no_frame:sub"""
SOURCE = whole(
    part(
        FLOWS,
        {
            "pay": PAY,
            "off": CANCEL,
            "undo": COMPENSATE,
            "later": compensate(waits=False),
            "frame": WITH_OWN,
            "no_frame": part("ns:start -> n1:user -> ne:end", prefix="fn"),
            "halt": message("halt"),
        },
    ),
    declared("halt"),
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_it_does_not_matter_when_a_case_is_loaded_or_cut_while_it_undoes(data: st.DataObject) -> None:
    start = {"number": "1", "n": 2, "log": []}
    kept, loaded, cut = (begun(SOURCE, reload=reload, **start) for reload in (False, True, True))  # type: ignore[arg-type]
    for value in range(40):
        ways = possible(kept)
        if not ways:
            break
        kind, name, number = data.draw(st.sampled_from(ways))
        for case in (kept, loaded):
            do(case, kind, name, number, value)
        with mock.patch("engine.bpmn.history.LONG", 0):
            do(cut, kind, name, number, value)
        assert list(seen(loaded)) == list(seen(kept))
        assert list(seen(cut)) == list(seen(kept))
    assert kept.is_completed


def test_a_handler_sees_what_the_branch_of_its_activity_wrote_and_its_own_branch_does_not() -> None:
    flows = """start -> fork:and -> a:user -> undo:intermediateThrowEvent -> after:user -> join:and -> end
    fork -> b:user -> c:user -> join
    a ~ no_a:script
    b ~ no_b:user"""
    contents = {"undo": COMPENSATE, "no_a": script("append(log, b.v)", "log")}
    case = begun(whole(part(flows, contents)), log=[]).complete("b", v=1).complete("a")
    assert case.task("no_b").scope == {"log": [1], "a": {}, "b": {"v": 1}}
    case.complete("no_b", v=2)
    assert case.task("after").scope == {"log": [1], "a": {}, "no_b": {"v": 2}}
    assert case.task("c").scope == {"log": [], "b": {"v": 1}}
    case.complete("c").complete("after")
    assert case.data == {"log": [1], "a": {}, "b": {"v": 1}, "c": {}, "no_b": {"v": 2}, "after": {}}


def test_it_undoes_what_an_event_subprocess_has_completed() -> None:
    for interrupts in (False, True):
        own = part(
            "by:start -> a:user -> b:user -> oe:end\na ~ say_no_a:script\nb ~ no_b:user",
            {"by": message("word")},
            prefix="o",
            by=f'isInterrupting="{str(interrupts).lower()}"',
        )
        inner = part(
            "s:start -> c:user -> e:end\nheard:subProcess",
            {"heard": own},
            prefix="i",
            heard='triggeredByEvent="true"',
        )
        flows = "start -> inner:sub -> undo:intermediateThrowEvent -> after:user -> end"
        source = whole(part(flows, {"inner": inner, "undo": COMPENSATE}), declared("word"))
        case = begun(source, log=[], number="1").receive("heard", v=1)
        case.complete("a").complete("b")
        if not interrupts:
            case.complete("c")
        assert case.tasks == ["no_b"]
        case.complete("no_b", v=3)
        assert case.tasks == ["after"]
        assert log(case.complete("after")) == ["no_a"]
        assert case.data["no_b"] == {"v": 3}
        assert case.is_completed


def test_a_boundary_event_with_several_definitions_catches_a_cancel() -> None:
    inner = part("s:start -> a:user -> stop:end\na ~ say_no_a:script", {"stop": CANCEL}, prefix="i")
    flows = "start -> pay:transaction -> end\noff:on-pay -> say_off:script -> end_off:end"
    source = whole(part(flows, {"pay": inner, "off": CANCEL + message("word")}), declared("word"))
    assert log(begun(source, log=[], number="1").complete("a")) == ["no_a", "off"]
    assert log(begun(source, log=[], number="1").receive("off")) == ["off"]
