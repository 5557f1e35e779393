"""Messages reach whoever waits for them, once."""

import pytest

from engine.actor import SYSTEM
from engine.messages import publish_message
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
    assert run(standard, publish_message, SYSTEM, "heard", "N-1", payload={"word": "yes"}) == 1
    assert make.rows_of(standard, tables.subscription) == []
    assert make.rows_of(standard, tables.event, what="message-received")[0].chain == f"case:{waiting}"


def test_it_is_taken_by_nobody_with_another_key_or_name(standard: Runtime, waiting: str) -> None:
    assert run(standard, publish_message, SYSTEM, "heard", "N-2") == 0
    assert run(standard, publish_message, SYSTEM, "unheard", "N-1") == 0
    assert run(standard, publish_message, SYSTEM, "heard", "N-1", instance_id="another") == 0
    assert len(make.rows_of(standard, tables.subscription)) == 1


def test_it_is_taken_once_however_often_it_comes(standard: Runtime, waiting: str) -> None:
    taken = [run(standard, publish_message, SYSTEM, "heard", "N-1", message_id="m-1") for _ in range(2)]
    assert taken == [1, 0]
    assert len(make.rows_of(standard, tables.event, what="message-received")) == 1


def test_it_lets_the_last_branch_end_the_case(standard: Runtime, waiting: str, cast: Cast) -> None:
    open_tasks = make.tasks_of(standard, waiting)
    make.completed(standard, cast.clerk, open_tasks["visit"])
    make.completed(standard, cast.office, open_tasks["report"])
    assert make.rows_of(standard, tables.instance)[0].step == "hear"
    run(standard, publish_message, SYSTEM, "heard", "N-1")
    assert make.rows_of(standard, tables.instance)[0].status == "completed"
