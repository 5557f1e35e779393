"""Work that programs outside do for cases: fetched and locked by a worker, completed, failed, or ended by a business error."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marshmallow import Schema, fields, validate

from api.acting import act, rule
from api.json_values import as_json
from api.parsing import Routes
from engine.external_work import (
    LONGEST_LOCK,
    MOST_FETCHED,
    Done,
    Failure,
    Fetched,
    Locked,
    complete_work,
    extend_work,
    fail_work,
    fetch_work,
    throw_error,
)

routes = Routes(
    "external-work",
    __name__,
    url_prefix="/api/v1/external-work",
    description="Service tasks that wait for programs outside",
)
SCOPE = "work"
_LONGEST = int(LONGEST_LOCK.total_seconds())


class WorkerSchema(Schema):
    """Who asks: the name of a worker; two workers of one key need two names."""

    worker = fields.String(required=True, validate=validate.Length(min=1, max=100))


class FetchSchema(WorkerSchema):
    """Which work, how much of it, for how long."""

    topics = fields.List(
        fields.String(validate=validate.Length(min=1, max=150)),
        required=True,
        validate=validate.Length(min=1, max=50),
    )
    most = fields.Integer(load_default=1, validate=validate.Range(min=1, max=MOST_FETCHED))
    lock_seconds = fields.Integer(load_default=300, validate=validate.Range(min=1, max=_LONGEST))


class FetchedSchema(Schema):
    """A piece of work, held by the worker until `locked_until`."""

    id = fields.String()
    topic = fields.String()
    instance_id = fields.String()
    number = fields.String()
    process_id = fields.String()
    element_id = fields.String()
    name = fields.String()
    headers = fields.Dict(keys=fields.String(), values=fields.String())
    variables = fields.Function(
        lambda fetched: as_json(fetched.variables),
        metadata={
            "description": "What the input mappings say; without any of them all variables",
            "type": "object",
        },
    )
    priority = fields.Integer()
    retries = fields.Integer()
    locked_until = fields.AwareDateTime()
    error = fields.String(metadata={"description": "What the last one who failed at it said"})


class ExtendSchema(WorkerSchema):
    """For how long from now on."""

    lock_seconds = fields.Integer(required=True, validate=validate.Range(min=1, max=_LONGEST))


class LockedSchema(Schema):
    """How long the worker holds the work now."""

    id = fields.String()
    locked_until = fields.AwareDateTime()


class ResultSchema(WorkerSchema):
    """The result, as variables of the task; its output mappings say what the case takes over."""

    variables = fields.Dict(keys=fields.String(validate=validate.Length(min=1)), load_default=dict)


class ErrorSchema(ResultSchema):
    """The code of a business error, and the variables that whoever catches it gets."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=200))


class DoneSchema(Schema):
    """What became of the case."""

    instance_id = fields.String()
    element_id = fields.String()
    status = fields.String()


class FailureSchema(WorkerSchema):
    """Why the work could not be done, and when it may be tried again."""

    error = fields.String(required=True, validate=validate.Length(min=1, max=2000))
    retries = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=0, max=1000),
        metadata={"description": "How often it may still be tried; without it one time less than before"},
    )
    pause_seconds = fields.Integer(load_default=0, validate=validate.Range(min=0, max=30 * _LONGEST))


class RetriesSchema(Schema):
    """How often it may still be tried; 0: it is an incident of its case now."""

    retries = fields.Integer()


@routes.post("/fetch")
@rule("programs", scope=SCOPE)
@routes.arguments(FetchSchema)
@routes.response(200, FetchedSchema(many=True))
def fetch(asked: dict[str, Any]) -> list[Fetched]:
    """Fetch the most urgent work of some topics and lock it: no other worker gets it until the time is over."""
    lock = timedelta(seconds=asked["lock_seconds"])
    return list(act(fetch_work, asked["worker"], asked["topics"], most=asked["most"], lock=lock))


@routes.post("/<work>/extend")
@rule("programs", scope=SCOPE)
@routes.arguments(ExtendSchema)
@routes.response(200, LockedSchema)
def extend(asked: dict[str, Any], work: str) -> Locked:
    """Hold work for longer; refused to a worker who has lost it."""
    return act(extend_work, asked["worker"], work, lock=timedelta(seconds=asked["lock_seconds"]))


@routes.post("/<work>/complete")
@rule("programs", scope=SCOPE)
@routes.arguments(ResultSchema)
@routes.response(200, DoneSchema)
def complete(given: dict[str, Any], work: str) -> Done:
    """Give the result of work, and let its case go on; refused to a worker who has lost it."""
    return act(complete_work, given["worker"], work, variables=given["variables"])


@routes.post("/<work>/error")
@rule("programs", scope=SCOPE)
@routes.arguments(ErrorSchema)
@routes.response(200, DoneSchema)
def end_by_error(given: dict[str, Any], work: str) -> Done:
    """End work by a business error, which the diagram catches by its code; where nobody does it is an incident of its case."""
    more = {"code": given["code"], "variables": given["variables"]}
    return act(throw_error, given["worker"], work, **more)


@routes.post("/<work>/fail")
@rule("programs", scope=SCOPE)
@routes.arguments(FailureSchema)
@routes.response(200, RetriesSchema)
def fail(given: dict[str, Any], work: str) -> dict[str, int]:
    """Give work back that could not be done; where no try is left it becomes an incident of its case."""
    failure = Failure(given["error"], given["retries"], timedelta(seconds=given["pause_seconds"]))
    return {"retries": act(fail_work, given["worker"], work, failure)}
