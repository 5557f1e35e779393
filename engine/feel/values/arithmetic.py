"""The five operators on numbers, texts, dates and durations; null where two values do not go together."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.limits import MAX_STRING
from engine.feel.values.kinds import YearsMonths, kind_of
from engine.feel.values.numbers import NOT_A_NUMBER, NUMBERS, to_number
from engine.feel.values.time_arithmetic import (
    add_months,
    add_seconds,
    add_to_time,
    difference,
    difference_of_times,
    months_of,
    negated,
    scale,
    seconds_of,
    subtract_from_time,
    subtract_months,
    subtract_seconds,
    sum_of,
)

Operation = Callable[[Any, Any], object]
_SECONDS, _MONTHS, _NUMBER = "days and time duration", "years and months duration", "number"
_DATE, _MOMENT = "date", "date and time"


def _quietly(operation: Operation) -> Operation:
    """Give null where the numbers or the calendar end."""

    def guarded(left: Any, right: Any) -> object:
        try:
            return operation(left, right)
        except NOT_A_NUMBER:
            return None

    return guarded


def _swapped(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


def _joined(left: str, right: str) -> str:
    if len(left) + len(right) > MAX_STRING:
        raise FeelError("limit-list", limit=MAX_STRING)
    return left + right


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    return NUMBERS.power(base, exponent)


def _less(duration: Any, other: Any) -> object:
    less = negated(other)
    return None if less is None else sum_of([duration, less])


def _divided(duration: Any, divisor: Decimal) -> object:
    return scale(duration, NUMBERS.divide(Decimal(1), divisor)) if divisor else None


_OPERATIONS: dict[str, dict[tuple[str, str], Operation]] = {
    "+": {
        (_NUMBER, _NUMBER): NUMBERS.add,
        ("string", "string"): _joined,
        (_SECONDS, _SECONDS): lambda left, right: sum_of([left, right]),
        (_MONTHS, _MONTHS): lambda left, right: months_of(left.months + right.months),
        (_DATE, _SECONDS): add_seconds,
        (_MOMENT, _SECONDS): add_seconds,
        (_SECONDS, _DATE): _swapped(add_seconds),
        (_SECONDS, _MOMENT): _swapped(add_seconds),
        (_DATE, _MONTHS): add_months,
        (_MOMENT, _MONTHS): add_months,
        (_MONTHS, _DATE): _swapped(add_months),
        (_MONTHS, _MOMENT): _swapped(add_months),
        ("time", _SECONDS): add_to_time,
        (_SECONDS, "time"): _swapped(add_to_time),
    },
    "-": {
        (_NUMBER, _NUMBER): NUMBERS.subtract,
        (_SECONDS, _SECONDS): _less,
        (_MONTHS, _MONTHS): lambda left, right: months_of(left.months - right.months),
        (_DATE, _DATE): difference,
        (_MOMENT, _MOMENT): difference,
        (_DATE, _MOMENT): difference,
        (_MOMENT, _DATE): difference,
        ("time", "time"): difference_of_times,
        (_DATE, _SECONDS): subtract_seconds,
        (_MOMENT, _SECONDS): subtract_seconds,
        ("time", _SECONDS): subtract_from_time,
        (_DATE, _MONTHS): subtract_months,
        (_MOMENT, _MONTHS): subtract_months,
    },
    "*": {
        (_NUMBER, _NUMBER): NUMBERS.multiply,
        (_SECONDS, _NUMBER): scale,
        (_MONTHS, _NUMBER): scale,
        (_NUMBER, _SECONDS): _swapped(scale),
        (_NUMBER, _MONTHS): _swapped(scale),
    },
    "/": {
        (_NUMBER, _NUMBER): NUMBERS.divide,
        (_SECONDS, _NUMBER): _divided,
        (_MONTHS, _NUMBER): _divided,
        (_SECONDS, _SECONDS): lambda left, right: NUMBERS.divide(seconds_of(left), seconds_of(right)),
        (_MONTHS, _MONTHS): lambda left, right: NUMBERS.divide(Decimal(left.months), Decimal(right.months)),
    },
    "**": {(_NUMBER, _NUMBER): _power},
}


def operation(operator: str) -> Operation:
    """Give the function of an operator: of two values, null where they do not go together."""
    by_kinds = {kinds: _quietly(function) for kinds, function in _OPERATIONS[operator].items()}

    def operate(left: Any, right: Any) -> object:
        found = by_kinds.get((kind_of(left) or "", kind_of(right) or ""))
        return found(left, right) if found is not None else None

    return operate


def go_together(operator: str, left: str | None, right: str | None) -> bool:
    """Say whether values of two kinds may give anything; None is a kind that nobody knows."""
    return any(left in {None, first} and right in {None, second} for first, second in _OPERATIONS[operator])


def negate(value: Any) -> object:
    """Turn the sign of a number or a duration; null for any other value."""
    kind = kind_of(value)
    if kind == _NUMBER:
        number = to_number(value)
        return None if number is None else NUMBERS.minus(number)
    if kind == _SECONDS:
        return negated(value)
    return YearsMonths(-value.months) if kind == _MONTHS else None
