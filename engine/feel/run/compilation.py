"""Turning nodes into closures: the table of who compiles which node, and what is known while it happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from engine.feel.run.frames import Frame
from engine.feel.syntax.nodes import Context, For, Function, Invocation, ListOf

Closure: TypeAlias = Callable[[Frame], Any]
Check: TypeAlias = Callable[[object], bool]
_BUILDING = frozenset({Context, For, Function, Invocation, ListOf})
_N = TypeVar("_N")
_COMPILERS: dict[type, Callable[[Compilation, Any], Closure]] = {}


@dataclass(slots=True)
class _Tally:
    """What is counted over the whole text: the names it reads from outside, its nodes, how often it reads `?`, whether it builds.

    What builds nothing cannot give more than it was given, and is not weighed.
    """

    free: set[str] = field(default_factory=set)
    nodes: int = 0
    inputs: int = 0
    functions: int = 0
    builds: bool = False


@dataclass(frozen=True, slots=True)
class Compilation:
    """What is known at one place of a text: the host's functions, names that may hold functions, local names.

    Where the host's functions are None, they are known at evaluation only.
    """

    functions: frozenset[str] | None = frozenset()
    names: frozenset[str] = frozenset()
    types: Mapping[str, Check] = field(default_factory=dict)
    local: frozenset[str] = frozenset()
    tally: _Tally = field(default_factory=_Tally)

    def closure(self, node: object) -> Closure:
        """Compile a node and all below it."""
        self.tally.nodes += 1
        kind = type(node)
        self.tally.functions += kind is Function
        self.tally.builds = self.tally.builds or kind in _BUILDING
        return _COMPILERS[kind](self, node)

    def closures(self, nodes: Iterable[object]) -> tuple[Closure, ...]:
        """Compile several nodes."""
        return tuple(self.closure(node) for node in nodes)

    def weighed(self, node: object) -> tuple[Closure, int]:
        """Compile a node that runs again and again, and count what it is made of."""
        before = self.tally.nodes
        return self.closure(node), self.tally.nodes - before + 1

    def inner(self, names: Iterable[str]) -> Compilation:
        """Give the same with more local names."""
        return replace(self, local=self.local.union(names))

    def read(self, name: str) -> None:
        """Note that the text reads a name, from outside where no local has it."""
        if name == "?":
            self.tally.inputs += 1
        elif name not in self.local:
            self.tally.free.add(name)


def compiles(
    kind: type[_N],
) -> Callable[[Callable[[Compilation, _N], Closure]], Callable[[Compilation, _N], Closure]]:
    """Register the function that compiles nodes of a kind."""

    def register(function: Callable[[Compilation, _N], Closure]) -> Callable[[Compilation, _N], Closure]:
        _COMPILERS[kind] = function
        return function

    return register
