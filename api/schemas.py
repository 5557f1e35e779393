"""What the API takes and gives, as marshmallow schemas; OpenAPI is made from them."""

from __future__ import annotations

from marshmallow import Schema, fields, pre_dump, validate

from api.acting import the_session
from engine.errors import Finding


class MessagesSchema(Schema):
    """What a finding says to the designer, in both languages."""

    zh = fields.String()
    en = fields.String()


class FindingSchema(Schema):
    """One thing wrong in a folder, or hardly meant; `params.path` lists the elements that a case goes through to get there."""

    file = fields.String()
    element = fields.String()
    code = fields.String(metadata={"description": "stable; docs/designers lists them"})
    severity = fields.String(
        validate=validate.OneOf(("error", "warning")),
        metadata={"description": "Errors keep a folder from being published"},
    )
    params = fields.Dict(
        metadata={"description": "`path`: element ids; `names`: by id, Chinese then English"}
    )
    message = fields.Nested(MessagesSchema)

    @pre_dump
    def _with_messages(self, finding: Finding, **_options: object) -> dict[str, object]:
        said = {name: getattr(finding, name) for name in ("file", "element", "code", "severity", "params")}
        return {**said, "message": the_session().messages_of(finding)}


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
    findings = fields.List(
        fields.Nested(FindingSchema), metadata={"description": "Of a folder that cannot be published"}
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
    follow_up_at = fields.AwareDateTime(allow_none=True)
    priority = fields.Integer()
    claimed_by = fields.String(allow_none=True)
    claimed_at = fields.AwareDateTime(allow_none=True)
    subjects = fields.List(fields.String())


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
