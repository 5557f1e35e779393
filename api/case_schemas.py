"""What the API takes and gives of cases."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.json_values import as_json
from api.pages import PageQuerySchema, PageSchema
from api.patterns import Pattern
from api.schemas import TaskSchema

ELEMENTS = {"description": "ids of elements"}


class InstancesQuerySchema(PageQuerySchema):
    """Which cases, from where on, how many."""

    process_id = fields.String()
    step = fields.String(metadata={"description": "id of an element at which a task is open"})
    unit_path = fields.String(
        validate=Pattern(r"^/([a-z0-9-]+/)+$"),
        metadata={"description": "an area", "example": "/county/township/"},
    )
    status = fields.String(validate=validate.OneOf(("active", "completed", "cancelled")))
    light = fields.String(validate=validate.OneOf(("late", "near", "ok", "none")))


class CaseRowSchema(Schema):
    """A case as lists show it."""

    id = fields.String()
    number = fields.String(metadata={"example": "leave-2026-1"})
    process_id = fields.String()
    unit_id = fields.String()
    unit_path = fields.String()
    visibility = fields.String()
    status = fields.String()
    step = fields.String()
    step_en = fields.String()
    due_at = fields.AwareDateTime(allow_none=True)
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    rev = fields.Integer()
    is_clock_only = fields.Boolean(
        metadata={"description": "A sealed case: its number, unit, step and clock are all"}
    )


class CasePageSchema(PageSchema):
    """A page of cases."""

    rows = fields.List(fields.Nested(CaseRowSchema))


class StepSchema(Schema):
    """Something that has happened in a case."""

    at = fields.AwareDateTime(attribute="step.at")
    what = fields.String(attribute="step.what")
    post = fields.String(attribute="step.post")
    element_id = fields.String(attribute="step.element_id", allow_none=True)
    task_id = fields.String(attribute="step.task_id", allow_none=True)
    passed = fields.List(fields.String(), attribute="step.passed", metadata=ELEMENTS)
    name = fields.String()
    name_en = fields.String()


class HistoryPageSchema(PageSchema):
    """A page of a case's history, the first act first."""

    rows = fields.List(fields.Nested(StepSchema))


class CaseSchema(Schema):
    """A case with what has happened in it and what is open."""

    case = fields.Nested(CaseRowSchema)
    steps = fields.List(fields.Nested(StepSchema))
    open_tasks = fields.List(fields.Nested(TaskSchema))


class MarkingsSchema(Schema):
    """Where a case stands on its diagrams."""

    done = fields.List(fields.String(), metadata=ELEMENTS)
    now = fields.List(fields.String(), metadata=ELEMENTS)
    late = fields.List(fields.String(), metadata=ELEMENTS)


class VariablesSchema(Schema):
    """A case's data, as all its branches have it together."""

    values = fields.Function(
        lambda found: as_json(found.values),
        metadata={"description": "by name; a mark stands for a personal value", "type": "object"},
    )


class StartSchema(Schema):
    """A case to be begun."""

    process_id = fields.String(required=True, metadata={"example": "leave"})
    unit_id = fields.String(required=True, metadata={"description": "the unit that answers for it"})
    answers = fields.Dict(
        keys=fields.String(), load_default=dict, metadata={"description": "by the keys of the start form"}
    )
    variables = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        metadata={"description": "data beside the form's; personal data belongs into fields of the form"},
    )
    request_key = fields.String(
        load_default="",
        validate=validate.Length(max=200),
        metadata={"description": "the same again finds the case that was begun"},
    )


class BegunSchema(Schema):
    """A case that was begun, by this request or by an earlier one with the same key."""

    instance_id = fields.String()
    number = fields.String()
    status = fields.String()
    is_new = fields.Boolean()


class CancelSchema(Schema):
    """Why a case is ended where it stands."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))
