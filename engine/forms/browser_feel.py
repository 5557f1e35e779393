"""Where the FEEL that form-js runs in a clerk's browser gives something else than ours, told from an expression's text.

Our result decides, for the answers are checked here; but a condition that differs shows a field in the browser that is then
refused, or hides one that is asked for. What is known was found by running both over some six hundred expressions
(tests/engine/feel/browser); what depends on the values alone cannot be told beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from itertools import pairwise
from typing import Any

from engine.feel import builtin_names, compile_expression
from engine.feel.null_warnings import kind_of_tree
from engine.feel.syntax import nodes
from engine.feel.syntax.tokens import tokenize

REFUSES = "browser-refuses"
# Not there, there and never true, or with another result.
_OTHER_FUNCTIONS = frozenset(
    [
        "trim",
        "is blank",
        "is empty",
        "extract",
        "duplicate values",
        "partition",
        "last day of month",
        "assert",
        "range",
        "is defined",
        "overlaps before",
        "overlaps after",
        "finishes",
        "finished by",
        "during",
        "starts",
        "started by",
        "coincides",
        "decimal",
        "years and months duration",
    ]
)
_OTHER_PARAMETERS = frozenset({"before", "after", "includes", "date and time"})
_TYPES = frozenset({"number", "string", "context", "date", "time"})
_DURATIONS = frozenset({"days and time duration", "years and months duration"})
_DAYS = frozenset({"date", "date and time"})
_ASKS = (
    nodes.Comparison, nodes.Logic, nodes.Between, nodes.Membership, nodes.Quantified, nodes.Literal, nodes.Negation
)  # fmt: skip


def browser_differences(text: str, functions: Collection[str] = ()) -> frozenset[str]:
    """Name what the browser is known to do otherwise with an expression, REFUSES where it cannot even parse it; none where nothing is known."""
    tree = compile_expression(text, functions=functions).node
    found = {code for node in nodes.every_node(tree) for code in _of_node(node)}
    return frozenset(found | _of_text(text) | _of_result(tree))


def _of_node(node: Any) -> set[str]:
    rules = _RULES.get(type(node), ())
    return {code for code, holds in rules if holds(node)}


def _of_text(text: str) -> set[str]:
    """What the tree does not keep: `1e3`, which is 1 there; `- 5` with a space, which is null; names with a keyword."""
    tokens = tokenize(text)
    has_power = any(token.kind == "number" and "e" in token.text.lower() for token in tokens)
    starts = (token.kind == "symbol" and token.text not in {")", "]", "}"} for token in tokens)
    signs = (
        token.text == "-" and token.kind == "symbol" and begins and after.start > token.start + 1
        for begins, (token, after) in zip((True, *starts), pairwise(tokens), strict=False)
    )
    return {"browser-number"} if has_power or any(signs) else set()


def _of_result(tree: nodes.Node | nodes.Tests) -> set[str]:
    """A time without a zone is there one of the clerk's clock."""
    return {"browser-time"} if _kind(tree) in {"time", "date and time"} else set()


def _kind(node: object) -> str | None:
    """The kind of a value as far as it can be told; `duration(…)` and what is counted with it are durations of some kind."""
    if isinstance(node, nodes.Arithmetic):
        kinds = {_kind(node.left), _kind(node.right)}
        both_days = kinds <= _DAYS and node.operator == "-"
        return (
            next(iter(_DURATIONS))
            if both_days
            else next((kind for kind in kinds if kind in _DAYS | {"time"}), None)
        )
    if isinstance(node, nodes.Invocation) and node.target == nodes.Name("duration"):
        return "days and time duration"
    return kind_of_tree(node)


def _name(node: nodes.Invocation) -> str:
    return node.target.name if isinstance(node.target, nodes.Name) else ""


def _is_literal(node: object, *values: object) -> bool:
    return isinstance(node, nodes.Literal) and node.value in values


def _counts_days(node: nodes.Arithmetic) -> bool:
    """Days between two dates come as seconds there; a duration cannot be multiplied or divided, nor one taken from another."""
    left, right = _kind(node.left), _kind(node.right)
    if node.operator == "-":
        return left in _DAYS | _DURATIONS and right in (_DAYS if left in _DAYS else _DURATIONS)
    return node.operator in {"*", "/"} and bool({left, right} & _DURATIONS)


def _is_inexact(node: nodes.Comparison) -> bool:
    """Numbers are binary there: 0.1 + 0.2 is not 0.3."""
    if node.operator not in {"=", "!="}:
        return False
    sides = [side for side in (node.left, node.right) if isinstance(side, nodes.Arithmetic)]
    inside = [each for side in sides for each in nodes.every_node(side)]
    return any(
        (isinstance(each, nodes.Arithmetic) and each.operator == "/")
        or (isinstance(each, nodes.Literal) and isinstance(each.value, Decimal) and each.value % 1 != 0)
        for each in inside
    )


def _mixes_kinds(node: nodes.Comparison) -> bool:
    kinds = {_kind(node.left), _kind(node.right)}
    empty = nodes.ListOf(())
    return (len(kinds - {None, "null"}) == 2 and not kinds <= _DAYS) or empty in {node.left, node.right}


def _orders_truth(node: nodes.Comparison) -> bool:
    sides = (node.left, node.right)
    return node.operator not in {"=", "!="} and any(
        isinstance(side, nodes.Literal) and isinstance(side.value, bool) for side in sides
    )


def _has_other_arguments(node: nodes.Invocation) -> bool:
    name, arguments = _name(node), node.arguments
    if node.keywords is not None:
        return name in _OTHER_PARAMETERS
    kinds = [_kind(each) for each in arguments]
    return (
        (name == "substring" and len(arguments) > 1 and _is_literal(arguments[1], Decimal(0)))
        or (name == "split" and len(arguments) > 1 and _is_literal(arguments[1], ""))
        or (name == "date" and len(arguments) == 3)
        or (name in {"get value", "context put"} and len(kinds) > 1 and kinds[1] == "list")
        or (name == "list replace" and "function" in kinds)
        or (name == "sort" and len(arguments) == 1)
        or (name in {"min", "max"} and "string" in kinds)
        or (name == "abs" and bool(set(kinds) & _DURATIONS))
    )


def _writes_zeros(node: nodes.Invocation) -> bool:
    """`string(1.50)` is "1.5" there."""
    values = [each.value for each in node.arguments if isinstance(each, nodes.Literal)]
    return _name(node) == "string" and any(
        isinstance(value, Decimal) and "." in str(value) and str(value).endswith("0") for value in values
    )


def _asks_zone(node: nodes.Invocation) -> bool:
    name, arguments = _name(node), node.arguments
    return (name == "date and time" and len(arguments) == 2) or (
        name == "date"
        and any(isinstance(each, nodes.Invocation) and _name(each) == "now" for each in arguments)
    )


_FUNCTIONS = frozenset(builtin_names())
_Rule = tuple[str, Callable[[Any], bool]]
_RULES: dict[type, tuple[_Rule, ...]] = {
    nodes.Invocation: (
        (REFUSES, lambda node: _name(node) == "get or else"),
        ("browser-function", lambda node: _name(node) in _OTHER_FUNCTIONS),
        ("browser-arguments", _has_other_arguments),
        ("browser-number", _writes_zeros),
        ("browser-time", _asks_zone),
    ),
    nodes.InstanceOf: (
        (
            REFUSES,
            lambda node: node.type.name not in _TYPES or bool(node.type.arguments or node.type.entries),
        ),
        ("browser-type", lambda _: True),
    ),
    nodes.Function: (("browser-type", lambda node: any(type_ is not None for _, type_ in node.parameters)),),
    nodes.Filter: (("browser-filter", lambda node: not isinstance(node.condition, _ASKS)),),
    nodes.Comparison: (
        (REFUSES, _orders_truth),
        ("browser-number", _is_inexact),
        ("browser-null", _mixes_kinds),
    ),
    nodes.Arithmetic: (("browser-duration", _counts_days),),
    nodes.Negation: (("browser-duration", lambda node: _kind(node.operand) in _DURATIONS),),
    nodes.Path: (("browser-time", lambda node: node.name in {"timezone", "time offset"}),),
    nodes.Interval: (("browser-type", lambda node: bool(node.comparison)),),
    nodes.Condition: (("browser-null", lambda node: _kind(node.test) not in {None, "null", "boolean"}),),
    nodes.Quantified: (
        ("browser-null", lambda node: any(_is_literal(each, None) for each in nodes.every_node(node))),
    ),
    nodes.Name: (("browser-null", lambda node: node.name in _FUNCTIONS),),
}
BROWSER_CODES = frozenset(
    {code for rules in _RULES.values() for code, _ in rules} | {"browser-number", "browser-time"}
)
