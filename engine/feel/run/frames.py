"""What closures run over: the names in scope, level by level, and the budget of one evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.limits import MAX_CALLS, MAX_LIST, MAX_STEPS

MISSING = object()
_TEXT_PER_STEP = 4  # as a power of two: 16 characters


class Run:
    """One evaluation: the host's functions, the time, and what may still be spent."""

    __slots__ = ("_calls", "_steps", "functions", "now")

    def __init__(self, functions: Mapping[str, object], now: datetime) -> None:
        self.functions = functions
        self.now = now
        self._steps = MAX_STEPS
        self._calls = 0

    def spend(self, steps: int) -> None:
        """Count steps; refuses to go beyond the limit."""
        self._steps -= steps
        if self._steps < 0:
            raise FeelError("limit-steps", limit=MAX_STEPS)

    def weigh(self, value: object) -> None:
        """Count a value by its size: copying or comparing a large one takes as long as many small steps."""
        kind = type(value)
        if kind is list or kind is dict:
            self.spend(len(value))  # type: ignore[arg-type]  # it has a length
        elif kind is str:
            self.spend(len(value) >> _TEXT_PER_STEP)  # type: ignore[arg-type]  # it has a length

    def weigh_deep(self, value: Any) -> None:
        """Count a value with all that is in it, as often as it is in it: a small text can name a huge one."""
        waiting = [value]
        while waiting:
            held = waiting.pop()
            self.weigh(held)
            kind = type(held)
            inside = held.values() if kind is dict else held if kind is list else ()
            waiting += [each for each in inside if type(each) is list or type(each) is dict]

    def enter_call(self, weight: int) -> None:
        """Count a call of a function inside another; refuses to go beyond the limit."""
        self._calls += 1
        if self._calls > MAX_CALLS:
            raise FeelError("limit-depth", limit=MAX_CALLS)
        self.spend(weight)

    def leave_call(self) -> None:
        """Come back from a call."""
        self._calls -= 1


NO_RUN = Run({}, datetime(1970, 1, 1, tzinfo=UTC))  # of constants, which ask nothing of it


class Frame:
    """The names of one scope, and the frame around it."""

    __slots__ = ("parent", "run", "values")

    def __init__(self, values: Mapping[str, object], parent: Frame | None, run: Run) -> None:
        self.values = values
        self.parent = parent
        self.run = run

    def inner(self, values: Mapping[str, object]) -> Frame:
        """Open a scope inside this one."""
        return Frame(values, self, self.run)

    def read(self, name: str) -> object:
        """Give the value of a name from the innermost scope that has it, or MISSING."""
        level: Frame | None = self
        while level is not None:
            value = level.values.get(name, MISSING)
            if value is not MISSING:
                return value
            level = level.parent
        return MISSING


def within_limit(items: list[object]) -> list[object]:
    """Give the list back; refuses one that is too long."""
    if len(items) > MAX_LIST:
        raise FeelError("limit-list", limit=MAX_LIST)
    return items
