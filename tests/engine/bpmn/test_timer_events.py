"""Timers: when they fire, in which zone, how often."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.engine.bpmn.drawing import NOW, Moving, begun, drawing, timer

BESIDE = """start -> ask:user -> end
late:on-ask -> note:user -> end_late:end"""


def due(kind: str, text: str, limit: object = None) -> datetime:
    return begun(drawing("start -> t:catch -> end", {"t": timer(kind, text)}), limit=limit).timer("t").due_at


def beside(text: str) -> Moving:
    return begun(drawing(BESIDE, {"late": timer("Cycle", text)}, late='cancelActivity="false"'))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("Duration", "PT90M", "2026-03-16T10:30:00+08:00"),
        ("Duration", "P1M", "2026-04-16T09:00:00+08:00"),
        ("Duration", '=duration("P2D")', "2026-03-18T09:00:00+08:00"),
        ("Date", "2026-03-20", "2026-03-20T23:59:59+08:00"),
        ("Date", "2026-03-20T12:00:00", "2026-03-20T12:00:00+08:00"),
        ("Date", "2026-03-20T12:00:00Z", "2026-03-20T20:00:00+08:00"),
        ("Date", '=date("2026-03-20")', "2026-03-20T23:59:59+08:00"),
        ("Date", "=limit", "2026-03-20T23:59:59+08:00"),
    ],
)
def test_it_is_due_in_the_zone_of_the_county(kind: str, text: str, expected: str) -> None:
    """Trap 17: the library reads timers as Python, and naive dates in the zone of the server."""
    assert due(kind, text, limit="2026-03-20") == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("kind", "text"), [("Duration", "=1"), ("Date", "=null"), ("Date", '="soon"'), ("Duration", '="P1Y1Z"')]
)
def test_it_stands_where_a_value_is_no_time(kind: str, text: str) -> None:
    case = begun(drawing("start -> t:catch -> end", {"t": timer(kind, text.replace('"', "&quot;"))}))
    assert (case.incidents, case.now.waiting().timers) == ([("t", "timer-not-a-time")], ())


def test_it_reminds_as_often_as_the_cycle_says() -> None:
    case = beside("R2/P1D").fire("late")
    assert case.timer("late").due_at == NOW + timedelta(days=2)
    case.fire("late")
    assert case.now.waiting().timers == ()
    assert case.tasks == ["ask", "note", "note"]


def test_it_reminds_without_end_and_stops_with_the_task() -> None:
    """Trap 21: what waited is told by difference; the tasks of the reminders stay, only the timer goes."""
    case = beside("R/P1D")
    for _day in range(5):
        case.fire("late")
    case.complete("ask")
    assert case.now.waiting().timers == ()
    assert case.tasks == ["note"] * 5


def test_it_does_not_make_up_for_times_that_were_missed() -> None:
    case = beside("R/P1D").later(days=10)
    case.fire("late")
    assert case.timer("late").due_at == NOW + timedelta(days=11)


def test_it_begins_a_cycle_at_its_start() -> None:
    assert beside("R3/2026-04-01T08:00:00/P1D").timer("late").due_at == datetime(2026, 4, 1, 0, 0, tzinfo=UTC)


def test_it_takes_the_timer_back_when_the_task_is_done() -> None:
    flows = """start -> ask:user -> after:user -> end
    late:on-ask -> end_late:end"""
    case = begun(drawing(flows, {"late": timer("Duration", "P1D")})).complete("ask")
    assert case.now.waiting().timers == ()


def test_it_takes_the_task_back_when_the_timer_interrupts() -> None:
    flows = """start -> ask:user -> after:user -> end
    late:on-ask -> escalate:user -> end_late:end"""
    assert begun(drawing(flows, {"late": timer("Duration", "P1D")})).fire("late").tasks == ["escalate"]


def test_it_keeps_the_date_that_was_fixed_when_the_timer_began() -> None:
    case = begun(drawing("start -> t:catch -> end", {"t": timer("Duration", "P1D")})).later(hours=5)
    assert case.timer("t").due_at == NOW + timedelta(days=1)
