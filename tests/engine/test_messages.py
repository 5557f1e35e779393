"""Messages reach whoever waits for them, once; who comes later is served from what is kept."""

from datetime import timedelta

import pytest

from engine.actor import SYSTEM
from engine.errors import Invalid
from engine.messages import ONLY_NOW, Delivery, publish_message
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import run
from tests.make import engine as make
from tests.small_county import Cast


@pytest.fixture
def waiting(standard: Runtime, cast: Cast) -> str:
    """A case of the standard process that waits for the message `heard`."""
    started = make.begun(standard, answers={"what": "the pump"})
    make.completed(standard, cast.clerk, started.opened[0].task_id, people="many")
    return started.instance_id


def test_it_is_taken_by_the_case_that_waits(standard: Runtime, waiting: str) -> None:
    assert run(standard, publish_message, SYSTEM, "heard", "N-1", payload={"word": "yes"}).taken == 1
    assert make.rows_of(standard, tables.subscription) == []
    assert make.rows_of(standard, tables.event, what="message-received")[0].chain == f"case:{waiting}"


def test_it_is_taken_by_nobody_with_another_key_or_name(standard: Runtime, waiting: str) -> None:
    assert run(standard, publish_message, SYSTEM, "heard", "N-2").taken == 0
    assert run(standard, publish_message, SYSTEM, "unheard", "N-1").taken == 0
    assert run(standard, publish_message, SYSTEM, "heard", "N-1", instance_id="another").taken == 0
    assert len(make.rows_of(standard, tables.subscription)) == 1


def test_it_is_taken_once_however_often_it_comes(standard: Runtime, waiting: str) -> None:
    taken = [run(standard, publish_message, SYSTEM, "heard", "N-1", message_id="m-1") for _ in range(2)]
    assert taken == [Delivery(taken=1, is_kept=True), Delivery(is_repeated=True)]
    assert len(make.rows_of(standard, tables.event, what="message-received")) == 1


def test_its_own_id_counts_within_its_name_and_key(standard: Runtime, waiting: str) -> None:
    run(standard, publish_message, SYSTEM, "heard", "N-2", message_id="m-1", time_to_live=ONLY_NOW)
    run(standard, publish_message, SYSTEM, "unheard", "N-1", message_id="m-1")
    assert run(standard, publish_message, SYSTEM, "heard", "N-1", message_id="m-1").taken == 1


def test_it_lets_the_last_branch_end_the_case(standard: Runtime, waiting: str, cast: Cast) -> None:
    open_tasks = make.tasks_of(standard, waiting)
    make.completed(standard, cast.clerk, open_tasks["visit"])
    make.completed(standard, cast.office, open_tasks["report"])
    assert make.rows_of(standard, tables.instance)[0].step == "hear"
    run(standard, publish_message, SYSTEM, "heard", "N-1")
    assert make.rows_of(standard, tables.instance)[0].status == "completed"


def test_who_sent_it_stands_in_the_audit(standard: Runtime, waiting: str, cast: Cast) -> None:
    run(standard, publish_message, cast.clerk, "heard", "N-1")
    (noted,) = make.rows_of(standard, tables.event, what="message-published")
    assert (noted.chain, noted.details) == ("account:user:clerk", '{"message":"heard","taken":1}')


def test_it_refuses_what_no_row_holds(runtime: Runtime) -> None:
    with pytest.raises(Invalid) as refusal:
        run(
            runtime,
            publish_message,
            SYSTEM,
            "",
            "k" * 101,
            message_id="m" * 101,
            time_to_live=timedelta(days=366),
            payload={"file": b"bytes"},
        )
    found = {field: problems[0].code for field, problems in refusal.value.problems.items()}
    assert found == {
        "name": "required",
        "correlation_key": "too-long",
        "message_id": "too-long",
        "time_to_live": "too-big",
        "payload": "wrong-type",
    }


def test_it_refuses_a_payload_that_is_too_large(runtime: Runtime) -> None:
    with pytest.raises(Invalid) as refusal:
        run(runtime, publish_message, SYSTEM, "heard", payload={"text": "x" * 300_000})
    assert refusal.value.problems["payload"][0].code == "too-long"
