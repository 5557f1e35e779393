"""What the API takes and gives of definitions and decisions."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from api.json_values import as_json
from api.patterns import Pattern
from api.schemas import FindingSchema


class DefinitionSchema(Schema):
    """The version of a process that new cases follow."""

    definition_id = fields.String()
    process_id = fields.String(metadata={"example": "leave"})
    version = fields.Integer()
    name = fields.String(metadata={"example": "Leave"})
    folder = fields.String()
    published_at = fields.AwareDateTime()


class VersionSchema(DefinitionSchema):
    """One version of a process, with what it is bound to."""

    name_en = fields.String()
    deployment_id = fields.String()
    start_form = fields.String(allow_none=True, metadata={"description": "id of the form that begins a case"})
    forms = fields.List(fields.String(), metadata={"description": "ids"})
    decisions = fields.List(fields.String(), metadata={"description": "ids"})


class FolderSchema(Schema):
    """Files of a procedure: one zip, or each by itself (`.bpmn`, `.dmn`, `.form`)."""

    files = fields.List(Upload(), required=True, validate=validate.Length(min=1, max=100))


class NewVersionSchema(FolderSchema):
    """Files of a procedure, and under which name they are published; the same name again is its next version."""

    name = fields.String(
        required=True, validate=Pattern(r"^[a-z0-9][a-z0-9-]{0,63}$"), metadata={"example": "leave"}
    )


class CheckedSchema(Schema):
    """What would keep a folder from being published, and what would not."""

    may_be_published = fields.Boolean()
    findings = fields.List(fields.Nested(FindingSchema))


class PublishedSchema(Schema):
    """What is in force now; `is_new` is false where it was already."""

    deployment_id = fields.String()
    version = fields.Integer()
    processes = fields.List(fields.String())
    is_new = fields.Boolean()
    warnings = fields.List(fields.Nested(FindingSchema))


class InputsSchema(Schema):
    """What a decision is asked with, by name."""

    inputs = fields.Dict(keys=fields.String(), required=True, metadata={"example": {"amount": 1200}})


class EvaluatedSchema(Schema):
    """What a decision said and why."""

    decision_id = fields.String()
    deployment_id = fields.String()
    value = fields.Function(lambda found: as_json(found.value))
    explanation = fields.List(
        fields.Dict(), metadata={"description": "each decision on the way: its answer, rules and inputs"}
    )
