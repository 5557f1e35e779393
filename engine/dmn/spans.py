"""Cells that ask for a span of numbers with constant ends, `[10..20)` or `>= 5`, as the ends alone."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from engine.feel.syntax.nodes import Interval, Literal, Negation, Node, Test, Tests

# The lower end and whether it counts, the upper end and whether it counts.
Span: TypeAlias = tuple[Decimal, bool, Decimal, bool]
_BELOW, _ABOVE = Decimal("-Infinity"), Decimal("Infinity")


def span_of(tests: Tests) -> Span | None:
    """Give the span of a cell; None where it asks anything else."""
    if tests.is_negated or len(tests.tests) != 1:
        return None
    (test,) = tests.tests
    if isinstance(test, Test):
        return _of_comparison(test)
    return _of_interval(test) if isinstance(test, Interval) and not test.comparison else None


def _of_comparison(test: Test) -> Span | None:
    end = constant_of(test.operand)
    if not isinstance(end, Decimal) or test.operator in {"=", "!="}:
        return None
    counts = test.operator.endswith("=")
    return (_BELOW, False, end, counts) if test.operator.startswith("<") else (end, counts, _ABOVE, False)


def _of_interval(interval: Interval) -> Span | None:
    low = _BELOW if interval.start is None else constant_of(interval.start)
    high = _ABOVE if interval.end is None else constant_of(interval.end)
    if not isinstance(low, Decimal) or not isinstance(high, Decimal) or low > high:
        return None
    return low, interval.start_included, high, interval.end_included


def constant_of(node: Node) -> object:
    """Give the value of a literal, with its sign; None for any other expression, and for null."""
    if isinstance(node, Negation) and isinstance(node.operand, Literal):
        number = node.operand.value
        return -number if isinstance(number, Decimal) else None
    return node.value if isinstance(node, Literal) else None
