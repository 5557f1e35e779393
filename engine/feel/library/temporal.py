"""Functions that make dates, times and durations, and that look at the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

from engine.feel.library.registry import builtin
from engine.feel.run.frames import Run
from engine.feel.values import temporal_text as text_of
from engine.feel.values.kinds import YearsMonths
from engine.feel.values.time_arithmetic import months_between

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@builtin("date", "from: string")
def _date_of_text(text: str) -> date | None:
    return text_of.parse_date(text)


@builtin("date", "from: date or moment")
def _date_of_moment(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


@builtin("date", "year: integer", "month: integer", "day: integer")
def _date_of_parts(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


@builtin("time", "from: string")
def _time_of_text(text: str) -> time | None:
    return text_of.parse_time(text)


@builtin("time", "from: time")
def _same_time(moment: time) -> time:
    return moment


@builtin("time", "from: date or moment")
def _time_of_moment(moment: date) -> time:
    return moment.timetz() if isinstance(moment, datetime) else time(tzinfo=UTC)


@builtin("time", "hour: integer", "minute: integer", "second: number", "offset: seconds?")
def _time_of_parts(hour: int, minute: int, second: Decimal, offset: timedelta | None = None) -> time | None:
    try:
        micros = int(second % 1 * 1_000_000)
        return time(hour, minute, int(second), micros, None if offset is None else timezone(offset))
    except (ValueError, OverflowError):
        return None


@builtin("date and time", "from: string")
def _moment_of_text(text: str) -> datetime | None:
    return text_of.parse_datetime(text)


@builtin("date and time", "from: date or moment")
def _same_moment(moment: date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(tzinfo=UTC))


@builtin("date and time", "date: date or moment", "time: time")
def _moment_of_parts(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment)


@builtin("date and time", "date: moment", "timezone: string")
def _moment_in_zone(moment: datetime, zone_name: str) -> datetime | None:
    """The same moment in another zone."""
    zone = text_of.zone_of(f"@{zone_name}")
    return None if zone is None or moment.tzinfo is None else moment.astimezone(zone)


@builtin("duration", "from: string")
def _duration(text: str) -> timedelta | YearsMonths | None:
    return text_of.parse_duration(text)


@builtin("duration", "from: duration")
def _same_duration(duration: Any) -> Any:
    return duration


@builtin("years and months duration", "from: date or moment", "to: date or moment")
def _years_and_months(start: date, end: date) -> YearsMonths:
    return months_between(start, end)


@builtin("now", takes_run=True)
def _now(run: Run) -> datetime:
    return run.now


@builtin("today", takes_run=True)
def _today(run: Run) -> date:
    return run.now.date()


@builtin("day of year", "date: date or moment")
def _day_of_year(day: date) -> int:
    return day.timetuple().tm_yday


@builtin("day of week", "date: date or moment")
def _day_of_week(day: date) -> str:
    return _DAYS[day.weekday()]


@builtin("month of year", "date: date or moment")
def _month_of_year(day: date) -> str:
    return _MONTHS[day.month - 1]


@builtin("week of year", "date: date or moment")
def _week_of_year(day: date) -> int:
    return day.isocalendar().week


@builtin("last day of month", "date: date or moment")
def _last_day_of_month(day: date) -> date:
    return date(day.year, day.month, monthrange(day.year, day.month)[1])
