"""What compiles boxed expressions: the table of who makes which kind, and what is known while it happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from engine.dmn.errors import DmnError
from engine.dmn.model import Evaluation, Logic, Scope
from engine.dmn.types import Fits
from engine.dmn.xml import Element, child, children, name_of, tag
from engine.feel import Expression, FeelError, UnaryTests
from engine.feel.expression import Vocabulary

_Compiled = TypeVar("_Compiled")
# What becomes of a boxed expression that does not compile: raise, or note it and give what stands in its place.
Refused = Callable[[DmnError], Logic]


@dataclass(slots=True)
class Boxes:
    """Compiles the boxed expressions of one model; gathers the names that they read. `imports` are names by namespace."""

    vocabulary: Vocabulary
    types: Fits
    names: set[str]
    refused: Refused
    imports: Mapping[str, str]

    def logic(self, parent: Element) -> Logic | None:
        """Compile the boxed expression inside an element; None where there is none."""
        found = next((each for each in children(parent) if is_boxed(each)), None)
        return None if found is None else self.made(found)

    def made(self, element: Element) -> Logic:
        """Compile a boxed expression; hands what is wrong with it to `refused`."""
        try:
            return _MAKERS[tag(element)](self, element)
        except DmnError as error:
            return self.refused(error)

    def knowing(self, names: Iterable[str]) -> Boxes:
        """Give the same for a place where more names are known."""
        return replace(self, vocabulary=self.vocabulary.knowing(names))

    def expression(self, element: Element, text: str) -> Expression:
        """Compile FEEL; what does not compile is handed to `refused`, and null stands in its place."""
        compiled = self._compiled(self.vocabulary.expression, element, text) or self.vocabulary.expression(
            "null"
        )
        self.names |= compiled.names
        return compiled

    def unary_tests(self, element: Element, text: str) -> UnaryTests:
        """Compile an input entry, in the same way."""
        compiled = self._compiled(self.vocabulary.unary_tests, element, text) or self.vocabulary.unary_tests(
            "-"
        )
        self.names |= compiled.names
        return compiled

    def _compiled(
        self, compile_: Callable[[str], _Compiled], element: Element, text: str
    ) -> _Compiled | None:
        try:
            return compile_(text)
        except FeelError as error:
            params = {**error.params, "feel": error.code}
            self.refused(DmnError("bad-expression", name_of(element), **params))
            return None

    def part(self, element: Element, name: str) -> Logic:
        """Compile the boxed expression inside a child element; null where there is none."""
        found = child(element, name)
        return nothing if found is None else self.logic(found) or nothing


def nothing(_: Evaluation, __: Scope) -> Any:
    """Give null: what stands where no expression does."""
    return None


def is_boxed(element: Element) -> bool:
    """Say whether an element is a boxed expression."""
    return tag(element) in _MAKERS


_Make = Callable[[Boxes, Element], Logic]
_MAKERS: dict[str, _Make] = {}


def makes(*kinds: str) -> Callable[[_Make], _Make]:
    """Register the function that compiles boxed expressions of these kinds."""

    def register(function: _Make) -> _Make:
        _MAKERS.update(dict.fromkeys(kinds, function))
        return function

    return register
