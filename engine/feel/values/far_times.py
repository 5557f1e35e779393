"""Dates, times and durations that Python's own cannot hold: years beyond 1 to 9999, parts of a second beyond six digits.

Everywhere else Python's own stand: whatever is computed here is given as one of them where it fits, so that a host meets
these four only where nothing else would be right. All counting is in whole nanoseconds from the day before 0001-01-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeAlias

SECOND = 10**9
DAY = 86_400 * SECOND
MOST_YEARS = 999_999_999
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097  # after which the calendar repeats, with the same days of the week
_LAST_DAY = date.max.toordinal()
_LONGEST = 2**63 * SECOND


@dataclass(frozen=True, slots=True)
class FarDate:
    """A date of a year before 1 or after 9999; year 0 is the one before year 1."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class FineTime:
    """A time of day with more than six digits of a second."""

    hour: int
    minute: int
    second: int
    nanosecond: int
    tzinfo: tzinfo | None


AnyDate: TypeAlias = date | FarDate
AnyTime: TypeAlias = time | FineTime


@dataclass(frozen=True, slots=True)
class FarMoment:
    """A date and time of which one part at least is of the two above."""

    day: AnyDate
    time: AnyTime


@dataclass(frozen=True, slots=True, order=True)
class FarDuration:
    """A length of time beyond what `timedelta` counts."""

    nanoseconds: int


AnyMoment: TypeAlias = datetime | FarMoment
AnyDuration: TypeAlias = timedelta | FarDuration


def day_of(year: int, month: int, day: int) -> AnyDate | None:
    """Make a date; None where the calendar has none, or none is counted any more."""
    try:
        if 1 <= year <= 9999:
            return date(year, month, day)
        date(_near_year(year), month, day)
    except (ValueError, OverflowError):
        return None
    return FarDate(year, month, day) if abs(year) <= MOST_YEARS else None


def day_at(number: int) -> AnyDate | None:
    """Give the day of a number, counted as `date.toordinal` does."""
    if 1 <= number <= _LAST_DAY:
        return date.fromordinal(number)
    cycles, rest = divmod(number - 1, _CYCLE_DAYS)
    near = date.fromordinal(rest + 1)
    return day_of(near.year + cycles * _CYCLE_YEARS, near.month, near.day)


def day_number(day: AnyDate) -> int:
    """Count the days up to a date."""
    if isinstance(day, date):
        return day.toordinal()
    near = near_day(day)
    return near.toordinal() + (day.year - near.year) // _CYCLE_YEARS * _CYCLE_DAYS


def near_day(day: AnyDate) -> date:
    """Give the day with the same place in the calendar, of a year that Python counts; the offsets of zones are the same too."""
    return day if isinstance(day, date) else date(_near_year(day.year), day.month, day.day)


def _near_year(year: int) -> int:
    """Far ahead the rules of now go on; long ago the sun's time stood, as it still does in these years."""
    return year % _CYCLE_YEARS + (2400 if year > 1 else 400)


def clock(moment: AnyTime | datetime) -> int:
    """Count the nanoseconds since midnight."""
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    rest = moment.nanosecond if isinstance(moment, FineTime) else moment.microsecond * 1000
    return seconds * SECOND + rest


def time_at(nanoseconds: int, zone: tzinfo | None) -> AnyTime:
    """Give the time of day so long after midnight."""
    seconds, rest = divmod(nanoseconds, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    if rest % 1000:
        return FineTime(hour, minute, second, rest, zone)
    return time(hour, minute, second, rest // 1000, zone)


def joined(day: AnyDate, moment: AnyTime) -> AnyMoment:
    """Put a date and a time of day together."""
    if isinstance(day, date) and isinstance(moment, time):
        return datetime.combine(day, moment)
    return FarMoment(day, moment)


def day_in(moment: AnyMoment) -> AnyDate:
    """Give the date of a date and time."""
    return moment.date() if isinstance(moment, datetime) else moment.day


def time_in(moment: AnyMoment) -> AnyTime:
    """Give the time of day of a date and time, with its zone."""
    return moment.timetz() if isinstance(moment, datetime) else moment.time


def moment_at(line: int, zone: tzinfo | None) -> AnyMoment | None:
    """Give the date and time that a clock on the wall shows so long after the day before 0001-01-01."""
    number, rest = divmod(line, DAY)
    day = day_at(number)
    return None if day is None else joined(day, time_at(rest, zone))


def wall(moment: AnyMoment) -> int:
    """Count the nanoseconds up to what the clock on the wall shows."""
    return day_number(day_in(moment)) * DAY + clock(time_in(moment))


def line_of(moment: AnyMoment) -> int:
    """Count the nanoseconds up to a moment on the line of time; without a zone, up to what the clock shows."""
    return wall(moment) - (offset_of(moment) or 0)


def offset_of(moment: AnyMoment) -> int | None:
    """Give how far the clock is ahead of UTC; None without a zone."""
    if isinstance(moment, datetime):
        offset = moment.utcoffset()
    else:
        there = time_in(moment)
        plain = time(there.hour, there.minute, there.second, tzinfo=there.tzinfo)
        offset = datetime.combine(near_day(day_in(moment)), plain).utcoffset()
    return None if offset is None else nanoseconds_of(offset)


def moment_in_zone(line: int, zone: tzinfo) -> AnyMoment | None:
    """Give the date and time in a zone of a moment on the line of time."""
    number, rest = divmod(line, DAY)
    day = day_at(number)
    if day is None:
        return None
    near = datetime.combine(near_day(day), time(), UTC) + timedelta(seconds=rest // SECOND)
    try:
        offset = near.astimezone(zone).utcoffset()
    except OverflowError:  # within a day of where Python's calendar ends
        offset = near.replace(year=_near_year(near.year)).astimezone(zone).utcoffset()
    return moment_at(line + nanoseconds_of(offset or timedelta(0)), zone)


def nanoseconds_of(duration: AnyDuration) -> int:
    """Count a duration."""
    if isinstance(duration, FarDuration):
        return duration.nanoseconds
    return (duration.days * 86_400 + duration.seconds) * SECOND + duration.microseconds * 1000


def duration_of(nanoseconds: int) -> AnyDuration | None:
    """Make a duration; None where it is longer than any calendar."""
    if nanoseconds % 1000 == 0:
        try:
            return timedelta(microseconds=nanoseconds // 1000)
        except OverflowError:
            pass
    return FarDuration(nanoseconds) if abs(nanoseconds) < _LONGEST else None
