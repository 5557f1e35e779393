"""Dates, times and durations as text (ISO 8601, with zones by IANA name): reading and writing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel.values.far_times import (
    DAY,
    SECOND,
    AnyDate,
    AnyDuration,
    AnyMoment,
    AnyTime,
    FineTime,
    day_in,
    day_of,
    duration_of,
    joined,
    nanoseconds_of,
    time_at,
    time_in,
)
from engine.feel.values.kinds import YearsMonths, kind_of

_DATE = re.compile(r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[\w/+\-]+)?", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_SECONDS = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?", re.ASCII)
_LONGEST_NUMBER = 12
_WIDEST_OFFSET = timedelta(hours=18)

Temporal = AnyDate | AnyTime | AnyMoment | AnyDuration | YearsMonths


def parse_temporal(text: str) -> Temporal | None:
    """Read what an `@"…"` literal holds; None where it is none of the five."""
    for parse in (parse_duration, parse_date, parse_time, parse_datetime):
        value = parse(text)
        if value is not None:
            return value
    return None


def parse_date(text: str) -> AnyDate | None:
    """Read `2026-03-16`; None where it is no date."""
    match = _DATE.fullmatch(text)
    return None if match is None else day_of(int(match[1]), int(match[2]), int(match[3]))


def parse_time(text: str) -> AnyTime | None:
    """Read `09:30:00`, with an offset or `@Asia/Shanghai`; None where it is no time."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    zone = zone_of(match[5]) if match[5] else None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    if (match[5] and zone is None) or hour > 23 or minute > 59 or second > 59:
        return None
    return time_at(((hour * 60 + minute) * 60 + second) * SECOND + _nanoseconds(match[4]), zone)


def parse_datetime(text: str) -> AnyMoment | None:
    """Read `2026-03-16T09:30:00`; a date alone is its midnight."""
    day_text, separator, time_text = text.partition("T")
    day = parse_date(day_text)
    moment = parse_time(time_text) if separator else time()
    return joined(day, moment) if day is not None and moment is not None else None


def parse_duration(text: str) -> YearsMonths | AnyDuration | None:
    """Read `P1Y2M` or `P1DT2H`; None where it is neither."""
    if len(text) < 3 or text.endswith("T"):
        return None
    months = _MONTHS.fullmatch(text)
    if months is not None and _are_short(months):
        years, rest = _count(months[2]), _count(months[3])
        return YearsMonths((-1 if months[1] else 1) * (years * 12 + rest))
    match = _SECONDS.fullmatch(text)
    if match is None or not _are_short(match):
        return None
    days, hours, minutes, seconds = (_count(part) for part in match.groups()[1:5])
    size = days * DAY + ((hours * 60 + minutes) * 60 + seconds) * SECOND + _nanoseconds(match[6])
    return duration_of(-size if match[1] else size)


def _are_short(match: re.Match[str]) -> bool:
    """The digits of a fraction may be many; they are cut."""
    return all(len(part or "") <= _LONGEST_NUMBER for part in match.groups()[:5])


def _count(digits: str | None) -> int:
    return int(digits) if digits else 0


def _nanoseconds(digits: str | None) -> int:
    return int(digits[:9].ljust(9, "0")) if digits else 0


@lru_cache(maxsize=1024)
def zone_of(text: str) -> tzinfo | None:
    """Find the zone of `Z`, `+08:00` or `@Asia/Shanghai`; None where there is none."""
    if text == "Z":
        return UTC
    if text.startswith("@"):
        try:
            return ZoneInfo(text[1:])
        except (KeyError, OSError, ValueError):  # not found; found, but a directory; no name of a zone
            return None
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    offset = timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))
    if offset > _WIDEST_OFFSET or minutes > 59:
        return None
    return timezone(-offset if text.startswith("-") else offset)


def write_temporal(value: Temporal) -> str:
    """Write a value so that it can be read again."""
    return _WRITERS[kind_of(value) or ""](value)


def _write_date(value: AnyDate) -> str:
    year = f"{'-' if value.year < 0 else ''}{abs(value.year):04}"
    return f"{year}-{value.month:02}-{value.day:02}"


def _write_moment(value: AnyMoment) -> str:
    return f"{_write_date(day_in(value))}T{_write_time(time_in(value))}"


def _write_time(value: AnyTime) -> str:
    zone = value.tzinfo
    rest = value.nanosecond if isinstance(value, FineTime) else value.microsecond * 1000
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}{_fraction(rest)}"
    if isinstance(zone, ZoneInfo):
        return f"{text}@{zone.key}"
    offset = None if zone is None else zone.utcoffset(None)
    if offset is None:
        return text
    return text + (time(tzinfo=zone).isoformat()[8:] if offset else "Z")


def _fraction(nanoseconds: int) -> str:
    return f".{nanoseconds:09}".rstrip("0") if nanoseconds else ""


def _write_months(value: YearsMonths) -> str:
    months = value.months
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return ("-" if months < 0 else "") + "P" + (text or "0M")


def _write_seconds(value: AnyDuration) -> str:
    nanoseconds = nanoseconds_of(value)
    days, rest = divmod(abs(nanoseconds), DAY)
    seconds, fraction = divmod(rest, SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    last = f"{seconds}{_fraction(fraction)}S" if seconds or fraction else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + last
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if nanoseconds < 0 else "") + "P" + (text or "T0S")


_WRITERS: dict[str, Callable[[Any], str]] = {
    "date": _write_date,
    "time": _write_time,
    "date and time": _write_moment,
    "days and time duration": _write_seconds,
    "years and months duration": _write_months,
}
