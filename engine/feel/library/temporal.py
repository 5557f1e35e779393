"""Functions that make dates, times and durations, and that look at the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any

from engine.feel.library.registry import builtin
from engine.feel.run.frames import Run
from engine.feel.values import temporal_text as text_of
from engine.feel.values.far_times import (
    SECOND,
    AnyDate,
    AnyDuration,
    AnyMoment,
    AnyTime,
    day_of,
    joined,
    line_of,
    moment_in_zone,
    near_day,
    offset_of,
    time_at,
    time_in,
)
from engine.feel.values.kinds import YearsMonths
from engine.feel.values.time_arithmetic import AnyDay, months_between, to_date, to_datetime

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
def _date_of_text(text: str) -> AnyDate | None:
    return text_of.parse_date(text)


@builtin("date", "from: date or moment")
def _date_of_moment(moment: AnyDay) -> AnyDate:
    return to_date(moment)


@builtin("date", "year: integer", "month: integer", "day: integer")
def _date_of_parts(year: int, month: int, day: int) -> AnyDate | None:
    return day_of(year, month, day)


@builtin("time", "from: string")
def _time_of_text(text: str) -> AnyTime | None:
    return text_of.parse_time(text)


@builtin("time", "from: time")
def _same_time(moment: AnyTime) -> AnyTime:
    return moment


@builtin("time", "from: date or moment")
def _time_of_moment(moment: AnyDay) -> AnyTime:
    return time_in(to_datetime(moment))


@builtin("time", "hour: integer", "minute: integer", "second: number", "offset: seconds?")
def _time_of_parts(
    hour: int, minute: int, second: Decimal, offset: AnyDuration | None = None
) -> AnyTime | None:
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second < 60):
        return None
    zone: tzinfo | None = None
    if offset is not None:
        if not isinstance(offset, timedelta) or abs(offset) >= timedelta(days=1):
            return None
        zone = timezone(offset)
    return time_at((hour * 60 + minute) * 60 * SECOND + int(second * SECOND), zone)


@builtin("date and time", "from: string")
def _moment_of_text(text: str) -> AnyMoment | None:
    return text_of.parse_datetime(text)


@builtin("date and time", "from: date or moment")
def _same_moment(moment: AnyDay) -> AnyMoment:
    return to_datetime(moment)


@builtin("date and time", "date: date or moment", "time: time")
def _moment_of_parts(day: AnyDay, moment: AnyTime) -> AnyMoment:
    return joined(to_date(day), moment)


@builtin("date and time", "date: moment", "timezone: string")
def _moment_in_zone(moment: AnyMoment, zone_name: str) -> AnyMoment | None:
    """The same moment in another zone."""
    zone = text_of.zone_of(f"@{zone_name}")
    return None if zone is None or offset_of(moment) is None else moment_in_zone(line_of(moment), zone)


@builtin("duration", "from: string")
def _duration(text: str) -> AnyDuration | YearsMonths | None:
    return text_of.parse_duration(text)


@builtin("duration", "from: duration")
def _same_duration(duration: Any) -> Any:
    return duration


@builtin("years and months duration", "from: date or moment", "to: date or moment")
def _years_and_months(start: AnyDay, end: AnyDay) -> YearsMonths:
    return months_between(start, end)


@builtin("now", takes_run=True)
def _now(run: Run) -> datetime:
    return run.now


@builtin("today", takes_run=True)
def _today(run: Run) -> date:
    return run.now.date()


@builtin("day of year", "date: date or moment")
def _day_of_year(day: AnyDay) -> int:
    return near_day(to_date(day)).timetuple().tm_yday


@builtin("day of week", "date: date or moment")
def _day_of_week(day: AnyDay) -> str:
    return _DAYS[near_day(to_date(day)).weekday()]


@builtin("month of year", "date: date or moment")
def _month_of_year(day: AnyDay) -> str:
    return _MONTHS[to_date(day).month - 1]


@builtin("week of year", "date: date or moment")
def _week_of_year(day: AnyDay) -> int:
    return near_day(to_date(day)).isocalendar().week


@builtin("last day of month", "date: date or moment")
def _last_day_of_month(day: AnyDay) -> AnyDate | None:
    there = to_date(day)
    return day_of(there.year, there.month, monthrange(near_day(there).year, there.month)[1])
