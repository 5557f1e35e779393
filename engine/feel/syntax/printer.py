"""Syntax trees as text again: what is printed is read as the same tree, by one who knows the names in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from engine.feel.syntax.names import is_plain
from engine.feel.syntax.nodes import (
    Arithmetic,
    Between,
    Comparison,
    Condition,
    Context,
    Filter,
    For,
    Function,
    InstanceOf,
    Interval,
    Invocation,
    Iteration,
    ListOf,
    Literal,
    Logic,
    Membership,
    Name,
    Negation,
    Path,
    Quantified,
    Test,
    Tests,
    TypeNode,
)
from engine.feel.values.temporal_text import write_temporal
from engine.feel.values.text import quoted

# What stands by itself: anything else is put into parentheses where it is a part of something.
_WHOLE = (Literal, Name, Path, Filter, Invocation, Context, ListOf, Interval)


def printed(node: object) -> str:
    """Print a tree: of an expression, of unary tests, or of a type."""
    return _PRINTERS[type(node)](node)


def _part(node: object) -> str:
    return printed(node) if isinstance(node, _WHOLE) else f"({printed(node)})"


def _listed(nodes: Iterable[object]) -> str:
    return ", ".join(map(printed, nodes))


def _literal(node: Literal) -> str:
    value: Any = node.value
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Decimal):
        return str(value)
    return quoted(value) if isinstance(value, str) else f'@"{write_temporal(value)}"'


def _invocation(node: Invocation) -> str:
    values = [printed(argument) for argument in node.arguments]
    if node.keywords is not None:
        values = [f"{name}: {value}" for name, value in zip(node.keywords, values, strict=True)]
    return f"{_part(node.target)}({', '.join(values)})"


def _interval(node: Interval) -> str:
    if node.comparison:
        return f"({node.comparison} {_part(node.start)})"
    if node.start is None:
        return f"({'<=' if node.end_included else '<'} {_part(node.end)})"
    if node.end is None:
        return f"({'>=' if node.start_included else '>'} {_part(node.start)})"
    opening, closing = "(["[node.start_included], ")]"[node.end_included]
    return f"{opening}{_part(node.start)}..{_part(node.end)}{closing}"


def _context(node: Context) -> str:
    entries = (
        f"{name if is_plain(name) else quoted(name)}: {printed(value)}" for name, value in node.entries
    )
    return f"{{{', '.join(entries)}}}"


def _iteration(node: Iteration) -> str:
    end = "" if node.end is None else f"..{_part(node.end)}"
    return f"{node.name} in {_part(node.source)}{end}"


def _function(node: Function) -> str:
    parameters = (name if type_ is None else f"{name}: {_type(type_)}" for name, type_ in node.parameters)
    return f"function({', '.join(parameters)}) {printed(node.body)}"


def _type(node: TypeNode) -> str:
    if node.name == "function" and node.arguments:
        *taken, given = map(_type, node.arguments)
        return f"function<{', '.join(taken)}> -> {given}"
    inside = [*map(_type, node.arguments), *(f"{name}: {_type(entry)}" for name, entry in node.entries)]
    return f"{node.name}<{', '.join(inside)}>" if inside else node.name


def _tests(node: Tests) -> str:
    if not node.tests:
        return "-"
    # `not(…)` alone would be read as the negation of the whole cell.
    texts = [printed(test) if isinstance(test, Test) else _alone(test) for test in node.tests]
    return f"not({', '.join(texts)})" if node.is_negated else ", ".join(texts)


def _alone(node: object) -> str:
    text = printed(node)
    return f"({text})" if text.startswith("not(") else text


_PRINTERS: dict[type, Callable[[Any], str]] = {
    Literal: _literal,
    Name: lambda node: node.name,
    Path: lambda node: f"{_part(node.base)}.{node.name}",
    Filter: lambda node: f"{_part(node.base)}[{printed(node.condition)}]",
    Invocation: _invocation,
    Negation: lambda node: f"-{_part(node.operand)}",
    Arithmetic: lambda node: f"{_part(node.left)} {node.operator} {_part(node.right)}",
    Comparison: lambda node: f"{_part(node.left)} {node.operator} {_part(node.right)}",
    Between: lambda node: f"{_part(node.value)} between {_part(node.low)} and {_part(node.high)}",
    Membership: lambda node: f"{_part(node.value)} in ({_listed(node.tests)})",
    InstanceOf: lambda node: f"{_part(node.value)} instance of {_type(node.type)}",
    Logic: lambda node: f" {node.operator} ".join(map(_part, node.operands)),
    Condition: lambda node: (
        f"if {printed(node.test)} then {printed(node.then)} else {printed(node.otherwise)}"
    ),
    For: lambda node: f"for {', '.join(map(_iteration, node.iterations))} return {printed(node.body)}",
    Quantified: lambda node: (
        f"{node.quantifier} {', '.join(map(_iteration, node.iterations))} satisfies {printed(node.condition)}"
    ),
    Context: _context,
    ListOf: lambda node: f"[{_listed(node.items)}]",
    Interval: _interval,
    Function: _function,
    Test: lambda node: f"{node.operator} {_part(node.operand)}",
    Tests: _tests,
    TypeNode: _type,
}
