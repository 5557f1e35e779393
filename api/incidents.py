"""Incidents: steps and jobs that could not run and wait for somebody; tried again once their cause is gone."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from api.acting import act, actor, read, rule
from api.pages import PageQuerySchema, PageSchema
from api.parsing import Routes
from engine.incident_list import IncidentRow, incidents_of_area
from engine.incidents import Retried, retry_incident, retry_with
from engine.paging import Page

routes = Routes("incidents", __name__, url_prefix="/api/v1/incidents", description="What could not run")


class IncidentSchema(Schema):
    """What keeps a case from going on; what it says in particular stands on the case's own page alone."""

    id = fields.String()
    instance_id = fields.String()
    number = fields.String()
    unit_id = fields.String()
    kind = fields.String(metadata={"description": "`step` or `job`"})
    cause = fields.String(metadata={"example": "no-flow"})
    element_id = fields.String()
    name = fields.String()
    name_en = fields.String()
    opened_at = fields.AwareDateTime()


class IncidentPageSchema(PageSchema):
    """A page of incidents."""

    rows = fields.List(fields.Nested(IncidentSchema))


class RetrySchema(Schema):
    """Variables to be set for all branches of the case before the step is tried again."""

    variables = fields.Dict(
        keys=fields.String(), load_default=dict, metadata={"description": "no personal data"}
    )


class RetriedSchema(Schema):
    """What trying again came to."""

    instance_id = fields.String()
    status = fields.String()
    still_stuck = fields.Boolean()


@routes.get("")
@rule("staff", scope="incidents:read")
@routes.arguments(PageQuerySchema, location="query")
@routes.response(200, IncidentPageSchema)
def list_incidents(asked: dict[str, Any]) -> Page[IncidentRow]:
    """List what is stuck in the area that one supervises, the oldest first."""
    return read(incidents_of_area, actor(), **asked)


@routes.post("/<incident_id>/retry")
@rule("staff", scope="incidents:write")
@routes.arguments(RetrySchema)
@routes.response(200, RetriedSchema)
def retry(given: dict[str, Any], incident_id: str) -> Retried:
    """Try again what is stuck, with variables set before where they were its fault."""
    if variables := given["variables"]:
        return act(retry_with, incident_id, variables)
    return act(retry_incident, incident_id)
