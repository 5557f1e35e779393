"""Lists of what is waited for and what is kept: paged, and no more than one may see."""

import pytest

from engine.actor import SYSTEM
from engine.errors import NotAllowed
from engine.message_list import kept_messages, waiting_messages
from engine.messages import publish_message
from engine.runtime import Runtime
from engine.uow import reading, run
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import declared, file, message, process, signal
from tests.make import engine as make
from tests.small_county import Cast

BESIDE = declared("paid", "=case.number") + '<signal id="alarm" name="alarm"/>'
FLOWS = "start -> fork:and -> hear:catch -> end\nfork -> listen:catch -> over:end"


@pytest.fixture
def waiting(runtime: Runtime) -> Runtime:
    """Three cases, each of which waits for a message and a signal."""
    make.published(
        runtime, p_bpmn=file(BESIDE, process(FLOWS, {"hear": message("paid"), "listen": signal("alarm")}))
    )
    for number in (1, 2, 3):
        make.begun(runtime, number=f"N-{number}")
    return runtime


def test_it_lists_what_is_waited_for_page_by_page(waiting: Runtime, cast: Cast) -> None:
    found, cursor = [], None
    with reading(waiting) as uow:
        for _ in range(3):
            page = waiting_messages(uow, cast.supervisor, after=cursor, limit=2)
            found += [(each.number, each.kind, each.name, each.correlation_key) for each in page.rows]
            cursor = page.after
    assert cursor is None
    wanted = {(f"N-{n}", "message", "paid", f"N-{n}") for n in (1, 2, 3)}
    assert set(found) == wanted | {(f"N-{n}", "signal", "alarm", "") for n in (1, 2, 3)}
    assert len(found) == 6


def test_it_lists_who_waits_for_one_name(waiting: Runtime, cast: Cast) -> None:
    with reading(waiting) as uow:
        page = waiting_messages(uow, cast.supervisor, name="alarm")
    assert [(each.number, each.kind) for each in page.rows] == [(f"N-{n}", "signal") for n in (1, 2, 3)]


def test_it_lists_nothing_of_cases_that_one_does_not_see(waiting: Runtime, cast: Cast) -> None:
    with reading(waiting) as uow:
        assert waiting_messages(uow, cast.neighbour).rows == ()
        assert len(waiting_messages(uow, cast.clerk).rows) == 6


def test_it_lists_what_is_kept_and_who_had_it(waiting: Runtime, clock: StillClock) -> None:
    for key in ("N-1", "N-9"):
        run(waiting, publish_message, SYSTEM, "paid", key, message_id=f"m-{key}")
        clock.advance(minutes=1)
    with reading(waiting) as uow:
        first = kept_messages(uow, SYSTEM, limit=1)
        second = kept_messages(uow, SYSTEM, limit=1, after=first.after)
    assert [(each.correlation_key, each.taken_by) for each in first.rows] == [("N-1", ("p",))]
    assert [(each.message_id, each.taken_by) for each in second.rows] == [("m-N-9", ())]
    clock.advance(hours=1)
    with reading(waiting) as uow:
        assert kept_messages(uow, SYSTEM).rows == ()


def test_what_is_kept_is_the_county_s_to_see(waiting: Runtime, cast: Cast) -> None:
    with reading(waiting) as uow, pytest.raises(NotAllowed, match="not-your-area"):
        kept_messages(uow, cast.clerk)
