"""What is FEEL, and yet can hardly be meant: parts that can only be null, conditions that are neither true nor false, misspelt names.

It knows the kinds of literals, of what operators and most built-in functions give, and nothing of what the scope holds;
so it says nothing where it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.feel.expression import compile_expression, compile_unary_tests
from engine.feel.library import registry
from engine.feel.library.kinds import accepts, result_kind
from engine.feel.syntax import nodes
from engine.feel.syntax.names import nearest
from engine.feel.syntax.printer import printed
from engine.feel.values.arithmetic import go_together
from engine.feel.values.comparing import have_order
from engine.feel.values.kinds import kind_of
from engine.feel.values.time_parts import PARTS

WARNING_CODES = frozenset({"always-null", "not-true-or-false", "misspelt-name"})
_MOST_SHOWN = 80
_WITHOUT_PARTS = frozenset({"number", "string", "boolean", "function"})


@dataclass(frozen=True, slots=True)
class FeelWarning:
    """One thing that can hardly be meant: a stable code, the part of the text, and for a name the nearest."""

    code: str
    params: dict[str, object] = field(default_factory=dict)


def warnings_of(
    text: str, *, functions: Iterable[str] = (), names: Iterable[str] = (), is_cell: bool = False
) -> tuple[FeelWarning, ...]:
    """List what can hardly be meant in an expression, or a cell of a table; `names` are those that the scope is known to have.

    Refuses, as compiling does, what is no FEEL. A name that is not among `names` is a warning only where one of them
    is so near that it is probably meant: what else the scope will hold, nobody knows here.
    """
    compile_ = compile_unary_tests if is_cell else compile_expression
    compiled = compile_(text, functions=functions, names=names)
    looking = _Looking(frozenset(functions))
    looking.kind(compiled.node)
    known = frozenset(names)
    strange = {name for name in compiled.names - known - looking.hosts if nearest(name, known)}
    for name in looking.names:
        if name.name in strange:
            params = {"name": name.name, "position": name.at, "nearest": nearest(name.name, known)}
            looking.found.append(FeelWarning("misspelt-name", params))
            strange.discard(name.name)
    return tuple(looking.found)


def kind_of_tree(tree: object) -> str | None:
    """Name the kind of what an expression gives, where its text tells it."""
    return _Looking(frozenset()).kind(tree)


@dataclass(slots=True)
class _Looking:
    """One look through a tree: what was found, and the names on the way."""

    hosts: frozenset[str]
    found: list[FeelWarning] = field(default_factory=list)
    names: list[nodes.Name] = field(default_factory=list)

    def kind(self, node: Any) -> str | None:
        """Name the kind that a node gives, "null" where it can be nothing else, None where nobody knows."""
        look = _LOOKS.get(type(node))
        if look is not None:
            return look(self, node)
        self.parts(node)
        return _KIND_OF_NODE.get(type(node))

    def parts(self, node: Any) -> None:
        """Look through all that is inside a node."""
        for each in nodes.inside(node):
            self.kind(each)

    def null(self, node: object) -> str:
        """Note a node that can only be null."""
        self._note("always-null", node)
        return "null"

    def truth(self, node: Any, *others: str) -> None:
        """Look at what must be true or false; what is of any other kind is noted."""
        kind = self.kind(node)
        if kind not in {None, "null", "boolean", *others}:
            self._note("not-true-or-false", node)

    def _note(self, code: str, node: object) -> None:
        text = printed(node)
        shown = text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
        self.found.append(FeelWarning(code, {"found": shown}))


def _literal(_: _Looking, node: nodes.Literal) -> str | None:
    return "null" if node.value is None else kind_of(node.value)


def _name(looking: _Looking, node: nodes.Name) -> None:
    looking.names.append(node)


def _arithmetic(looking: _Looking, node: nodes.Arithmetic) -> str | None:
    left, right = looking.kind(node.left), looking.kind(node.right)
    by_zero = node.operator == "/" and isinstance(node.right, nodes.Literal) and node.right.value == 0
    if by_zero or not go_together(node.operator, left, right):
        return looking.null(node)
    return left if left == right and left in {"number", "string"} else None


def _negation(looking: _Looking, node: nodes.Negation) -> str | None:
    kind = looking.kind(node.operand)
    if kind is not None and kind != "null" and not go_together("*", kind, "number"):
        return looking.null(node)
    return kind


def _comparison(looking: _Looking, node: nodes.Comparison) -> str:
    left, right = looking.kind(node.left), looking.kind(node.right)
    if left is None or right is None or "null" in {left, right}:
        return "boolean"
    comparable = left == right if node.operator in {"=", "!="} else have_order(left, right)
    return "boolean" if comparable else looking.null(node)


def _logic(looking: _Looking, node: nodes.Logic) -> str:
    for operand in node.operands:
        looking.truth(operand)
    return "boolean"


def _condition(looking: _Looking, node: nodes.Condition) -> str | None:
    looking.truth(node.test)
    then, otherwise = looking.kind(node.then), looking.kind(node.otherwise)
    return then if then == otherwise else None


def _quantified(looking: _Looking, node: nodes.Quantified) -> str:
    for iteration in node.iterations:
        looking.parts(iteration)
    looking.truth(node.condition)
    return "boolean"


def _filter(looking: _Looking, node: nodes.Filter) -> None:
    looking.kind(node.base)
    looking.truth(node.condition, "number")


def _path(looking: _Looking, node: nodes.Path) -> str | None:
    kind = looking.kind(node.base)
    if isinstance(node.base, nodes.Context):
        is_there = any(name == node.name for name, _ in node.base.entries)
    else:
        is_there = kind not in _WITHOUT_PARTS and node.name in PARTS.get(kind or "", {node.name})
    return None if is_there else looking.null(node)


def _invocation(looking: _Looking, node: nodes.Invocation) -> str | None:
    kinds = [looking.kind(argument) for argument in node.arguments]
    target = node.target
    if not isinstance(target, nodes.Name):
        looking.kind(target)
        return None
    if target.name in looking.hosts or not registry.is_known(target.name):
        return None
    ways = [each for each in registry.signatures(target.name) if each.takes(len(kinds), node.keywords)]
    if not any(accepts(way, kinds, node.keywords) for way in ways):
        return looking.null(node)
    return result_kind(target.name)


_LOOKS: dict[type, Callable[[_Looking, Any], str | None]] = {
    nodes.Literal: _literal,
    nodes.Name: _name,
    nodes.Arithmetic: _arithmetic,
    nodes.Negation: _negation,
    nodes.Comparison: _comparison,
    nodes.Logic: _logic,
    nodes.Condition: _condition,
    nodes.Quantified: _quantified,
    nodes.Filter: _filter,
    nodes.Path: _path,
    nodes.Invocation: _invocation,
}
_KIND_OF_NODE: dict[type, str] = {
    nodes.Between: "boolean",
    nodes.Membership: "boolean",
    nodes.InstanceOf: "boolean",
    nodes.For: "list",
    nodes.ListOf: "list",
    nodes.Context: "context",
    nodes.Function: "function",
    nodes.Interval: "range",
}
