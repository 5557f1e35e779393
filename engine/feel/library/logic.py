"""Functions on truth, on null, and on identity of any two values."""

from __future__ import annotations

from typing import Any

from engine.feel.library.registry import builtin, variadic
from engine.feel.run.frames import Run
from engine.feel.values.comparing import equal
from engine.feel.values.kinds import kind_of
from engine.feel.values.temporal_text import write_temporal
from engine.feel.values.text import to_text


@builtin("not", "negand: any")
def _not(value: Any) -> bool | None:
    return (not value) if isinstance(value, bool) else None


@variadic("all")
def _all(items: list[Any]) -> bool | None:
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


@variadic("any")
def _any(items: list[Any]) -> bool | None:
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


@builtin("is", "value1: any?", "value2: any?", takes_run=True)
def _is(run: Run, first: Any = None, second: Any = None) -> bool:
    """The same value of the same kind; dates and times with the same zone, written in the same way."""
    run.weigh_deep(first)
    if kind_of(first) in {"time", "date and time"}:
        return write_temporal(first) == to_text(second) and kind_of(first) == kind_of(second)
    return kind_of(first) == kind_of(second) and equal(first, second) is True


@builtin("is defined", "value: any")
def _is_defined(value: Any) -> bool:
    return value is not None


@builtin("get or else", "value: any", "default: any")
def _get_or_else(value: Any, default: Any) -> Any:
    return default if value is None else value


@builtin("assert", "value: any", "condition: any", "cause: string?")
def _assert(value: Any, condition: Any, _cause: str | None = None) -> Any:
    return value if condition is True else None
