"""Texts compiled once and evaluated many times.

A name that holds an operator or a keyword is known only by the scope that has it. So a text is compiled again for a scope
with such names, and what was compiled is kept for the next scope of that shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any, cast

from engine.feel.errors import FeelError
from engine.feel.library import registry
from engine.feel.limits import MAX_NESTING, MAX_SHAPES
from engine.feel.run.compilation import Check, Closure, Compilation
from engine.feel.run.frames import Frame, Run
from engine.feel.run.unary_tests import frame_of
from engine.feel.syntax.names import KEYWORDS, NAME_SYMBOLS, is_special
from engine.feel.syntax.nodes import Node, Tests
from engine.feel.syntax.parser import parse_expression, parse_unary_tests
from engine.feel.syntax.tokens import tokenize

_NO_FUNCTIONS: Mapping[str, object] = {}
_NONE: frozenset[str] = frozenset()
_DEEPEST_NAME = 5
_ITEMS_LOOKED_AT = 3
Parse = Callable[[str, Iterable[str]], "Node | Tests"]


class _Compiled:
    """A text with what it was compiled for, and its closures by shape of scope."""

    __slots__ = ("_closures", "_compilation", "_depth", "_parse", "_plain", "names", "node", "text")

    def __init__(self, text: str, parse: Parse, compilation: Compilation) -> None:
        self.text = text
        self._parse = parse
        self._compilation = compilation
        self._depth = _depth_of_search(text)
        self._closures: dict[frozenset[str], Closure] = {}
        self._plain = self._closures[_NONE] = self._compile(_NONE)
        self.names = frozenset(compilation.tally.free)

    def _compile(self, special: frozenset[str]) -> Closure:
        try:
            names = {
                *registry.names(),
                *(self._compilation.functions or ()),
                *self._compilation.names,
                *special,
            }
            self.node = self._parse(self.text, names)
            return self._compilation.closure(self.node)
        except RecursionError:
            raise FeelError("limit-depth", limit=MAX_NESTING) from None

    def _closure_for(self, scope: Mapping[str, object]) -> Closure:
        depth = self._depth
        if not depth:
            return self._plain
        special = frozenset(_special_names(scope, depth))
        closure = self._closures.get(special)
        if closure is None:
            closure = self._compile(special)
            if len(self._closures) < MAX_SHAPES:
                self._closures[special] = closure
        return closure

    def _run(self, closure: Closure, frame: Frame) -> Any:
        try:
            value = closure(frame)
        except RecursionError:
            raise FeelError("limit-depth", limit=MAX_NESTING) from None
        if self._compilation.tally.builds:
            frame.run.weigh_deep(value)
        return value


class Expression(_Compiled):
    """An expression; `names` are the names that it reads from the scope, those inside filters too."""

    __slots__ = ()

    def evaluate(
        self, scope: Mapping[str, object], *, functions: Mapping[str, object] = _NO_FUNCTIONS, now: datetime
    ) -> Any:
        """Give the value over a scope; refuses only to go beyond a limit."""
        return self.within(Run(functions, now), scope)

    def within(self, run: Run, scope: Mapping[str, object]) -> Any:
        """Give the value as a part of a larger evaluation, on its budget."""
        return self._run(self._closure_for(scope), Frame(scope, None, run))


class UnaryTests(_Compiled):
    """An input entry of a decision table."""

    __slots__ = ()

    def evaluate(
        self,
        value: object,
        scope: Mapping[str, object],
        *,
        functions: Mapping[str, object] = _NO_FUNCTIONS,
        now: datetime,
    ) -> bool:
        """Say whether a value passes the tests; null, that is undecided, does not."""
        return self.within(Run(functions, now), value, scope)

    def within(self, run: Run, value: object, scope: Mapping[str, object]) -> bool:
        """Say the same as a part of a larger evaluation, on its budget."""
        return self._run(self._closure_for(scope), frame_of(value, scope, run)) is True

    def passed(self, frame: Frame, scope: Mapping[str, object]) -> bool:
        """Say the same over a frame that other tests of the value share."""
        return self._closure_for(scope)(frame) is True

    @property
    def tree(self) -> Tests:
        """The tests as they were read."""
        return cast("Tests", self.node)


def _depth_of_search(text: str) -> int:
    """Say how deep in a scope a name may lie that the text could mean where it has operators or keywords.

    A name of one token cannot be taken for another. Names with a dot are looked for at the top alone: nearly every text has
    paths, and hardly any data has such names.
    """
    tokens = tokenize(text)
    after_names = {
        token.text
        for before, token in pairwise(tokens)
        if before.kind == "name" and token.kind in {"symbol", "name"}
    }
    joints = after_names & (NAME_SYMBOLS | KEYWORDS)
    goes_inside = any(token.kind == "symbol" and token.text in {".", "["} for token in tokens)
    return 0 if not joints else _DEEPEST_NAME if goes_inside and joints != {"."} else 1


def _special_names(scope: Mapping[str, object], depth: int) -> Iterator[str]:
    """Find the names, as deep as is asked, that are understood only by one who knows them."""
    for name, value in scope.items():
        if is_special(name):
            yield name
        if depth > 1:
            kind = type(value)
            items = value if kind is list else (value,) if kind is dict else ()
            for item in islice(items, _ITEMS_LOOKED_AT):  # type: ignore[call-overload]  # a list or a tuple
                if type(item) is dict:
                    yield from _special_names(item, depth - 1)


def compile_expression(text: str, *, functions: Iterable[str] = (), names: Iterable[str] = ()) -> Expression:
    """Compile an expression; `functions` are the host's, `names` those of the scope that must be known beforehand."""
    return _expression(text, frozenset(functions), frozenset(names))


def compile_unary_tests(text: str, *, functions: Iterable[str] = (), names: Iterable[str] = ()) -> UnaryTests:
    """Compile an input entry; the value it tests is `?`."""
    return _unary_tests(text, frozenset(functions), frozenset(names))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the expressions of one model share: the host's functions, the model's names, and its types."""

    functions: frozenset[str] | None = frozenset()
    names: frozenset[str] = frozenset()
    types: Mapping[str, Check] = field(default_factory=dict)

    def knowing(self, names: Iterable[str]) -> Vocabulary:
        """Give the same with more names."""
        return replace(self, names=self.names.union(names))

    def expression(self, text: str) -> Expression:
        """Compile an expression; not cached, for the model keeps it."""
        return Expression(text, parse_expression, Compilation(self.functions, self.names, self.types))

    def unary_tests(self, text: str) -> UnaryTests:
        """Compile an input entry; not cached either."""
        return UnaryTests(text, parse_unary_tests, Compilation(self.functions, self.names, self.types))


@lru_cache(maxsize=4096)
def _expression(text: str, functions: frozenset[str], names: frozenset[str]) -> Expression:
    return Expression(text, parse_expression, Compilation(functions, names))


@lru_cache(maxsize=4096)
def _unary_tests(text: str, functions: frozenset[str], names: frozenset[str]) -> UnaryTests:
    return UnaryTests(text, parse_unary_tests, Compilation(functions, names))
