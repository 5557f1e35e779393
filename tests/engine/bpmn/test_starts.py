"""Where a process begins: without an event, by a message, a signal or a time, or at what no flow leads to."""

import pytest

from engine.bpmn import cases
from engine.bpmn.elements import Message, Signal, Timer
from engine.bpmn.env import Env
from engine.bpmn.starts import StartTrigger
from tests.engine.bpmn.drawing import (
    NOW,
    begun,
    declared,
    drawing,
    findings,
    mapping,
    message,
    properties,
    scope,
    signal,
    specs_of,
    timer,
    zeebe,
)

SEVERAL = """start -> ask:user -> end
told:start -> ask
daily:start -> ask
alarm:start -> ask"""
EVENTS = {"told": message("word"), "daily": timer("Cycle", "R/P1D"), "alarm": signal("flood")}
BESIDE = declared("word") + '<signal id="flood" name="flood"/>'


def begun_at(start: str, inside: dict[str, str] = EVENTS, **payload: object) -> cases.Case:
    specs = specs_of(drawing(SEVERAL, inside, beside=BESIDE))
    case = cases.begin(specs, {"number": "1"}, Env(NOW), start=start, payload=payload)
    case.run()
    return cases.load(specs, case.dump(), Env(NOW))


def test_it_says_what_begins_it() -> None:
    assert set(specs_of(drawing(SEVERAL, EVENTS, beside=BESIDE)).starts) == {
        StartTrigger("told", Message("word", "=number")),
        StartTrigger("daily", Timer("cycle", "R/P1D")),
        StartTrigger("alarm", Signal("flood")),
    }


def test_it_begins_at_the_start_without_an_event() -> None:
    case = begun(drawing(SEVERAL, EVENTS, beside=BESIDE))
    assert (case.tasks, case.data) == (["ask"], {})


def test_it_begins_at_a_message_with_its_payload() -> None:
    case = begun_at("told", text="hello")
    assert case.data == {"number": "1", "told": {"text": "hello"}}
    assert [task.element.id for task in case.waiting().tasks] == ["ask"]


def test_it_keeps_the_payload_as_the_designer_says() -> None:
    said = zeebe(properties(result="first"), mapping(output_said="=first.text"))
    assert begun_at("told", {**EVENTS, "told": said + message("word")}, text="hello").data == {
        "number": "1",
        "said": "hello",
    }


@pytest.mark.parametrize("start", ["daily", "alarm"])
def test_it_begins_at_a_time_or_a_signal_without_a_payload(start: str) -> None:
    assert begun_at(start).data == {"number": "1"}


def test_a_message_that_begins_a_case_needs_no_key() -> None:
    source = drawing(
        "told:start -> end", {"told": message("word")}, beside='<message id="word" name="word"/>'
    )
    assert findings(source) == []


def test_it_begins_at_everything_that_no_flow_leads_to() -> None:
    case = begun(drawing("a:user -> join:and -> c:user\nb:user -> join"))
    assert case.tasks == ["a", "b"]
    case.complete("a", x=1).complete("b", y=2)
    assert (case.tasks, case.data) == (["c"], {"a": {"x": 1}, "b": {"y": 2}})
    assert case.complete("c").is_completed


def test_branches_that_began_apart_keep_what_they_wrote() -> None:
    case = begun(drawing("a:user -> end1:end\nb:user -> end2:end"), n=0).complete("a", x=1).complete("b", y=2)
    assert (case.is_completed, case.data) == (True, {"n": 0, "a": {"x": 1}, "b": {"y": 2}})


def test_a_subprocess_begins_at_what_no_flow_leads_to() -> None:
    inside = {"frame": scope("a:user -> b:user", attributes={"prefix": "i"})}
    case = begun(drawing("start -> frame:sub -> end", inside)).complete("a").complete("b")
    assert case.is_completed


@pytest.mark.parametrize("flows", ["start -> end\nstart2:start -> end", "a:user -> b:user -> a"])
def test_it_refuses_where_nobody_could_say_where_it_begins(flows: str) -> None:
    assert [(each.element, each.code) for each in findings(drawing(flows))] == [("p", "not-one-start")]


def test_it_refuses_an_event_that_begins_a_subprocess() -> None:
    inside = {
        "frame": scope("inner:start -> inner_end:end", {"inner": timer("Duration", "P1D")}, {"prefix": "i"})
    }
    assert [(each.element, each.code) for each in findings(drawing("start -> frame:sub -> end", inside))] == [
        ("inner", "unsupported-event")
    ]
