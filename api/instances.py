"""Instances: the cases that one may see; one of them with its history, data and place on the diagram; begun, cancelled."""

from __future__ import annotations

from typing import Any

from api.acting import act, actor, read, rule
from api.case_schemas import (
    BegunSchema,
    CancelSchema,
    CasePageSchema,
    CaseSchema,
    HistoryPageSchema,
    InstancesQuerySchema,
    MarkingsSchema,
    StartSchema,
    VariablesSchema,
)
from api.pages import PageQuerySchema
from api.parsing import Routes
from api.schemas import TaskSchema
from api.versions import act_on_instance, tagged
from engine.actor import Actor
from engine.case_rows import CaseRow
from engine.diagram import Diagram, diagram
from engine.inbox import TaskRow
from engine.instances import cancel_instance
from engine.listing import list_instances
from engine.paging import Page
from engine.starting import Begun, start_instance
from engine.uow import UnitOfWork
from engine.variables import Variables, variables_of
from engine.views import CaseView, HistoryStep, case_view, history_page, open_tasks_in

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


@routes.post("")
@rule("staff", scope="instances:write")
@routes.arguments(StartSchema)
@routes.response(201, BegunSchema)
def start(given: dict[str, Any]) -> Begun:
    """Begin a case in the area that one supervises; the same `request_key` again finds it instead of beginning another."""
    return act(start_instance, given.pop("process_id"), **given)


@routes.get("/<instance_id>")
@rule("staff", scope="instances:read")
@routes.response(200, CaseSchema)
def show_case(instance_id: str) -> tuple[CaseView, dict[str, str]]:
    """Show a case with its open tasks and what has happened; what was submitted stands on the pages alone."""
    found = read(case_view, actor(), instance_id)
    return tagged(found, found.case.rev)


@routes.get("/<instance_id>/history")
@rule("staff", scope="instances:read")
@routes.arguments(PageQuerySchema, location="query")
@routes.response(200, HistoryPageSchema)
def show_history(asked: dict[str, Any], instance_id: str) -> Page[HistoryStep]:
    """List what has happened in a case, the first act first, page by page."""
    return read(history_page, actor(), instance_id, **asked)


@routes.get("/<instance_id>/tasks")
@rule("staff", scope="instances:read")
@routes.response(200, TaskSchema(many=True))
def show_tasks(instance_id: str) -> list[TaskRow]:
    """List the open tasks of a case, the earliest due first."""
    return list(read(open_tasks_in, actor(), instance_id))


@routes.get("/<instance_id>/variables")
@rule("staff", scope="instances:read")
@routes.response(200, VariablesSchema)
def show_variables(instance_id: str) -> tuple[Variables, dict[str, str]]:
    """Show a case's data to those who handle it; a program sees a mark in the place of a personal value."""
    found = read(variables_of, actor(), instance_id)
    return tagged(found, found.rev)


@routes.get("/<instance_id>/diagram")
@rule("staff", scope="instances:read")
@routes.response(200, MarkingsSchema)
def show_markings(instance_id: str) -> tuple[Diagram, dict[str, str]]:
    """Say where a case stands: elements that it has passed, stands at, and is late at; its drawing is the definition's."""
    rev, found = read(_markings, actor(), instance_id)
    return tagged(found, rev)


@routes.post("/<instance_id>/cancel")
@rule("staff", scope="instances:write")
@routes.arguments(CancelSchema)
@routes.response(204)
def cancel(given: dict[str, str], instance_id: str) -> None:
    """End a case where it stands, with a reason; whoever supervises its area may."""
    act_on_instance(cancel_instance, instance_id, reason=given["reason"])


def _markings(uow: UnitOfWork, who: Actor, instance_id: str) -> tuple[int, Diagram]:
    view = case_view(uow, who, instance_id)
    return view.case.rev, diagram(uow, who, view)
