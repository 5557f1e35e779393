"""The parts of dates, times, durations and ranges by their names: `date.year`, `duration.hours`, `range.start`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel.values.far_times import (
    DAY,
    SECOND,
    AnyTime,
    duration_of,
    nanoseconds_of,
    near_day,
    offset_of,
    time_in,
)
from engine.feel.values.kinds import kind_of
from engine.feel.values.time_arithmetic import to_date

Part = Callable[[Any], object]


def part_of(value: object, name: str) -> object:
    """Give a part of a date, time, duration or range by its name; None where it has none of that name."""
    part = PARTS.get(kind_of(value) or "", {}).get(name)
    return None if part is None else part(value)


def _offset(value: Any) -> object:
    if kind_of(value) == "time":
        return value.utcoffset() if isinstance(value, time) else _offset_of_fine(value)
    offset = offset_of(value)
    return None if offset is None else duration_of(offset)


def _offset_of_fine(value: AnyTime) -> object:
    plain = time(value.hour, value.minute, value.second, tzinfo=value.tzinfo)
    return plain.utcoffset()


def _clock_of(value: Any) -> AnyTime:
    return value if kind_of(value) == "time" else time_in(value)


def _zone_name(value: Any) -> str | None:
    zone: tzinfo | None = _clock_of(value).tzinfo
    return zone.key if isinstance(zone, ZoneInfo) else None


def _of_length(unit: int, of: int) -> Part:
    """How many whole units there are after the larger ones are taken away; the sign is the duration's."""

    def part(value: Any) -> Decimal:
        nanoseconds = nanoseconds_of(value)
        count = abs(nanoseconds) // unit
        return Decimal((count % of if of else count) * (-1 if nanoseconds < 0 else 1))

    return part


def _of_months(take: Callable[[int], int]) -> Part:
    return lambda value: Decimal(take(abs(value.months)) * (-1 if value.months < 0 else 1))


_OF_DAY: Mapping[str, Part] = {
    "year": lambda value: Decimal(to_date(value).year),
    "month": lambda value: Decimal(to_date(value).month),
    "day": lambda value: Decimal(to_date(value).day),
    "weekday": lambda value: Decimal(near_day(to_date(value)).isoweekday()),
}
_OF_CLOCK: Mapping[str, Part] = {
    "hour": lambda value: Decimal(_clock_of(value).hour),
    "minute": lambda value: Decimal(_clock_of(value).minute),
    "second": lambda value: Decimal(_clock_of(value).second),
    "time offset": _offset,
    "timezone": _zone_name,
}
PARTS: Mapping[str, Mapping[str, Part]] = {
    "date": _OF_DAY,
    "time": _OF_CLOCK,
    "date and time": {**_OF_DAY, **_OF_CLOCK},
    "days and time duration": {
        "days": _of_length(DAY, 0),
        "hours": _of_length(3600 * SECOND, 24),
        "minutes": _of_length(60 * SECOND, 60),
        "seconds": _of_length(SECOND, 60),
    },
    "years and months duration": {
        "years": _of_months(lambda months: months // 12),
        "months": _of_months(lambda months: months % 12),
    },
    "range": {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}
