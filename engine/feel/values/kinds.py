"""The values that Python lacks, the kind of any value, and what the host's values become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel.values.far_times import FarDate, FarDuration, FarMoment, FineTime
from engine.feel.values.numbers import SMALL, to_number


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A duration of years and months, in months."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """What lies between two ends; None is an end that is not there.

    `(=a)` and `(!=a)` are ranges too: both ends are `a`, and `comparison` says which it is.
    """

    start: object
    end: object
    start_included: bool = True
    end_included: bool = True
    comparison: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FunctionValue:
    """A function with its parameters' names; `invoke` takes the run and the arguments by position."""

    parameters: tuple[str, ...]
    invoke: Callable[[Any, list[Any]], object]


_KINDS: dict[type, str] = {
    bool: "boolean",
    Decimal: "number",
    int: "number",
    float: "number",
    str: "string",
    date: "date",
    time: "time",
    datetime: "date and time",
    timedelta: "days and time duration",
    FarDate: "date",
    FineTime: "time",
    FarMoment: "date and time",
    FarDuration: "days and time duration",
    YearsMonths: "years and months duration",
    list: "list",
    tuple: "list",
    dict: "context",
    Range: "range",
    FunctionValue: "function",
}
TEMPORAL = frozenset({"date", "time", "date and time", "days and time duration", "years and months duration"})


def kind_of(value: object) -> str | None:
    """Name the kind of a value; None for null and for what is no value of FEEL."""
    kind = _KINDS.get(type(value))
    if kind is None and isinstance(value, Mapping):
        return "context"
    return kind


HOST_TYPES = frozenset({int, float, tuple})  # what from_host makes another value of


def from_host(value: object) -> object:
    """Make a value that came from outside one of FEEL: its numbers are decimals, its sequences lists."""
    kind = type(value)
    if kind is int:
        small = SMALL.get(value)  # type: ignore[call-overload]  # it is an int, and mypy cannot see that
        return to_number(value) if small is None else small
    if kind is float:
        return to_number(value)
    if kind is tuple:
        return list(value)  # type: ignore[call-overload]  # it is a tuple, and mypy cannot see that
    return value
