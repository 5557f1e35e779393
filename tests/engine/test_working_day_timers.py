"""Timers of every kind on working days: weekends and holidays are left out, the time of day stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn.moments import Duration, read_cycle, read_duration
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import run
from engine.worker import run_due_jobs
from engine.zone import CHINA
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import timer
from tests.make import engine as make

LANES = {make.CLERK: "ask remind"}
FRIDAY = datetime(2026, 3, 20, 2, 30, tzinfo=UTC)  # 10:30 in China


def due(runtime: Runtime) -> datetime:
    (waits,) = make.rows_of(runtime, tables.job, status="waiting")
    found: datetime = waits.due_at.astimezone(CHINA)
    return found


def waiting_for(runtime: Runtime, kind: str, text: str) -> Runtime:
    make.published(
        runtime,
        p_bpmn=make.process_file(
            "start -> rest:catch -> ask:user -> end", {"rest": timer(kind, text)}, lanes={make.CLERK: "ask"}
        ),
    )
    make.begun(runtime)
    return runtime


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("Duration", "P3WD"),
        ("Duration", "=&quot;P3WD&quot;"),
        ("Date", "=date and time(add working days(today(), 3), time(&quot;10:30:00@Asia/Shanghai&quot;))"),
    ],
)
def test_it_fires_on_a_working_day(kind: str, text: str, runtime: Runtime, clock: StillClock) -> None:
    clock.now = FRIDAY
    assert due(waiting_for(runtime, kind, text)) == datetime(2026, 3, 25, 10, 30, tzinfo=CHINA)


def test_it_leaves_holidays_out_and_keeps_days_made_up(runtime: Runtime, clock: StillClock) -> None:
    """National Day 2026 is off from the first to the seventh of October, and Saturday the tenth is worked in exchange."""
    clock.now = datetime(2026, 9, 30, 1, 0, tzinfo=UTC)
    assert due(waiting_for(runtime, "Duration", "P3WD")).date() == date(2026, 10, 10)


def test_the_county_s_own_days_count(runtime: Runtime, clock: StillClock) -> None:
    clock.now = FRIDAY
    day = {"day": date(2026, 3, 23), "is_working": False, "name": "market day", "basis": "the county"}
    run(runtime, lambda uow: uow.insert(tables.calendar_day, day))
    assert due(waiting_for(runtime, "Duration", "P1WD")).date() == date(2026, 3, 24)


def test_a_cycle_beside_a_task_reminds_on_working_days(runtime: Runtime, clock: StillClock) -> None:
    clock.now = FRIDAY
    make.published(
        runtime,
        p_bpmn=make.process_file(
            "start -> ask:user -> end\nagain:on-ask -> remind:user -> over:end",
            {"again": timer("Cycle", "R3/P1WD")},
            lanes=LANES,
            again='cancelActivity="false"',
        ),
    )
    make.begun(runtime)
    days = []
    for _ in range(3):
        days.append(due(runtime).day)
        clock.now = due(runtime)
        run_due_jobs(runtime)
    assert days == [23, 24, 25]
    assert make.rows_of(runtime, tables.job, status="waiting") == []


def add(day: object, count: object) -> date:
    """Working days of a calendar without holidays."""
    assert isinstance(day, date)
    assert isinstance(count, int)
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


@pytest.mark.parametrize("text", ["PWD", "P-1WD", "P3WDT1H", "P1.5WD", "P9999WD"])
def test_it_refuses_what_counts_no_working_days(text: str) -> None:
    with pytest.raises(ValueError, match="P"):
        read_duration(text)


def test_without_a_calendar_it_is_no_time() -> None:
    with pytest.raises(ValueError, match="P1WD"):
        Duration(working_days=1).after(FRIDAY)


@given(
    every=st.sampled_from(["P1D", "PT1H", "P1M", "P1WD", "P3WD", "PT7M"]),
    start=st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001  a zone is given below
    now=st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001  likewise
)
def test_the_next_of_a_cycle_is_to_come_and_no_step_too_far(
    every: str, start: datetime, now: datetime
) -> None:
    cycle, functions = read_cycle(f"R/{every}"), {"add working days": add}
    start, now = start.replace(tzinfo=CHINA), now.replace(tzinfo=CHINA)
    found = cycle.every.next_after(start, now, functions)
    assert found > now
    a_day = timedelta(days=1)  # from a day off, working days are counted with its own time of day
    assert found <= max(start, cycle.every.after(now, functions) + a_day)
