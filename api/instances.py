"""Instances: the cases that one may see, and one of them with its history."""

from __future__ import annotations

from typing import Any

from api.acting import actor, read, rule
from api.parsing import Routes
from api.schemas import CasePageSchema, CaseSchema, InstancesQuerySchema
from engine.case_rows import CaseRow
from engine.listing import list_instances
from engine.paging import Page
from engine.views import CaseView, case_view

routes = Routes(
    "instances", __name__, url_prefix="/api/v1/instances", description="Cases and where they stand"
)


@routes.get("")
@rule("staff", scope="instances:read")
@routes.arguments(InstancesQuerySchema, location="query")
@routes.response(200, CasePageSchema)
def list_cases(asked: dict[str, Any]) -> Page[CaseRow]:
    """List the cases that one may see, the earliest due first; of a sealed one a supervisor gets its clock alone."""
    return read(list_instances, actor(), **asked)


@routes.get("/<instance_id>")
@rule("staff", scope="instances:read")
@routes.response(200, CaseSchema)
def show_case(instance_id: str) -> CaseView:
    """Show a case with its open tasks and what has happened; what was submitted stands on the pages alone."""
    return read(case_view, actor(), instance_id)
