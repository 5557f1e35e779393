"""The schemas of the API's description as lines to be read: a field's name, its type in words, what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Spec = Mapping[str, Any]
_PLACEHOLDERS = {"string": "…", "integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}


@dataclass(frozen=True, slots=True)
class Line:
    """A field or parameter; `link` names the schema of what it holds."""

    name: str
    kind: str
    is_required: bool
    text: str
    where: str = ""
    link: str = ""

    @classmethod
    def of_parameter(cls, described: Spec) -> Line:
        """Return the line of a parameter in the address or a header."""
        kind, link = kind_of(described["schema"])
        text = described.get("description") or described["schema"].get("description", "")
        return cls(described["name"], kind, described.get("required", False), text, described["in"], link)


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema with its fields."""

    name: str
    lines: tuple[Line, ...]


def shapes_of(schemas: Spec) -> tuple[Shape, ...]:
    """Return all schemas that have fields, by name."""
    found = (Shape(name, lines_of(schemas[name], schemas)) for name in sorted(schemas))
    return tuple(shape for shape in found if shape.lines)


def lines_of(schema: Spec, schemas: Spec) -> tuple[Line, ...]:
    """Return the fields of a schema, whether it is told here or by name."""
    told = resolved(schema, schemas)
    required = told.get("required", ())
    return tuple(
        _line(name, field, is_required=name in required) for name, field in told.get("properties", {}).items()
    )


def resolved(schema: Spec, schemas: Spec) -> Spec:
    """Return a schema itself, where another is told by its name."""
    found: Spec = schemas[name_of(schema["$ref"])] if "$ref" in schema else schema
    return found


def name_of(reference: str) -> str:
    """Return the name of the schema that a reference leads to."""
    return reference.rpartition("/")[2]


def kind_of(schema: Spec) -> tuple[str, str]:
    """Return the type of a value in words, and the name of the schema that tells more."""
    told = next((each for each in schema.get("anyOf", ()) if each.get("type") != "null"), schema)
    if "$ref" in told:
        return name_of(told["$ref"]), name_of(told["$ref"])
    if told.get("type") == "array":
        kind, link = kind_of(told.get("items", {}))
        return f"[{kind}]", link
    kinds = told.get("type", "any")
    kind = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if told.get("enum"):
        kind = " | ".join(str(each) for each in told["enum"] if each is not None)
    return kind + _bounds(told), ""


def example_of(schema: Spec, schemas: Spec) -> Any:
    """Return what might be sent: the examples of a schema's fields, and something of the right type for the required ones."""
    told = resolved(schema, schemas)
    required = told.get("required", ())
    return {
        name: field.get("example", _placeholder(field))
        for name, field in told.get("properties", {}).items()
        if name in required or "example" in field
    }


def _placeholder(field: Spec) -> Any:
    kinds = field.get("type", "string")
    return _PLACEHOLDERS.get(kinds[0] if isinstance(kinds, list) else kinds, "…")


def _line(name: str, field: Spec, *, is_required: bool) -> Line:
    kind, link = kind_of(field)
    return Line(name, kind, is_required, field.get("description", ""), link=link)


def _bounds(told: Spec) -> str:
    ends = [
        told.get(low, told.get(short)) for low, short in (("minimum", "minLength"), ("maximum", "maxLength"))
    ]
    if ends == [None, None]:
        return ""
    return " {}–{}".format(*("" if each is None else each for each in ends))
