"""Which rules of a table match: cells that list constants are looked up by value, all others are asked one by one.

A set of rules is a whole number with one bit for each. A table of hundreds of rules is nearly all constants, and costs
a look-up per column instead of a test per cell; only rules that the columns before have left are asked further.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.dmn.model import Evaluation, Scope
from engine.dmn.spans import Span, constant_of, span_of
from engine.feel import UnaryTests
from engine.feel.run.frames import Frame
from engine.feel.run.unary_tests import frame_of

_INDEXED = (str, Decimal, bool)


@dataclass(slots=True)
class _Column:
    """The cells of one input: rules that ask nothing, rules by the constant they ask for, and the rest."""

    anything: int = 0
    by_value: dict[type, dict[object, int]] = field(default_factory=lambda: {kind: {} for kind in _INDEXED})
    spans: list[tuple[int, Span]] = field(default_factory=list)
    asked: list[tuple[int, UnaryTests]] = field(default_factory=list)

    def add(self, bit: int, tests: UnaryTests) -> None:
        constants = _constants(tests)
        if constants is None:
            span = span_of(tests.tree)
            if span is not None:
                self.spans.append((bit, span))
            self.asked.append((bit, tests))
        elif not constants:
            self.anything |= bit
        for constant in constants or ():
            of_kind = self.by_value[type(constant)]
            of_kind[constant] = of_kind.get(constant, 0) | bit

    def matching(self, value: object, alive: int, frame: Frame, scope: Scope) -> int:
        found = self.anything
        of_kind = self.by_value.get(type(value))
        if of_kind is not None:
            found |= of_kind.get(value, 0)
        if type(value) is not bool:  # a test that came out true passes whatever the value is
            found |= self.by_value[bool].get(True, 0)
        asked = alive
        if type(value) is Decimal:  # no need to ask: the span says it
            for bit, (low, low_counts, high, high_counts) in self.spans:
                asked &= ~bit
                above = value > low or (low_counts and value == low)
                if above and (value < high or (high_counts and value == high)):
                    found |= bit
        for bit, tests in self.asked:
            if asked & bit and tests.passed(frame, scope):
                found |= bit
        return found


class RuleIndex:
    """The tests of a table's rules, in order."""

    def __init__(self, rules: Sequence[tuple[UnaryTests, ...]]) -> None:
        self._all = (1 << len(rules)) - 1
        self._columns = [_Column() for _ in rules[0]] if rules else []
        for number, tests in enumerate(rules):
            for column, each in zip(self._columns, tests, strict=True):
                column.add(1 << number, each)

    def matching(self, values: Sequence[object], evaluation: Evaluation, scope: Scope) -> Iterator[int]:
        """Give the places, from 0, of the rules whose tests all pass."""
        alive = self._all
        if not alive:
            return
        evaluation.run.spend(alive.bit_length() + len(values))
        for column, value in zip(self._columns, values, strict=True):
            alive &= column.matching(value, alive, frame_of(value, scope, evaluation.run), scope)
            if not alive:
                return
        while alive:
            lowest = alive & -alive
            yield lowest.bit_length() - 1
            alive ^= lowest


def _constants(tests: UnaryTests) -> list[Any] | None:
    """The constants that a cell lists, none for `-`; None where it asks anything else."""
    if tests.tree.is_negated:
        return None
    constants = [constant_of(node) for node in tests.tree.tests]
    return constants if all(type(constant) in _INDEXED for constant in constants) else None
