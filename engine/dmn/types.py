"""Item definitions as checks, and values made to fit a type on their way into a decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.dmn.errors import DmnError
from engine.dmn.xml import Element, child, children, name_of, text_of
from engine.feel import FeelError, UnaryTests
from engine.feel.expression import Vocabulary
from engine.feel.run.compilation import Check
from engine.feel.run.frames import Run
from engine.feel.run.types import BASIC
from engine.feel.values.kinds import from_host, kind_of
from engine.feel.values.time_arithmetic import to_datetime

# The names that DMN 1.1 and modelers write for FEEL's.
_ALIASES = {
    "dateTime": "date and time",
    "integer": "number",
    "long": "number",
    "double": "number",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "any": "Any",
}


def _anything(_: object) -> bool:
    return True


class Types(Mapping[str, Check]):
    """The checks of a model's item definitions by name, each made when it is first asked for."""

    def __init__(self, definitions: Mapping[str, Element], imported: Mapping[str, Types]) -> None:
        self._definitions = definitions
        self._imported = imported
        self._checks: dict[str, Check] = {}

    def __getitem__(self, name: str) -> Check:
        """Give a check; a type that contains itself is asked again while values go deeper."""
        if name not in self._definitions:
            return self._of_import(name)
        if name not in self._checks:

            def again(value: object) -> bool:
                return self._checks[name](value)

            self._checks[name] = again
            self._checks[name] = self._of_definition(self._definitions[name])
        return self._checks[name]

    def _of_import(self, name: str) -> Check:
        """`traffic.Fine` is the type `Fine` of the model that is imported as `traffic`; without a name it is as its own."""
        for import_, types in self._imported.items():
            inner = name.removeprefix(f"{import_}.") if import_ else name
            if (inner != name or not import_) and inner in types:
                return types[inner]
        raise KeyError(name)

    def result_of(self, name: str | None) -> str | None:
        """Give what a type's functions give back, where it is one of functions; any other type is itself."""
        element = self._definitions.get((name or "").rpartition(":")[2])
        function = None if element is None else child(element, "functionItem")
        return name if function is None else function.get("outputTypeRef")

    def __iter__(self) -> Any:
        """Iterate over the names."""
        return iter(self._definitions)

    def __len__(self) -> int:
        """Count the definitions."""
        return len(self._definitions)

    def named(self, name: str | None) -> Check | None:
        """Give the check of a type reference; None where it says nothing or nothing that is known."""
        plain = (name or "").rpartition(":")[2]
        plain = _ALIASES.get(plain, plain)
        if plain in {"", "Any"}:
            return None
        return self.get(plain) or BASIC.get(plain)

    def _of_definition(self, element: Element) -> Check:
        one = self._of_one(element)
        if element.get("isCollection") != "true":
            return one
        return lambda value: (
            isinstance(value, list) and all(item is None or one(from_host(item)) for item in value)
        )

    def _of_one(self, element: Element) -> Check:
        components = list(children(element, "itemComponent"))
        if components:
            return self._of_entries({each.get("name", ""): self._of_definition(each) for each in components})
        if child(element, "functionItem") is not None:
            return BASIC["function"]
        reference = child(element, "typeRef")
        return self.named(reference.text if reference is not None else None) or _anything

    def _of_entries(self, entries: dict[str, Check]) -> Check:
        """A context with all of these entries, as `instance of` wants it."""
        return lambda value: (
            isinstance(value, Mapping)
            and all(
                name in value and (value[name] is None or holds(from_host(value[name])))
                for name, holds in entries.items()
            )
        )


class Fits(Types):
    """The same for values on their way in: entries may be missing, and only allowed values fit."""

    def __init__(
        self, definitions: Mapping[str, Element], imported: Mapping[str, Fits], run: Callable[[], Run]
    ) -> None:
        super().__init__(definitions, imported)
        self._run = run

    def _of_definition(self, element: Element) -> Check:
        """What DMN 1.5 calls a type constraint is asked of the whole value, allowed values of each item of a collection."""
        check = super()._of_definition(element)
        constraint = allowed_values(child(element, "typeConstraint"), Vocabulary())
        if constraint is None:
            return check
        return lambda value: check(value) and constraint.within(self._run(), value, {})

    def _of_one(self, element: Element) -> Check:
        check = super()._of_one(element)
        allowed = allowed_values(child(element, "allowedValues"), Vocabulary())
        if allowed is None:
            return check
        return lambda value: check(value) and allowed.within(self._run(), value, {})

    def _of_entries(self, entries: dict[str, Check]) -> Check:
        return lambda value: (
            isinstance(value, Mapping)
            and all(
                value.get(name) is None or holds(from_host(value[name])) for name, holds in entries.items()
            )
        )


def allowed_values(element: Element | None, vocabulary: Vocabulary) -> UnaryTests | None:
    """Compile the values that are listed as allowed; None where none are."""
    text = text_of(element)
    if element is None or not text:
        return None
    try:
        return vocabulary.unary_tests(text)
    except FeelError as error:
        raise DmnError("bad-expression", name_of(element), **{**error.params, "feel": error.code}) from error


def fitting(check: Check | None, name: str | None = None) -> Callable[[Any], Any]:
    """Make the function that gives a value as a type wants it, and null for one that does not fit."""
    wants_moment = (name or "").rpartition(":")[2] in {"dateTime", "date and time"}

    def fit(value: Any) -> Any:
        value = from_host(value)
        if check is None or value is None or check(value):
            return value
        if wants_moment and kind_of(value) == "date":
            return to_datetime(value)
        if isinstance(value, list) and len(value) == 1 and check(from_host(value[0])):
            return from_host(value[0])
        return [value] if check([value]) else None

    return fit
