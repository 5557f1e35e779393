"""What the API takes and gives of tasks beside the rows of lists."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.json_values import as_json
from api.pages import PageQuerySchema, PageSchema
from api.schemas import TaskSchema


class InboxQuerySchema(PageQuerySchema):
    """Which open tasks, from where on, how many."""

    tab = fields.String(load_default="all", validate=validate.OneOf(("waiting", "mine", "overdue", "all")))


class TaskPageSchema(PageSchema):
    """A page of tasks."""

    rows = fields.List(fields.Nested(TaskSchema))


class DraftSchema(Schema):
    """What one has typed and not yet sent."""

    answers = fields.Dict(keys=fields.String())
    at = fields.AwareDateTime()


class TypedSchema(Schema):
    """What one has typed so far, right or not."""

    answers = fields.Dict(keys=fields.String(), required=True)


class TaskViewSchema(Schema):
    """A task with its form and what the form shows; of one that has ended the form alone."""

    task = fields.Nested(TaskSchema)
    status = fields.String(attribute="task.status")
    form_id = fields.String(attribute="form.id", dump_default=None, allow_none=True)
    definition_id = fields.String(
        attribute="definition.id", metadata={"description": "whose forms have the form's file"}
    )
    data = fields.Function(
        lambda found: as_json(found.data),
        metadata={"description": "the variables that the task sees", "type": "object"},
    )
    options = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Dict()),
        metadata={"description": "choices by `valuesKey`"},
    )
    draft = fields.Nested(DraftSchema, allow_none=True)
    may_claim = fields.Boolean()
    may_complete = fields.Boolean()
