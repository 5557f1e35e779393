"""Sums and differences of dates, times and durations, and their parts by name."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel.values.kinds import Range, YearsMonths
from engine.feel.values.numbers import NUMBERS

_DAY = timedelta(days=1)
_MIDNIGHT = time(tzinfo=UTC)
_EPOCH = date(2000, 1, 1)  # any day: a time of day in a zone without a day takes its offset from this one


def to_datetime(day: date) -> datetime:
    """Give the midnight, in UTC, that a date stands for beside a date and time."""
    return day if isinstance(day, datetime) else datetime.combine(day, _MIDNIGHT)


def add_seconds(moment: date, duration: timedelta) -> date | None:
    """Add a duration to a date or a date and time, on the line of time; None beyond the years 1 to 9999."""
    try:
        if not isinstance(moment, datetime):
            return (datetime.combine(moment, time()) + duration).date()
        if isinstance(moment.tzinfo, ZoneInfo):
            return (moment.astimezone(UTC) + duration).astimezone(moment.tzinfo)
        return moment + duration
    except OverflowError:
        return None


def add_months(moment: date, duration: YearsMonths) -> date | None:
    """Add months; a day that the month does not have becomes its last."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + duration.months, 12)
    if not 1 <= year <= 9999:
        return None
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def add_to_time(moment: time, duration: timedelta) -> time:
    """Add a duration to a time of day, round midnight."""
    sum_ = timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )
    return (datetime.combine(_EPOCH, time()) + (sum_ + duration) % _DAY).time().replace(tzinfo=moment.tzinfo)


def difference(later: date, earlier: date) -> timedelta | None:
    """Subtract dates, or dates and times; None where one alone has a zone."""
    if type(later) is date and type(earlier) is date:
        return later - earlier
    first, second = on_the_line(to_datetime(later)), on_the_line(to_datetime(earlier))
    return first - second if (first.tzinfo is None) == (second.tzinfo is None) else None


def difference_of_times(later: time, earlier: time) -> timedelta | None:
    """Subtract times of day; None where one alone has a zone."""
    first, second = on_a_day(later), on_a_day(earlier)
    return first - second if (first.tzinfo is None) == (second.tzinfo is None) else None


def on_the_line(moment: datetime) -> datetime:
    """Put a date and time with a zone into UTC, so that two of them compare as moments."""
    return moment.astimezone(UTC) if moment.tzinfo is not None else moment


def on_a_day(moment: time) -> datetime:
    """Put a time of day on some day, so that two of them compare and subtract."""
    return on_the_line(datetime.combine(_EPOCH, moment))


def months_between(start: date, end: date) -> YearsMonths:
    """Count the whole months from one date to another."""
    if end < start:
        return YearsMonths(-months_between(end, start).months)
    months = (end.year - start.year) * 12 + end.month - start.month
    return YearsMonths(months - (end.day < start.day))


def scale(duration: timedelta | YearsMonths, factor: Decimal) -> timedelta | YearsMonths | None:
    """Multiply a duration; None beyond what can be counted."""
    try:
        if isinstance(duration, YearsMonths):
            return YearsMonths(int(NUMBERS.multiply(Decimal(duration.months), factor)))
        return timedelta(microseconds=int(NUMBERS.multiply(Decimal(duration // _MICRO), factor)))
    except OverflowError:
        return None


_MICRO = timedelta(microseconds=1)


def seconds_of(duration: timedelta) -> Decimal:
    """Give a duration in seconds."""
    return NUMBERS.divide(Decimal(duration // _MICRO), Decimal(1_000_000))


def part_of(value: object, name: str) -> object:
    """Give a part of a date, time, duration or range by its name; None where it has none of that name."""
    if isinstance(value, date):
        return _part_of_date(value, name)
    if isinstance(value, time):
        return _part_of_time(value, name)
    if isinstance(value, timedelta):
        return _part_of_seconds(value, name)
    if isinstance(value, YearsMonths):
        return _part_of_months(value, name)
    return _part_of_range(value, name) if isinstance(value, Range) else None


def _part_of_date(value: date, name: str) -> object:
    if name in {"year", "month", "day"}:
        return Decimal({"year": value.year, "month": value.month, "day": value.day}[name])
    if name == "weekday":
        return Decimal(value.isoweekday())
    return _clock(value, name) if isinstance(value, datetime) else None


def _part_of_time(value: time, name: str) -> object:
    return _clock(value, name)


def _clock(value: time | datetime, name: str) -> object:
    if name in {"hour", "minute", "second"}:
        return Decimal({"hour": value.hour, "minute": value.minute, "second": value.second}[name])
    if name == "time offset":
        return value.utcoffset()
    return _zone_name(value.tzinfo) if name == "timezone" else None


def _zone_name(zone: tzinfo | None) -> str | None:
    return zone.key if isinstance(zone, ZoneInfo) else None


def _part_of_seconds(value: timedelta, name: str) -> object:
    size, sign = abs(value), -1 if value < timedelta(0) else 1
    parts = {
        "days": size.days,
        "hours": size.seconds // 3600,
        "minutes": size.seconds // 60 % 60,
        "seconds": size.seconds % 60,
    }
    return Decimal(sign * parts[name]) if name in parts else None


def _part_of_months(value: YearsMonths, name: str) -> object:
    years, months = divmod(abs(value.months), 12)
    sign = -1 if value.months < 0 else 1
    return Decimal(sign * {"years": years, "months": months}[name]) if name in {"years", "months"} else None


def _part_of_range(value: Range, name: str) -> object:
    parts = {
        "start": value.start,
        "end": value.end,
        "start included": value.start_included,
        "end included": value.end_included,
    }
    return parts.get(name)
