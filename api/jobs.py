"""Jobs: what waits to be run for cases, how far long work is, what was given up; trying it again."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from api.acting import act, actor, read, rule
from api.pages import PageQuerySchema, PageSchema
from api.parsing import Routes
from engine.case_jobs import CaseJob, job_of_area, jobs_of_area, retry_job_of_area
from engine.paging import Page

routes = Routes(
    "jobs", __name__, url_prefix="/api/v1/jobs", description="Timers, outgoing messages, long work"
)


class JobsQuerySchema(PageQuerySchema):
    """Which jobs, from where on, how many."""

    status = fields.String(load_default="waiting", validate=validate.OneOf(("waiting", "done", "failed")))
    kind = fields.String(metadata={"example": "timer"})
    instance_id = fields.String()


class JobSchema(Schema):
    """A job; `progress` of `total` is said of long work alone."""

    id = fields.String()
    kind = fields.String()
    instance_id = fields.String(allow_none=True)
    status = fields.String()
    due_at = fields.AwareDateTime()
    attempts = fields.Integer()
    error = fields.String(allow_none=True, metadata={"description": "the kind of the last error"})
    done_at = fields.AwareDateTime(allow_none=True)
    progress = fields.Integer(allow_none=True)
    total = fields.Integer(allow_none=True)


class JobPageSchema(PageSchema):
    """A page of jobs."""

    rows = fields.List(fields.Nested(JobSchema))


@routes.get("")
@rule("staff", scope="jobs:read")
@routes.arguments(JobsQuerySchema, location="query")
@routes.response(200, JobPageSchema)
def list_jobs(asked: dict[str, Any]) -> Page[CaseJob]:
    """List the jobs of the area that one supervises, the earliest due first."""
    return read(jobs_of_area, actor(), **asked)


@routes.get("/<job_id>")
@rule("staff", scope="jobs:read")
@routes.response(200, JobSchema)
def show_job(job_id: str) -> CaseJob:
    """Show a job: whether it waits, how far it is, or that it was given up."""
    return read(job_of_area, actor(), job_id)


@routes.post("/<job_id>/retry")
@rule("staff", scope="jobs:write")
@routes.response(204)
def retry(job_id: str) -> None:
    """Let a job that was given up be tried again at once."""
    act(retry_job_of_area, job_id)
