"""Models that import others: each import is found by its namespace among the models at hand, and read as its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine.dmn.errors import DmnError
from engine.dmn.model import Model
from engine.dmn.types import Fits, Types
from engine.dmn.xml import Element, children, name_of, read_xml


@dataclass(frozen=True, slots=True)
class Whole:
    """A model with what one that imports it must know: its names and types."""

    namespace: str
    model: Model
    names: frozenset[str]
    types: Types
    fits: Fits


@dataclass(frozen=True, slots=True)
class Library:
    """The models at hand by their namespaces."""

    roots: Mapping[str, Element]

    @classmethod
    def of(cls, sources: Iterable[bytes]) -> Library:
        """Read the XML of models; one that cannot be read is not at hand."""
        roots = {}
        for source in sources:
            try:
                root = read_xml(source)
            except DmnError:
                continue
            roots[root.get("namespace", "")] = root
        return cls(roots)

    def without(self, root: Element) -> Library:
        """Give what is at hand while a model is read: not that model, so that no circle closes."""
        namespace = root.get("namespace", "")
        return Library({name: each for name, each in self.roots.items() if name != namespace})


def imports_of(
    root: Element, library: Library, read: Callable[[Element, Library], Whole]
) -> dict[str, Whole]:
    """Read the models that a model imports, by the names that it gives them; refuses one that is not at hand."""
    rest = library.without(root)
    found: dict[str, Whole] = {}
    for element in children(root, "import"):
        if "/DMN/" not in element.get("importType", "/DMN/"):
            continue  # of another kind: a schema, a model of statistics; nothing in it can be asked
        namespace = element.get("namespace", "")
        if namespace not in rest.roots:
            raise DmnError(
                "unknown-import", name_of(element), namespace=namespace, name=element.get("name", "")
            )
        found[element.get("name", "")] = read(rest.roots[namespace], rest)
    return found
