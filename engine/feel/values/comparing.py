"""Equality and order of any two values; None where the two cannot be compared."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.values.far_times import AnyDuration, nanoseconds_of
from engine.feel.values.kinds import Range, kind_of
from engine.feel.values.time_arithmetic import (
    order_of_days,
    order_of_times,
    same_second,
    same_second_of_day,
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
    return bool(ends) and _shape(left) == _shape(right)


def _shape(range_: Range) -> tuple[bool, bool, str]:
    return range_.start_included, range_.end_included, range_.comparison


def _incomparable(left: Any, right: Any) -> bool | None:
    return True if left is right else None


_EQUAL_OF_KIND: dict[str, Callable[[Any, Any], bool | None]] = {
    "list": _equal_lists,
    "context": _equal_contexts,
    "range": _equal_ranges,
    "date and time": same_second,
    "time": same_second_of_day,
    "function": _incomparable,
}


def order(left: Any, right: Any) -> int | None:
    """Say which comes first: negative, zero or positive; None where the two have no order."""
    kind, other = kind_of(left), kind_of(right)
    if kind != other and not (kind in _DATES and other in _DATES):
        return None
    compare = _ORDER_OF_KIND.get(kind or "")
    return None if compare is None else compare(left, right)


def have_order(left: str, right: str) -> bool:
    """Say whether values of two kinds can have an order."""
    return left in _ORDER_OF_KIND and (left == right or {left, right} == _DATES)


def _order(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


def _order_of_numbers(left: Any, right: Any) -> int:
    return _order(_number(left), _number(right))


def _order_of_durations(left: AnyDuration, right: AnyDuration) -> int:
    return nanoseconds_of(left) - nanoseconds_of(right)


_ORDER_OF_KIND: dict[str, Callable[[Any, Any], int | None]] = {
    "number": _order_of_numbers,
    "string": _order,
    "date": order_of_days,
    "time": order_of_times,
    "date and time": order_of_days,
    "days and time duration": _order_of_durations,
    "years and months duration": _order,
}


def _number(value: Any) -> Any:
    return Decimal(repr(value)) if isinstance(value, float) else value


def in_range(value: Any, range_: Range) -> bool | None:
    """Say whether a value lies in a range; None where it cannot be compared with an end."""
    if range_.comparison:
        result = equal(value, range_.start)
        return result if result is None or range_.comparison == "=" else not result
    low = 1 if range_.start is None else order(value, range_.start)
    high = -1 if range_.end is None else order(value, range_.end)
    if low is None or high is None or (range_.start is None and range_.end is None):
        return None
    above = low > 0 or (low == 0 and range_.start_included)
    return above and (high < 0 or (high == 0 and range_.end_included))
