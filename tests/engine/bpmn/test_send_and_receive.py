"""Tasks that send a message and that wait for one, with all that tasks may have."""

import pytest

from engine.bpmn.cases import Outgoing
from engine.bpmn.env import Env
from engine.errors import AlreadyDone
from tests.engine.bpmn.drawing import (
    NOW,
    begun,
    declared,
    drawing,
    each,
    findings,
    mapping,
    properties,
    timer,
    zeebe,
)

BESIDE = declared("word") + '<message id="loose" name="loose"/>'
HEAR = "start -> hear:receive -> end"
TELL = "start -> tell:send -> end"
WORD = 'messageRef="word"'


def test_a_receiving_task_waits_by_name_and_key() -> None:
    found = begun(drawing(HEAR, beside=BESIDE, hear=WORD), number="1").message("hear")
    assert (found.name, found.correlation_key) == ("word", "1")


def test_its_payload_may_be_mapped() -> None:
    inside = {"hear": zeebe(properties(result="heard"), mapping(output_text="=heard.text"))}
    case = begun(drawing(HEAR, inside, beside=BESIDE, hear=WORD), number="1").receive("hear", text="hello")
    assert case.data == {"number": "1", "text": "hello"}


def test_its_boundary_ends_the_waiting() -> None:
    flows = HEAR + "\nlate:on-hear -> remind:user -> end_late:end"
    case = begun(drawing(flows, {"late": timer("Duration", "P1D")}, beside=BESIDE, hear=WORD), number="1")
    heard = case.message("hear").id
    assert case.fire("late").tasks == ["remind"]
    with pytest.raises(AlreadyDone):
        case.now.receive(heard, {})


@pytest.mark.parametrize("sequential", [False, True])
def test_each_instance_waits_for_its_own_message(sequential: bool) -> None:
    several = each(
        "=people",
        sequential=sequential,
        inputElement="number",
        outputCollection="all",
        outputElement="=hear.n",
    )
    case = begun(drawing(HEAR, {"hear": several}, beside=BESIDE, hear=WORD), people=["a", "b"])
    keys = [waiting.correlation_key for waiting in case.now.waiting().messages]
    assert keys == (["a"] if sequential else ["a", "b"])
    case.receive("hear", n=1).receive("hear", n=2)
    assert (case.is_completed, case.data["all"]) == (True, [1, 2])


def test_one_whose_key_is_none_is_tried_again() -> None:
    case = begun(drawing(HEAR, beside=BESIDE, hear=WORD), number=None)
    assert case.incidents == [("hear", "no-correlation-key")]
    assert case.change(number="1").retry("hear").receive("hear").is_completed


def test_one_that_needs_several_tokens_hears_nothing_before() -> None:
    flows = "start -> fork:and -> hear:receive -> end\nfork -> ask:user -> hear"
    case = begun(drawing(flows, beside=BESIDE, hear=f'{WORD} startQuantity="2"'), number="1")
    assert case.now.waiting().messages == ()
    assert case.complete("ask").message("hear").name == "word"


def test_a_sending_task_sends_what_is_mapped() -> None:
    case = begun(
        drawing(TELL, {"tell": zeebe(mapping(input_x="=1 + 1"))}, beside=BESIDE, tell=WORD), number="1"
    )
    assert (case.outgoing, case.data) == (
        [Outgoing("message", "word", {"x": 2}, "1")],
        {"number": "1"},
    )


def test_a_sending_task_sends_for_each_instance() -> None:
    inside = {"tell": zeebe(mapping(input_x="=item")) + each("=[1, 2]", inputElement="item")}
    case = begun(drawing(TELL, inside, beside=BESIDE, tell='messageRef="loose"'))
    assert [dict(thrown.payload) for thrown in case.outgoing] == [{"x": 1}, {"x": 2}]


def test_a_sending_task_may_call_an_operation_instead() -> None:
    env = Env(NOW, operate=lambda name, *_rest: {"sent": name})
    source = drawing(TELL, {"tell": zeebe('taskDefinition type="letters.send"')})
    assert begun(source, env=env).data == {"sent": "letters.send"}


@pytest.mark.parametrize(
    ("flows", "attributes", "code"),
    [
        (TELL, "", "incomplete"),
        (HEAR, "", "incomplete"),
        (HEAR, 'messageRef="loose"', "message-without-key"),
        (TELL, f'{WORD} implementation="x"', "unsupported-attribute"),
        (TELL, f'{WORD} instantiate="true"', "unsupported-attribute"),
    ],
)
def test_it_refuses_a_task_without_a_message_or_with_what_would_be_ignored(
    flows: str, attributes: str, code: str
) -> None:
    source = drawing(flows, beside=BESIDE, hear=attributes, tell=attributes)
    assert [finding.code for finding in findings(source)] == [code]
