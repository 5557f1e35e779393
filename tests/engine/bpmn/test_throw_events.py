"""Throw and end events that send messages, and what may be said at them."""

from collections.abc import Mapping

import pytest

from engine.bpmn.cases import Outgoing
from engine.bpmn.elements import Element
from engine.bpmn.env import BpmnError, Env
from tests.engine.bpmn.drawing import (
    DECLARED,
    NOW,
    begun,
    declared,
    drawing,
    error,
    findings,
    mapping,
    message,
    properties,
    scope,
    signal,
    timer,
    zeebe,
)

BESIDE = declared("word") + '<message id="loose" name="loose"/>' + DECLARED
TELL = "start -> tell:throw -> end"
BY_OPERATION = (
    '<messageEventDefinition messageRef="word"><extensionElements><zeebe:taskDefinition type="letters.send"/>'
    "</extensionElements></messageEventDefinition>"
)


def operate(
    name: str, inputs: Mapping[str, object], headers: Mapping[str, str], _element: Element
) -> Mapping[str, object]:
    if name != "letters.send":
        raise BpmnError("no")
    return {"sent": inputs["text"], "by": headers.get("by")}


ENV = Env(NOW, operate=operate)


def sent(told: str, flows: str = TELL) -> list[Outgoing]:
    case = begun(drawing(flows, {"tell": told}, beside=BESIDE), number="SS-1", text="hello")
    assert (case.is_completed, case.data) == (True, {"number": "SS-1", "text": "hello"})
    return case.outgoing


@pytest.mark.parametrize("flows", [TELL, "start -> tell:end"])
def test_it_sends_a_message_to_its_key_with_what_is_mapped(flows: str) -> None:
    told = zeebe(mapping(input_said="=text")) + message("word")
    assert sent(told, flows) == [Outgoing("message", "word", {"said": "hello"}, "SS-1")]


def test_it_sends_a_message_without_subscription_to_no_key() -> None:
    assert sent(message("loose")) == [Outgoing("message", "loose", {}, None)]


def test_it_stands_as_an_incident_where_its_key_is_none() -> None:
    case = begun(drawing(TELL, {"tell": message("word")}, beside=BESIDE), number=None)
    assert case.incidents == [("tell", "no-correlation-key")]
    case.change(number="1").retry("tell")
    assert (case.is_completed, [each.correlation_key for each in case.outgoing]) == (True, ["1"])


def test_what_it_sent_is_not_sent_again_when_the_case_is_loaded() -> None:
    case = begun(drawing("start -> tell:throw -> ask:user -> end", {"tell": message("loose")}, beside=BESIDE))
    assert case.complete("ask").outgoing == []


@pytest.mark.parametrize("flows", [TELL, "start -> tell:end"])
@pytest.mark.parametrize(
    "told",
    [
        zeebe('<zeebe:taskHeaders><zeebe:header key="by" value="post"/></zeebe:taskHeaders>') + BY_OPERATION,
        zeebe(
            'taskDefinition type="letters.send"',
            '<zeebe:taskHeaders><zeebe:header key="by" value="post"/></zeebe:taskHeaders>',
        )
        + message("word"),
    ],
    ids=["as Camunda writes it", "at the event"],
)
def test_an_operation_may_send_it(told: str, flows: str) -> None:
    case = begun(drawing(flows, {"tell": told}, beside=BESIDE), env=ENV, text="hello")
    assert case.data == {"text": "hello", "sent": "hello", "by": "post"}
    assert case.is_completed


def test_a_program_outside_may_send_it() -> None:
    told = zeebe(properties(external="true")) + BY_OPERATION
    case = begun(drawing(TELL, {"tell": told}, beside=BESIDE))
    assert case.do("tell", n=1).data == {"n": 1}


def test_an_operation_that_sends_may_throw_an_error() -> None:
    told = zeebe('taskDefinition type="other"') + message("word")
    frame = scope("in:start -> tell:throw -> out:end", {"tell": told}, {"prefix": "i"})
    flows = "start -> frame:sub -> end\nedge:on-frame -> mend:user -> end_edge:end"
    source = drawing(flows, {"frame": frame, "edge": error("no")}, beside=BESIDE)
    assert begun(source, env=ENV).tasks == ["mend"]


def test_it_throws_what_is_left_when_it_is_tried_again() -> None:
    told = signal("flood") + message("word")
    case = begun(drawing(TELL, {"tell": told}, beside=BESIDE), number=None)
    assert [each.name for each in case.outgoing] == ["flood"]
    assert [each.name for each in case.change(number="1").retry("tell").outgoing] == ["word"]


@pytest.mark.parametrize(
    ("flows", "told", "code"),
    [
        (TELL, zeebe('taskDefinition type="x"') + signal("flood"), "unsupported-extension"),
        (TELL, zeebe('taskDefinition type="x"'), "unsupported-extension"),
        (TELL, zeebe("taskHeaders") + message("word"), "incomplete"),
        (TELL.replace("throw", "catch"), BY_OPERATION, "unsupported-extension"),
        (TELL, message("nothing"), "incomplete"),
        (TELL, timer("Duration", "P1D"), "unsupported-event"),
        (TELL, error("no"), "unsupported-event"),
        (TELL, "<terminateEventDefinition/>", "unsupported-event"),
    ],
)
def test_it_refuses_what_nobody_would_do(flows: str, told: str, code: str) -> None:
    assert {each.code for each in findings(drawing(flows, {"tell": told}, beside=BESIDE))} == {code}
