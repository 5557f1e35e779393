"""Sums, differences and order of dates, times and durations.

Python's own values are counted by Python, which is fast; what leaves its years or its six digits of a second is counted
in nanoseconds by `far_times`, and comes back as one of Python's own where it fits.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel.values.far_times import (
    DAY,
    SECOND,
    AnyDate,
    AnyDuration,
    AnyMoment,
    AnyTime,
    FarDate,
    FarDuration,
    FarMoment,
    clock,
    day_at,
    day_in,
    day_number,
    day_of,
    duration_of,
    joined,
    line_of,
    moment_at,
    moment_in_zone,
    nanoseconds_of,
    near_day,
    offset_of,
    time_at,
    time_in,
    wall,
)
from engine.feel.values.kinds import YearsMonths
from engine.feel.values.numbers import NUMBERS

_MIDNIGHT = time(tzinfo=UTC)
_EPOCH = date(2000, 1, 1)  # any day: a time of day in a zone without a day takes its offset from this one
_MOST_MONTHS = 10**18
AnyDay = AnyDate | AnyMoment


def is_moment(value: object) -> bool:
    """Say whether a value is a date and time."""
    return isinstance(value, datetime | FarMoment)


def to_datetime(day: AnyDay) -> AnyMoment:
    """Give the midnight, in UTC, that a date stands for beside a date and time."""
    return day if isinstance(day, datetime | FarMoment) else joined(day, _MIDNIGHT)


def to_date(day: AnyDay) -> AnyDate:
    """Give the date of a date and time; a date is its own."""
    return day_in(day) if isinstance(day, datetime | FarMoment) else day


def add_seconds(moment: AnyDay, duration: AnyDuration) -> AnyDay | None:
    """Add a duration to a date or a date and time, on the line of time; None beyond the calendar."""
    if isinstance(moment, date) and isinstance(duration, timedelta):
        try:
            return _added(moment, duration)
        except OverflowError:
            pass
    if isinstance(moment, date | FarDate) and not isinstance(moment, datetime):
        return day_at((day_number(moment) * DAY + nanoseconds_of(duration)) // DAY)
    zone = time_in(moment).tzinfo
    if isinstance(zone, ZoneInfo):
        return moment_in_zone(line_of(moment) + nanoseconds_of(duration), zone)
    return moment_at(wall(moment) + nanoseconds_of(duration), zone)


def _added(moment: date, duration: timedelta) -> date:
    if not isinstance(moment, datetime):
        return (datetime.combine(moment, time()) + duration).date()
    if isinstance(moment.tzinfo, ZoneInfo):
        return (moment.astimezone(UTC) + duration).astimezone(moment.tzinfo)
    return moment + duration


def subtract_seconds(moment: AnyDay, duration: AnyDuration) -> AnyDay | None:
    """Take a duration away from a date or a date and time."""
    less = negated(duration)
    return None if less is None else add_seconds(moment, less)


def add_months(moment: AnyDay, duration: YearsMonths) -> AnyDay | None:
    """Add months; a day that the month does not have becomes its last."""
    day = to_date(moment)
    year, month = divmod(day.year * 12 + day.month - 1 + duration.months, 12)
    first = day_of(year, month + 1, 1)
    if first is None:
        return None
    last = monthrange(near_day(first).year, month + 1)[1]
    moved = day_of(year, month + 1, min(day.day, last))
    if moved is None or not isinstance(moment, datetime | FarMoment):
        return moved
    return joined(moved, time_in(moment))


def subtract_months(moment: AnyDay, duration: YearsMonths) -> AnyDay | None:
    """Take months away."""
    return add_months(moment, YearsMonths(-duration.months))


def add_to_time(moment: AnyTime, duration: AnyDuration) -> AnyTime:
    """Add a duration to a time of day, round midnight."""
    return time_at((clock(moment) + nanoseconds_of(duration)) % DAY, moment.tzinfo)


def subtract_from_time(moment: AnyTime, duration: AnyDuration) -> AnyTime:
    """Take a duration away from a time of day, round midnight."""
    return time_at((clock(moment) - nanoseconds_of(duration)) % DAY, moment.tzinfo)


def difference(later: AnyDay, earlier: AnyDay) -> AnyDuration | None:
    """Subtract dates, or dates and times; None where one alone has a zone."""
    if not is_moment(later) and not is_moment(earlier):
        return duration_of((day_number(to_date(later)) - day_number(to_date(earlier))) * DAY)
    first, second = to_datetime(later), to_datetime(earlier)
    if (offset_of(first) is None) != (offset_of(second) is None):
        return None
    return duration_of(line_of(first) - line_of(second))


def difference_of_times(later: AnyTime, earlier: AnyTime) -> AnyDuration | None:
    """Subtract times of day; None where one alone has a zone."""
    return difference(joined(_EPOCH, later), joined(_EPOCH, earlier))


def order_of_days(left: AnyDay, right: AnyDay) -> int | None:
    """Say which of two dates, or dates and times, comes first: negative, zero or positive; None where one alone has a zone."""
    if not is_moment(left) and not is_moment(right):
        return day_number(to_date(left)) - day_number(to_date(right))
    first, second = to_datetime(left), to_datetime(right)
    if (offset_of(first) is None) != (offset_of(second) is None):
        return None
    return line_of(first) - line_of(second)


def order_of_times(left: AnyTime, right: AnyTime) -> int | None:
    """Say which of two times of day comes first."""
    return order_of_days(joined(_EPOCH, left), joined(_EPOCH, right))


def same_second(left: AnyMoment, right: AnyMoment) -> bool:
    """Say whether two moments are equal: the standard compares the parts, and its second is a whole number."""
    if (offset_of(left) is None) != (offset_of(right) is None):
        return False
    return line_of(left) // SECOND == line_of(right) // SECOND


def same_second_of_day(left: AnyTime, right: AnyTime) -> bool:
    """Say the same of two times of day."""
    return same_second(joined(_EPOCH, left), joined(_EPOCH, right))


def months_between(start: AnyDay, end: AnyDay) -> YearsMonths:
    """Count the whole months from one date to another."""
    first, last = to_date(start), to_date(end)
    if day_number(last) < day_number(first):
        return YearsMonths(-months_between(last, first).months)
    months = (last.year - first.year) * 12 + last.month - first.month
    return YearsMonths(months - (last.day < first.day))


def negated(duration: AnyDuration) -> AnyDuration | None:
    """Turn the sign of a duration."""
    return duration_of(-nanoseconds_of(duration))


def sum_of(durations: list[AnyDuration]) -> AnyDuration | None:
    """Add durations; None beyond what can be counted."""
    return duration_of(sum(map(nanoseconds_of, durations)))


def months_of(months: int) -> YearsMonths | None:
    """Make a duration of months; None beyond what can be counted."""
    return YearsMonths(months) if abs(months) <= _MOST_MONTHS else None


def scale(duration: AnyDuration | YearsMonths, factor: Decimal) -> AnyDuration | YearsMonths | None:
    """Multiply a duration; None beyond what can be counted."""
    if factor.adjusted() > 40:
        return None
    if isinstance(duration, YearsMonths):
        return months_of(int(NUMBERS.multiply(Decimal(duration.months), factor)))
    return duration_of(int(NUMBERS.multiply(Decimal(nanoseconds_of(duration)), factor)))


def seconds_of(duration: AnyDuration) -> Decimal:
    """Give a duration in seconds."""
    return NUMBERS.divide(Decimal(nanoseconds_of(duration)), Decimal(SECOND))


def is_duration(value: object) -> bool:
    """Say whether a value is a duration of days and time."""
    return isinstance(value, timedelta | FarDuration)
