"""Operations as element templates, so that a modeler asks for exactly what each operation takes.

The format is Camunda Modeler's for Camunda 8: https://docs.camunda.io/docs/components/modeler/element-templates/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from marshmallow import fields, validate

from engine.operation_fields import LongText, Number, Text, Whole, YesNo
from engine.operations import Operation

SCHEMA = "https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json"
Language = Literal["zh", "en"]
Property = dict[str, Any]


def element_templates(operations: Iterable[Operation], language: Language = "zh") -> list[Property]:
    """Return the templates of operations, by name, with Chinese or English labels."""
    return [_template(each, language) for each in sorted(operations, key=lambda each: each.name)]


def _template(operation: Operation, language: Language) -> Property:
    labels = operation.labels_zh if language == "zh" else {}
    title = operation.title_zh if language == "zh" else ""
    return {
        "$schema": SCHEMA,
        "id": f"shuoshi.{operation.name}",
        "name": title or operation.title,
        "description": operation.title,
        "appliesTo": ["bpmn:Task"],
        "elementType": {"value": "bpmn:ServiceTask"},
        "properties": list(_properties(operation, labels)),
    }


def _properties(operation: Operation, labels: Mapping[str, str]) -> Iterator[Property]:
    binding = {"type": "zeebe:taskDefinition", "property": "type"}
    yield {"type": "Hidden", "value": operation.name, "binding": binding}
    for name, field in operation.inputs.fields.items():
        choices = choices_of(field)
        label = labels.get(name, name)
        if choices:
            yield from _chosen(name, label, choices)
        else:
            yield _typed(name, label, field)
    for name in operation.headers:
        bound = {"type": "zeebe:taskHeader", "key": name}
        yield {"type": "String", "label": labels.get(name, name), "binding": bound, **_MAY_BE_EMPTY}
    for name in operation.outputs.fields:
        bound = {"type": "zeebe:output", "source": f"={name}"}
        yield {"type": "String", "label": f"→ {name}", "value": name, "binding": bound, **_MAY_BE_EMPTY}


_MAY_BE_EMPTY: Mapping[str, Any] = {"optional": True, "constraints": {"notEmpty": False}}
_BY_EXPRESSION = "="


def _chosen(name: str, label: str, choices: Iterable[str]) -> Iterator[Property]:
    """One of a few: picked as a fixed header, or given by an expression, for which a modeler's choices have no place."""
    options = [{"name": choice, "value": choice} for choice in choices]
    yield {
        "id": f"fixed-{name}",
        "type": "Dropdown",
        "label": label,
        "choices": [*options, {"name": _BY_EXPRESSION, "value": ""}],
        "binding": {"type": "zeebe:taskHeader", "key": name},
        **_MAY_BE_EMPTY,
    }
    yield {
        "type": "String",
        "label": f"{label} {_BY_EXPRESSION}",
        "feel": "required",
        "binding": {"type": "zeebe:input", "name": name},
        "condition": {"property": f"fixed-{name}", "equals": ""},
        **_MAY_BE_EMPTY,
    }


def _typed(name: str, label: str, field: fields.Field[Any]) -> Property:
    found: Property = {"label": label, "binding": {"type": "zeebe:input", "name": name}}
    shown = next((shown for kind, shown in _SHOWN if isinstance(field, kind)), _ANYTHING)
    needs: Mapping[str, Any] = {"constraints": {"notEmpty": True}} if field.required else _MAY_BE_EMPTY
    return {**found, **shown, **needs}


# How a modeler asks for a type; the first that fits.
_SHOWN: tuple[tuple[type[fields.Field[Any]], Mapping[str, str]], ...] = (
    (LongText, {"type": "Text", "feel": "optional"}),
    (Text, {"type": "String", "feel": "optional"}),
    (YesNo, {"type": "Boolean", "feel": "optional"}),
    (Whole, {"type": "Number", "feel": "optional"}),
    (Number, {"type": "Number", "feel": "optional"}),
)
_ANYTHING: Mapping[str, str] = {"type": "String", "feel": "required"}


def choices_of(field: fields.Field[Any]) -> tuple[str, ...]:
    """Return the values among which a field must be, or none where it takes any."""
    return next((tuple(each.choices) for each in field.validators if isinstance(each, validate.OneOf)), ())
