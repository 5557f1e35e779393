"""Functions on numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from engine.feel.library.registry import builtin
from engine.feel.values.far_times import FarDuration, duration_of, nanoseconds_of
from engine.feel.values.kinds import YearsMonths
from engine.feel.values.numbers import DIGITS, NOT_A_NUMBER, NUMBERS

_MOST_PLACES = 6111  # the standard's scale goes from -6111 to 6176


def _rounded(number: Decimal, places: int, rounding: str) -> Decimal | None:
    if not -_MOST_PLACES <= places <= _MOST_PLACES + 65:
        return None
    if number.as_tuple().exponent >= -places:  # type: ignore[operator]  # a finite number has an int there
        return number
    try:
        if number.adjusted() < -places - 1:
            number = Decimal((number.is_signed(), (1,), -places - 2)) if number else Decimal(0)
        wide = NUMBERS.copy()
        wide.prec = DIGITS + 2
        result = number.quantize(Decimal((0, (1,), -places)), rounding=rounding, context=wide)
        return NUMBERS.plus(result if places >= 0 else Decimal(format(result, "f")))
    except NOT_A_NUMBER:
        return None


def _register_rounding(name: str, rounding: str, *parameters: str) -> None:
    @builtin(name, *parameters)
    def _round(number: Decimal, places: int = 0) -> Decimal | None:
        return _rounded(number, places, rounding)


_register_rounding("decimal", ROUND_HALF_EVEN, "n: number", "scale: integer")
_register_rounding("floor", ROUND_FLOOR, "n: number")
_register_rounding("floor", ROUND_FLOOR, "n: number", "scale: integer")
_register_rounding("ceiling", ROUND_CEILING, "n: number")
_register_rounding("ceiling", ROUND_CEILING, "n: number", "scale: integer")
for _name, _rounding in {
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
}.items():
    _register_rounding(_name, _rounding, "n: number", "scale: integer")


@builtin("abs", "n: number")
@builtin("abs", "n: duration")
def _abs(value: object) -> object:
    return NUMBERS.abs(value) if isinstance(value, Decimal) else _abs_duration(value)


def _abs_duration(value: object) -> object:
    if isinstance(value, YearsMonths):
        return YearsMonths(abs(value.months))
    return duration_of(abs(nanoseconds_of(value))) if isinstance(value, timedelta | FarDuration) else None


def _or_null(function: Callable[..., Decimal], *arguments: Decimal) -> Decimal | None:
    try:
        return function(*arguments)
    except NOT_A_NUMBER:
        return None


@builtin("modulo", "dividend: number", "divisor: number")
def _modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """The remainder has the sign of the divisor."""
    if not divisor:
        return None
    remainder = _or_null(NUMBERS.remainder, dividend, divisor)
    if remainder is not None and remainder != 0 and remainder.is_signed() != divisor.is_signed():
        return NUMBERS.add(remainder, divisor)
    return remainder


@builtin("sqrt", "number: number")
def _sqrt(number: Decimal) -> Decimal | None:
    return _or_null(NUMBERS.sqrt, number)


@builtin("log", "number: number")
def _log(number: Decimal) -> Decimal | None:
    return _or_null(NUMBERS.ln, number) if number > 0 else None


@builtin("exp", "number: number")
def _exp(number: Decimal) -> Decimal | None:
    return _or_null(NUMBERS.exp, number)


@builtin("odd", "number: number")
def _odd(number: Decimal) -> bool | None:
    remainder = _or_null(NUMBERS.remainder, number, Decimal(2))
    return None if remainder is None else abs(remainder) == 1


@builtin("even", "number: number")
def _even(number: Decimal) -> bool | None:
    remainder = _or_null(NUMBERS.remainder, number, Decimal(2))
    return None if remainder is None else remainder == 0
