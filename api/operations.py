"""Operations: what service tasks of diagrams can call, and the templates with which a modeler offers them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from api.acting import rule, runtime
from api.parsing import Routes
from engine.element_templates import choices_of, element_templates
from engine.operations import Operation

routes = Routes("operations", __name__, url_prefix="/api/v1/operations", description="What diagrams can call")


class FieldSchema(Schema):
    """An input or output of an operation."""

    name = fields.String()
    type = fields.String(metadata={"description": "Text, LongText, YesNo, Whole, Number, Day, Moment, …"})
    required = fields.Boolean()
    choices = fields.List(fields.String(), metadata={"description": "The values among which it must be"})


class OperationSchema(Schema):
    """An operation."""

    name = fields.String(metadata={"description": "The type of the service task"})
    title = fields.String()
    title_zh = fields.String()
    external = fields.Boolean(metadata={"description": "Whether it runs as a job, after the act"})
    headers = fields.List(fields.String())
    inputs = fields.List(fields.Nested(FieldSchema))
    outputs = fields.List(fields.Nested(FieldSchema))


class TemplatesQuerySchema(Schema):
    """The language of the labels."""

    language = fields.String(load_default="zh", validate=validate.OneOf(("zh", "en")))


@routes.get("")
@rule("staff", scope="definitions:read")
@routes.response(200, OperationSchema(many=True))
def list_operations() -> list[dict[str, Any]]:
    """List the operations that service tasks can call."""
    return [_shown(each) for _name, each in sorted(runtime().operations.items())]


@routes.get("/templates")
@rule("staff", scope="definitions:read")
@routes.arguments(TemplatesQuerySchema, location="query")
@routes.response(200)
def list_templates(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the operations as element templates of Camunda Modeler."""
    return element_templates(runtime().operations.values(), asked["language"])


def _shown(operation: Operation) -> dict[str, Any]:
    plain = ("name", "title", "title_zh", "external", "headers")
    schemas = {"inputs": operation.inputs, "outputs": operation.outputs}
    listed = {key: [_field(*each) for each in schema.fields.items()] for key, schema in schemas.items()}
    return {**{name: getattr(operation, name) for name in plain}, **listed}


def _field(name: str, field: fields.Field[Any]) -> dict[str, Any]:
    shown = {"name": name, "type": type(field).__name__, "required": field.required}
    return {**shown, "choices": list(choices_of(field))}
