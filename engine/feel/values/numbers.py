"""Numbers: decimals of 34 digits (IEEE 754 decimal128), as the standard says."""

from __future__ import annotations

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

DIGITS = 34
_MAX_EXPONENT = 6144
NUMBERS = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=1 - _MAX_EXPONENT,
    Emax=_MAX_EXPONENT,
    traps=[DivisionByZero, InvalidOperation, Overflow],
    flags=[],
    clamp=0,
)
# Most numbers are small and whole: made once.
SMALL = {number: Decimal(number) for number in range(-128, 1025)}
NOT_A_NUMBER = (DecimalException, ValueError, OverflowError)


def to_number(value: object) -> Decimal | None:
    """Round a number of any kind to 34 digits; None where it is none or not finite."""
    if type(value) is Decimal:
        number = value
    elif isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    else:
        number = Decimal(value) if isinstance(value, int | Decimal) else _from_float(value)
    try:
        return NUMBERS.plus(number) if number.is_finite() else None
    except NOT_A_NUMBER:
        return None


def read_number(text: str) -> Decimal | None:
    """Read the digits of a number; None beyond what 34 digits and their exponent can hold."""
    try:
        return to_number(Decimal(text))
    except NOT_A_NUMBER:
        return None


def _from_float(value: float) -> Decimal:
    """The shortest decimal that is this float, and no ".0" behind a whole one."""
    return Decimal(int(value)) if value.is_integer() and abs(value) < 1e16 else Decimal(repr(value))


def to_integer(value: object) -> int | None:
    """Give a whole number as an int; None for any other value, and beyond 18 digits."""
    number = to_number(value)
    if number is None or number != number.to_integral_value() or number.adjusted() > 18:
        return None
    return int(number)
