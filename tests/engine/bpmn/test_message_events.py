"""Messages: waited for by name and key."""

import pytest

from tests.engine.bpmn.drawing import begun, declared, drawing, findings, mapping, message, properties, zeebe

WAITS = "start -> m:catch -> end"


def test_it_waits_by_name_and_key() -> None:
    found = begun(drawing(WAITS, {"m": message("word")}, beside=declared("word")), number="SS-1").message("m")
    assert (found.name, found.correlation_key) == ("word", "SS-1")


@pytest.mark.parametrize("number", [None, "", [1], True])
def test_it_does_not_wait_without_a_key(number: object) -> None:
    """Trap 20: without a key the first message would match any case."""
    case = begun(drawing(WAITS, {"m": message("word")}, beside=declared("word")), number=number)
    assert (case.incidents, case.now.waiting().messages) == ([("m", "no-correlation-key")], ())
    assert case.change(number="SS-1").retry("m").message("m").correlation_key == "SS-1"


def test_it_refuses_a_message_that_declares_no_key() -> None:
    """Trap 20."""
    source = drawing(WAITS, {"m": message("word")}, beside='<message id="word" name="word"/>')
    assert [(each.element, each.code) for each in findings(source)] == [("m", "message-without-key")]


def test_it_keeps_the_payload_under_the_name_that_the_designer_gave() -> None:
    inside = {"m": zeebe(properties(result="added")) + message("word")}
    case = begun(drawing(WAITS, inside, beside=declared("word")), number="1").receive("m", text="more")
    assert case.data["added"] == {"text": "more"}


def test_it_maps_the_payload() -> None:
    inside = {"m": zeebe(mapping(output_text="=m.text")) + message("word")}
    case = begun(drawing(WAITS, inside, beside=declared("word")), number="1").receive("m", text="more")
    assert case.data == {"number": "1", "text": "more"}


def test_it_listens_again_beside_a_task_until_the_task_is_done() -> None:
    flows = """start -> ask:user -> after:user -> end
    word:on-ask -> end_word:end"""
    source = drawing(flows, {"word": message("word")}, beside=declared("word"), word='cancelActivity="false"')
    case = begun(source, number="1").receive("word").receive("word")
    assert case.message("word").correlation_key == "1"
    assert case.complete("ask").now.waiting().messages == ()
