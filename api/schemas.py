"""What the API takes and gives, as marshmallow schemas; OpenAPI is made from them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from engine.paging import MOST


class ProblemSchema(Schema):
    """A refusal or error, by RFC 9457."""

    type = fields.String(metadata={"description": "urn:shuoshi:problem:… by the kind of problem"})
    title = fields.String()
    status = fields.Integer()
    detail = fields.String(
        metadata={"description": "What to do next, in the language that the request accepts"}
    )
    code = fields.String(metadata={"description": "Stable, for programs"})
    params = fields.Dict()
    problems = fields.Dict(
        metadata={"description": "Problems by field path, where a form was not filled in right"}
    )
    number = fields.String(metadata={"description": "Number of the request, found in the server's log"})


class SignInSchema(Schema):
    """Account and password."""

    login = fields.String(required=True, validate=validate.Length(min=1, max=100))
    password = fields.String(required=True, load_only=True, validate=validate.Length(min=1, max=200))


class SessionSchema(Schema):
    """Who is signed in, and the token that each change must carry in X-CSRFToken."""

    person_id = fields.String(allow_none=True)
    post = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    csrf_token = fields.String()


class InboxQuerySchema(Schema):
    """Which open tasks, from where on, how many."""

    tab = fields.String(load_default="all", validate=validate.OneOf(("waiting", "mine", "overdue", "all")))
    after = fields.String(metadata={"description": "`after` of the page before"})
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST))


class TaskSchema(Schema):
    """A task as lists show it."""

    task_id = fields.String()
    instance_id = fields.String()
    process_id = fields.String()
    number = fields.String()
    unit_id = fields.String()
    visibility = fields.String()
    element_id = fields.String()
    step = fields.String()
    step_en = fields.String()
    created_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    claimed_by = fields.String(allow_none=True)
    claimed_at = fields.AwareDateTime(allow_none=True)
    subjects = fields.List(fields.String())


class TaskPageSchema(Schema):
    """A page of tasks; `after` asks for the next."""

    rows = fields.List(fields.Nested(TaskSchema))
    after = fields.String(allow_none=True)


class AnswersSchema(Schema):
    """What was filled in: values by the form's keys; with `rev`, refused where the case has moved since."""

    answers = fields.Dict(keys=fields.String(), required=True)
    rev = fields.Integer(allow_none=True)


class ClaimedSchema(Schema):
    """A task that one now holds."""

    task_id = fields.String()
    instance_id = fields.String()
    by = fields.String()
    at = fields.AwareDateTime()


class ReleasedSchema(Schema):
    """A task that waits again."""

    task_id = fields.String()
    instance_id = fields.String()


class OpenedSchema(Schema):
    """A task that was opened."""

    task_id = fields.String()
    element_id = fields.String()


class CompletedSchema(Schema):
    """A task that is done, what it opened, and how its case stands."""

    instance_id = fields.String()
    element_id = fields.String()
    opened = fields.List(fields.Nested(OpenedSchema))
    status = fields.String()


class DefinitionSchema(Schema):
    """The version of a process that new cases follow."""

    definition_id = fields.String()
    process_id = fields.String()
    version = fields.Integer()
    name = fields.String()
    folder = fields.String()
    published_at = fields.AwareDateTime()


class InstancesQuerySchema(Schema):
    """Which cases, from where on, how many."""

    process_id = fields.String()
    step = fields.String(metadata={"description": "id of an element at which a task is open"})
    unit_path = fields.String(metadata={"description": "an area, as `/county/township/`"})
    status = fields.String(validate=validate.OneOf(("active", "completed", "cancelled")))
    light = fields.String(validate=validate.OneOf(("late", "near", "ok", "none")))
    after = fields.String(metadata={"description": "`after` of the page before"})
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST))


class CaseRowSchema(Schema):
    """A case as lists show it."""

    id = fields.String()
    number = fields.String()
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


class CasePageSchema(Schema):
    """A page of cases; `after` asks for the next."""

    rows = fields.List(fields.Nested(CaseRowSchema))
    after = fields.String(allow_none=True)


class StepSchema(Schema):
    """Something that has happened in a case."""

    at = fields.AwareDateTime(attribute="step.at")
    what = fields.String(attribute="step.what")
    post = fields.String(attribute="step.post")
    element_id = fields.String(attribute="step.element_id", allow_none=True)
    name = fields.String()
    name_en = fields.String()


class CaseSchema(Schema):
    """A case with what has happened in it and what is open."""

    case = fields.Nested(CaseRowSchema)
    steps = fields.List(fields.Nested(StepSchema))
    open_tasks = fields.List(fields.Nested(TaskSchema))
