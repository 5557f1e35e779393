"""Equality and order of any two values; None where the two cannot be compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from engine.feel.values.kinds import Range, kind_of
from engine.feel.values.time_arithmetic import on_a_day, on_the_line, to_datetime

_ORDERED = frozenset(
    {
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)
_DATES = frozenset({"date", "date and time"})


def equal(left: Any, right: Any) -> bool | None:
    """Say whether two values are equal; None for two of different kinds, and for functions."""
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind != kind_of(right) or kind is None:
        return None
    if kind in _EQUAL_OF_KIND:
        return _EQUAL_OF_KIND[kind](left, right)
    return bool(_number(left) == _number(right))


def _equal_lists(left: Any, right: Any) -> bool | None:
    if len(left) != len(right):
        return False
    return _all_equal(equal(a, b) for a, b in zip(left, right, strict=True))


def _equal_contexts(left: Any, right: Any) -> bool | None:
    if left.keys() != right.keys():
        return False
    return _all_equal(equal(left[key], right[key]) for key in left)


def _all_equal(results: Any) -> bool | None:
    """Equal where all are; unequal where one is, or cannot be compared."""
    return all(result is True for result in results)


def _equal_ranges(left: Range, right: Range) -> bool | None:
    ends = equal(left.start, right.start) and equal(left.end, right.end)
    return bool(ends) and (left.start_included, left.end_included) == (
        right.start_included,
        right.end_included,
    )


def _equal_moments(left: datetime, right: datetime) -> bool | None:
    """The standard compares the parts down to the second, and second is a whole number."""
    same_sort = (left.tzinfo is None) == (right.tzinfo is None)
    return same_sort and on_the_line(left.replace(microsecond=0)) == on_the_line(right.replace(microsecond=0))


def _equal_times(left: time, right: time) -> bool | None:
    same_sort = (left.tzinfo is None) == (right.tzinfo is None)
    return same_sort and on_a_day(left.replace(microsecond=0)) == on_a_day(right.replace(microsecond=0))


def _incomparable(left: Any, right: Any) -> bool | None:
    return True if left is right else None


_EQUAL_OF_KIND: dict[str, Callable[[Any, Any], bool | None]] = {
    "list": _equal_lists,
    "context": _equal_contexts,
    "range": _equal_ranges,
    "date and time": _equal_moments,
    "time": _equal_times,
    "function": _incomparable,
}


def order(left: Any, right: Any) -> int | None:
    """Say which comes first: negative, zero or positive; None where the two have no order."""
    kind, other = kind_of(left), kind_of(right)
    if kind != other and kind in _DATES and other in _DATES:
        left, right = to_datetime(left), to_datetime(right)
    elif kind != other or kind not in _ORDERED:
        return None
    left, right = _comparable(left), _comparable(right)
    try:
        return int(left > right) - int(left < right)
    except TypeError:  # one of two moments has a zone, the other has none
        return None


def _comparable(value: Any) -> Any:
    if isinstance(value, datetime):
        return on_the_line(value)
    if isinstance(value, time):
        return on_a_day(value)
    return _number(value)


def _number(value: Any) -> Any:
    return Decimal(repr(value)) if isinstance(value, float) else value


def in_range(value: Any, range_: Range) -> bool | None:
    """Say whether a value lies in a range; None where it cannot be compared with an end."""
    low = 1 if range_.start is None else order(value, range_.start)
    high = -1 if range_.end is None else order(value, range_.end)
    if low is None or high is None or (range_.start is None and range_.end is None):
        return None
    above = low > 0 or (low == 0 and range_.start_included)
    return above and (high < 0 or (high == 0 and range_.end_included))
