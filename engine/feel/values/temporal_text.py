"""Dates, times and durations as text (ISO 8601, with zones by IANA name): reading and writing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel.values.kinds import YearsMonths

_DATE = re.compile(r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[\w/+\-]+)?", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_SECONDS = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?", re.ASCII)
_LONGEST_NUMBER = 12
_WIDEST_OFFSET = timedelta(hours=18)

Temporal = date | time | datetime | timedelta | YearsMonths


def parse_temporal(text: str) -> Temporal | None:
    """Read what an `@"…"` literal holds; None where it is none of the five."""
    for parse in (parse_duration, parse_date, parse_time, parse_datetime):
        value = parse(text)
        if value is not None:
            return value
    return None


def parse_date(text: str) -> date | None:
    """Read `2026-03-16`; None where it is no date of the years 1 to 9999."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """Read `09:30:00`, with an offset or `@Asia/Shanghai`; None where it is no time."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    zone = zone_of(match[5]) if match[5] else None
    if match[5] and zone is None:
        return None
    try:
        return time(int(match[1]), int(match[2]), int(match[3]), _micros(match[4]), zone)
    except ValueError:
        return None


def parse_datetime(text: str) -> datetime | None:
    """Read `2026-03-16T09:30:00`; a date alone is its midnight."""
    day_text, separator, time_text = text.partition("T")
    day = parse_date(day_text)
    moment = parse_time(time_text) if separator else time()
    return datetime.combine(day, moment) if day is not None and moment is not None else None


def parse_duration(text: str) -> YearsMonths | timedelta | None:
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
    try:
        value = timedelta(days, seconds, _micros(match[6]), 0, minutes, hours)
    except OverflowError:
        return None
    return -value if match[1] else value


def _are_short(match: re.Match[str]) -> bool:
    """The digits of a fraction may be many; they are cut."""
    return all(len(part or "") <= _LONGEST_NUMBER for part in match.groups()[:5])


def _count(digits: str | None) -> int:
    return int(digits) if digits else 0


def _micros(digits: str | None) -> int:
    return int(digits[:6].ljust(6, "0")) if digits else 0


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
    if isinstance(value, YearsMonths):
        return _write_months(value.months)
    if isinstance(value, timedelta):
        return _write_seconds(value)
    if isinstance(value, datetime):
        return f"{value.date().isoformat()}T{_write_time(value.timetz())}"
    return _write_time(value) if isinstance(value, time) else value.isoformat()


def _write_time(value: time) -> str:
    zone = value.tzinfo
    text = value.replace(tzinfo=None, microsecond=0).isoformat() + _fraction(value.microsecond)
    if isinstance(zone, ZoneInfo):
        return f"{text}@{zone.key}"
    offset = value.utcoffset()
    if offset is None:
        return text
    return text + (value.replace(microsecond=0).isoformat()[8:] if offset else "Z")


def _fraction(micros: int) -> str:
    return f".{micros:06}".rstrip("0") if micros else ""


def _write_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return ("-" if months < 0 else "") + "P" + (text or "0M")


def _write_seconds(value: timedelta) -> str:
    size = abs(value)
    minutes, seconds = divmod(size.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    rest = f"{seconds}{_fraction(size.microseconds)}S" if seconds or size.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + rest
    text = (f"{size.days}D" if size.days else "") + (f"T{clock}" if clock else "")
    return ("-" if value < timedelta(0) else "") + "P" + (text or "T0S")
