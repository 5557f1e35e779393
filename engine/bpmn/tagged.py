"""Values that JSON lacks, tagged on the way into the state and restored on the way out (traps 2, 3).

A tagged value is an object of one key, the character NUL, which no form, no FEEL text box and no diagram can write: a field
called `typename`, or anything else that can be typed, goes through as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from engine.feel import Range, YearsMonths
from engine.feel.values.far_times import FarDate, FarDuration, FarMoment, FineTime
from engine.feel.values.temporal_text import parse_temporal, write_temporal

TAG = "\0"
_WIDEST = 2**63
_DEPTH = 100


class NotStorable(ValueError):
    """A value that the state cannot keep; its type is named."""


def _moment(value: datetime | time) -> list[str | None]:
    """A zone is kept by its name where it has one: an offset alone would lose it."""
    zone = value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None
    return [value.isoformat(), zone]


def _read_datetime(parts: list[str]) -> datetime:
    value = datetime.fromisoformat(parts[0])
    return value.astimezone(ZoneInfo(parts[1])) if parts[1] else value


def _read_time(parts: list[str]) -> time:
    value = time.fromisoformat(parts[0])
    return value.replace(tzinfo=ZoneInfo(parts[1])) if parts[1] else value


def _ends(value: Range) -> tuple[object, object, bool, bool]:
    return value.start, value.end, value.start_included, value.end_included


_WRITERS: dict[type, tuple[str, Callable[[Any], object]]] = {
    Decimal: ("n", str),
    datetime: ("dt", _moment),
    date: ("d", date.isoformat),
    time: ("t", _moment),
    timedelta: ("s", lambda value: [value.days, value.seconds, value.microseconds]),
    YearsMonths: ("ym", lambda value: value.months),
    # What Python's own cannot hold (year 12026, a nanosecond), as FEEL writes it.
    **dict.fromkeys((FarDate, FarMoment, FineTime, FarDuration), ("f", write_temporal)),
    Range: ("r", lambda value: [*_ends(value), value.comparison]),
}
_READERS: dict[str, Callable[[Any], object]] = {
    "n": Decimal,
    "dt": _read_datetime,
    "d": date.fromisoformat,
    "t": _read_time,
    "s": lambda parts: timedelta(*parts),
    "ym": YearsMonths,
    "f": parse_temporal,
    "r": lambda parts: Range(*(untag(part) for part in parts)),
}


def check_storable(value: Any, depth: int = 0) -> None:
    """Refuse, before it becomes data, what the state could not give back as it was; raises NotStorable."""
    kind = type(value)
    if depth > _DEPTH:
        raise NotStorable("nested too deeply")
    if kind is dict:
        for key, item in value.items():
            if type(key) is not str or key[:1] == TAG or not _is_text(key):
                raise NotStorable("a key that is no plain text")
            if type(item) is not str or not item.isascii():  # most values are texts, and need no call
                check_storable(item, depth + 1)
    elif kind is list or kind is tuple:
        for item in value:
            check_storable(item, depth + 1)
    elif kind not in _WRITERS and not _is_plain(kind, value):
        raise NotStorable(kind.__name__)


def _is_plain(kind: type, value: Any) -> bool:
    """Text, integers of 64 bits, finite numbers, true, false and null."""
    if kind is str:
        return _is_text(value)
    if kind is int:
        return bool(-_WIDEST <= value < _WIDEST)
    if kind is float:
        return math.isfinite(value)
    return value is None or kind is bool


def _is_text(text: str) -> bool:
    """Say whether text has no lone surrogates, which UTF-8 cannot write."""
    return text.isascii() or text.encode("utf-8", "replace").decode() == text


def _tag(value: object) -> object:
    found = _WRITERS.get(type(value))
    if found is None:
        raise NotStorable(type(value).__name__)
    name, write = found
    return {TAG: [name, write(value)]}


def dump(value: object) -> bytes:
    """Write JSON with tags; the order of keys is kept (trap 1)."""
    return orjson.dumps(
        value,
        _tag,
        orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATACLASS,
    )


def untag(value: Any) -> Any:
    """Restore tagged values at any depth; what holds none comes back as the same object."""
    if type(value) is dict:
        if len(value) == 1 and TAG in value:
            name, parts = value[TAG]
            return _READERS[name](parts)
        return {key: untag(item) if type(item) in (dict, list) else item for key, item in value.items()}
    if type(value) is list:
        return [untag(item) if type(item) in (dict, list) else item for item in value]
    return value
