"""Where a process begins: without an event, by a message, a signal or a time, or at what no flow leads to."""

import pytest

from engine.bpmn import cases
from engine.bpmn.checks import check
from engine.bpmn.elements import Message, Signal, Timer
from engine.bpmn.env import Env
from engine.bpmn.parser import parse
from engine.bpmn.starts import StartTrigger
from tests.engine.bpmn.drawing import (
    NOW,
    begun,
    declared,
    drawing,
    each,
    findings,
    mapping,
    message,
    process,
    properties,
    scope,
    signal,
    specs_of,
    timer,
    zeebe,
)
from tests.engine.bpmn.test_checks import CLERK, KNOWN

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


RECEIVES = "hear:receive -> ask:user -> end"
INSTANTIATES = 'instantiate="true" messageRef="word"'


def test_a_receiving_task_begins_a_case_with_its_payload() -> None:
    source = drawing(RECEIVES, beside='<message id="word" name="word"/>', hear=INSTANTIATES)
    specs = specs_of(source)
    assert specs.starts == (StartTrigger("hear", Message("word")),)
    case = cases.begin(specs, {}, Env(NOW), start="hear", payload={"n": 1})
    case.run()
    assert (case.data, [each.element_id for each in case.passed]) == ({"hear": {"n": 1}}, ["hear"])


GATEWAY = """choose:eventBasedGateway -> told:catch -> join:{join} -> ask:user -> end
choose -> alarm:catch -> join"""


def test_the_event_behind_a_gateway_begins_a_case_alone() -> None:
    source = drawing(GATEWAY.format(join="xor"), EVENTS, beside=BESIDE, choose='instantiate="true"')
    specs = specs_of(source)
    assert {start.element_id for start in specs.starts} == {"told", "alarm"}
    case = cases.begin(specs, {"number": "1"}, Env(NOW), start="told", payload={"n": 1})
    case.run()
    assert [each.element_id for each in case.passed] == ["choose", "told", "join"]
    assert (case.data["told"], case.waiting().signals) == ({"n": 1}, ())


def test_all_events_behind_a_parallel_gateway_must_happen() -> None:
    both = 'instantiate="true" eventGatewayType="Parallel"'
    specs = specs_of(drawing(GATEWAY.format(join="and"), EVENTS, beside=BESIDE, choose=both))
    case = cases.begin(specs, {"number": "1"}, Env(NOW), start="told", payload={"n": 1})
    case.run()
    case = cases.load(specs, case.dump(), Env(NOW))
    assert case.waiting().tasks == ()
    case.receive_signal(case.waiting().signals[0].id, {})
    assert [task.element.id for task in case.waiting().tasks] == ["ask"]


def test_a_process_without_end_event_ends_where_no_flow_leads_on() -> None:
    source = drawing("a:user -> b:user", dict.fromkeys("ab", CLERK))
    assert check(parse({"p.bpmn": source}), KNOWN) == ()
    assert begun(source).complete("a").complete("b").is_completed


def test_it_refuses_a_call_of_a_process_that_events_alone_begin() -> None:
    called = process("s:start -> e:end", {"s": message("word")}, process_id="called", prefix="c")
    calling = {"go": zeebe('calledElement processId="called"')}
    source = drawing("start -> go:call -> end", calling, beside=BESIDE + called)
    assert codes(source) == [("go", "call-without-start")]


def codes(source: bytes) -> list[tuple[str, str]]:
    parsed = parse({"p.bpmn": source})
    return [(each.element, each.code) for each in (*parsed.findings, *check(parsed, KNOWN))]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (drawing("start -> hear:receive -> end", beside=BESIDE, hear=INSTANTIATES), "instantiate-not-here"),
        (
            drawing(RECEIVES, {"hear": each("=[1]"), "ask": CLERK}, beside=BESIDE, hear=INSTANTIATES),
            "instantiate-not-here",
        ),
        (
            drawing(
                "begin:start -> end",
                {"begin": signal("any")},
                beside='<signal id="any" name="=1"/>',
            ),
            "name-computed",
        ),
    ],
)
def test_it_refuses_a_start_that_nobody_could_bring_about(source: bytes, expected: str) -> None:
    assert expected in [code for _element, code in codes(source)]


def test_it_refuses_a_start_at_which_everything_must_have_happened() -> None:
    source = drawing(
        "begin:start -> end",
        {"begin": signal("flood") + message("word")},
        beside=BESIDE,
        begin='parallelMultiple="true"',
    )
    assert [each.code for each in findings(source)] == ["unsupported-attribute"]


def test_any_of_several_events_begins_it() -> None:
    source = drawing("begin:start -> end", {"begin": signal("flood") + message("word")}, beside=BESIDE)
    assert {type(start.trigger) for start in specs_of(source).starts} == {Message, Signal}


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
