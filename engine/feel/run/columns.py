"""Filters whose condition compares entries of the items with constants, worked through column by column instead of item by item.

Lists of a county's records are long and their conditions are nearly always of this kind. Where an item is no context, misses
an entry, or holds a value of another kind than the constant, the condition is evaluated item by item as any other.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import compress
from operator import itemgetter
from typing import Any, TypeAlias

from engine.feel.run.compilation import Closure, Compilation
from engine.feel.run.frames import Frame
from engine.feel.syntax.nodes import Comparison, Literal, Logic, Name, Node

Column: TypeAlias = Callable[[Frame, list[Any]], list[bool]]
_COMPARED: dict[str, Callable[[list[Any], Any], list[bool]]] = {
    "=": lambda values, constant: [value == constant for value in values],
    "!=": lambda values, constant: [value != constant for value in values],
    "<": lambda values, constant: [value < constant for value in values],
    "<=": lambda values, constant: [value <= constant for value in values],
    ">": lambda values, constant: [value > constant for value in values],
    ">=": lambda values, constant: [value >= constant for value in values],
}
_KINDS: dict[type, frozenset[type]] = {
    str: frozenset({str}),
    Decimal: frozenset({Decimal, int}),
}


class _Unusual(Exception):
    """A list that this way does not take."""


def by_columns(
    compilation: Compilation, condition: Node
) -> Callable[[Frame, list[Any]], list[Any] | None] | None:
    """Compile a condition in this way; None where it is of another kind, and a list that is gives None when it runs."""
    column = _column(compilation, condition)
    if column is None:
        return None

    def chosen(frame: Frame, items: list[Any]) -> list[Any] | None:
        try:
            return list(compress(items, column(frame, items)))
        except (KeyError, TypeError, _Unusual):  # no such entry; no context; a value of another kind
            return None

    return chosen


def _column(compilation: Compilation, node: Node) -> Column | None:
    if isinstance(node, Logic):
        parts = [_column(compilation, operand) for operand in node.operands]
        return _all_of([each for each in parts if each is not None], node.operator) if all(parts) else None
    if not isinstance(node, Comparison) or not isinstance(node.left, Name):
        return None
    if isinstance(node.right, Literal) and type(node.right.value) in _KINDS:
        return _compared(node.left.name, node.operator, compilation.closure(node.right), "")
    if isinstance(node.right, Name):
        return _compared(node.left.name, node.operator, compilation.closure(node.right), node.right.name)
    return None


def _all_of(parts: list[Column], operator: str) -> Column:
    def both(left: list[bool], right: list[bool]) -> list[bool]:
        return [a and b for a, b in zip(left, right, strict=True)]

    def either(left: list[bool], right: list[bool]) -> list[bool]:
        return [a or b for a, b in zip(left, right, strict=True)]

    join = both if operator == "and" else either

    def column(frame: Frame, items: list[Any]) -> list[bool]:
        result = parts[0](frame, items)
        for part in parts[1:]:
            result = join(result, part(frame, items))
        return result

    return column


def _compared(name: str, operator: str, constant: Closure, outer: str) -> Column:
    """Compare an entry with a literal, or with a name from outside that no item has."""
    compare = _COMPARED[operator]

    def column(frame: Frame, items: list[Any]) -> list[bool]:
        value = constant(frame)
        kinds = _KINDS.get(type(value))
        if kinds is None or (outer and any(outer in item for item in items)):
            raise _Unusual
        values = list(map(itemgetter(name), items))
        if not kinds.issuperset(map(type, values)):
            raise _Unusual
        # Whole numbers of the host are compared with a whole number: twice as fast, and the same.
        return compare(
            values, int(value) if type(value) is Decimal and value == value.to_integral_value() else value
        )

    return column
