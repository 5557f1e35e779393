"""The syntax tree: one frozen value per construct of the grammar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Literal as OneOf
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands in the text."""

    value: object


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or function by name; `at` is where it stands, from 1."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Path:
    """`base.name`."""

    base: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """`base[condition]`, an index where the condition is a number."""

    base: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Invocation:
    """`target(…)`; `keywords` holds the parameters' names where they are given, in the order of the arguments."""

    target: Node
    arguments: tuple[Node, ...]
    keywords: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Negation:
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two operands and one of `+ - * / **`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands and one of `= != < <= > >=`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between:
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Membership:
    """`value in tests`."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """`value instance of type`."""

    value: Node
    type: TypeNode


@dataclass(frozen=True, slots=True)
class Logic:
    """Two or more operands joined by `and` or by `or`."""

    operator: OneOf["and", "or"]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """`if … then … else …`."""

    test: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iteration:
    """One `name in source` of a loop; `end` where the source is written `start..end`."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For:
    """`for … return …`."""

    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some … satisfies …` and `every … satisfies …`."""

    quantifier: OneOf["some", "every"]
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class Context:
    """`{name: value, …}`; an entry sees the ones before it."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[item, …]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A range; an end that is not there is None, `comparison` is `=` or `!=` where the range is that of one value."""

    start: Node | None
    end: Node | None
    start_included: bool
    end_included: bool
    comparison: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """`function(parameter: type, …) body`."""

    parameters: tuple[tuple[str, TypeNode | None], ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Test:
    """One unary test that begins with a comparison operator."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Tests:
    """The unary tests of an input entry, `not(…)` where negated; none at all is `-`."""

    tests: tuple[Node, ...]
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class TypeNode:
    """A type as written: its name, what stands in its angle brackets, and a function's result last."""

    name: str
    arguments: tuple[TypeNode, ...] = ()
    entries: tuple[tuple[str, TypeNode], ...] = ()
    at: int = field(default=0, compare=False)


Node: TypeAlias = (
    Literal | Name | Path | Filter | Invocation | Negation | Arithmetic | Comparison | Between | Membership
    | InstanceOf | Logic | Condition | For | Quantified | Context | ListOf | Interval | Function | Test
)  # fmt: skip


def inside(node: object) -> Iterator[Node]:
    """Give the nodes that stand directly inside another."""
    for each in fields(node):  # type: ignore[arg-type]  # a node is a dataclass
        yield from _nodes_in(getattr(node, each.name))


def _nodes_in(value: object) -> Iterator[Node]:
    if type(value) is tuple:
        for each in value:
            yield from _nodes_in(each)
    elif type(value) is Iteration:
        yield from inside(value)
    elif isinstance(value, Node):
        yield value


def every_node(tree: Node | Tests) -> Iterator[Node | Tests]:
    """Give a node and all that is in it; the name of a function that is called is not one of a variable."""
    yield tree
    target = tree.target if isinstance(tree, Invocation) and isinstance(tree.target, Name) else None
    for node in inside(tree):
        if node is not target:
            yield from every_node(node)
