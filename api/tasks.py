"""Tasks: what waits for one's posts; one with its form; claim, release, complete, and what was typed so far."""

from __future__ import annotations

from typing import Any

from api.acting import actor, read, rule
from api.parsing import Routes
from api.schemas import AnswersSchema, ClaimedSchema, CompletedSchema, ReleasedSchema
from api.task_schemas import DraftSchema, InboxQuerySchema, TaskPageSchema, TaskViewSchema, TypedSchema
from api.versions import act_on_task, tagged
from engine.drafts import Draft, save_draft
from engine.inbox import TaskRow, open_tasks
from engine.paging import Page
from engine.tasks import Claimed, Completed, Released, claim_task, release_task
from engine.views import TaskView, task_view
from registers.attachments.filling import complete_with_photos

routes = Routes(
    "tasks", __name__, url_prefix="/api/v1/tasks", description="What waits for the posts that one holds"
)


@routes.get("")
@rule("staff", scope="tasks:read")
@routes.arguments(InboxQuerySchema, location="query")
@routes.response(200, TaskPageSchema)
def list_tasks(asked: dict[str, Any]) -> Page[TaskRow]:
    """List open tasks, the earliest due first: `waiting` to be claimed, `mine`, `overdue`, `all`."""
    return read(open_tasks, actor(), tab=asked["tab"], after=asked.get("after"), limit=asked["limit"])


@routes.get("/<task_id>")
@rule("staff", scope="tasks:read")
@routes.response(200, TaskViewSchema)
def show_task(task_id: str) -> tuple[TaskView, dict[str, str]]:
    """Show a task with its form, the variables that it sees, and what one has typed; to those who see its case."""
    found = read(task_view, actor(), task_id)
    return tagged(found, found.case.rev)


@routes.post("/<task_id>/claim")
@rule("staff", scope="tasks:write")
@routes.response(200, ClaimedSchema)
def claim(task_id: str) -> Claimed:
    """Take a task; refused when it is done or someone else holds it, and to programs: only people hold a task."""
    return act_on_task(claim_task, task_id)


@routes.post("/<task_id>/release")
@rule("staff", scope="tasks:write")
@routes.response(200, ReleasedSchema)
def release(task_id: str) -> Released:
    """Give a task back to all to whom it is offered; refused to those who do not hold it."""
    return act_on_task(release_task, task_id)


@routes.post("/<task_id>/complete")
@rule("staff", scope="tasks:write")
@routes.arguments(AnswersSchema)
@routes.response(200, CompletedSchema)
def complete(given: dict[str, Any], task_id: str) -> Completed:
    """Complete a task with its form's answers; what does not fit the form is refused by field."""
    return act_on_task(complete_with_photos, task_id, answers=given["answers"], rev=given.get("rev"))


@routes.put("/<task_id>/draft")
@rule("staff", scope="tasks:write")
@routes.arguments(TypedSchema)
@routes.response(200, DraftSchema)
def draft(given: dict[str, Any], task_id: str) -> Draft:
    """Keep what one has typed at a task, right or not; gone when the task ends."""
    return act_on_task(save_draft, task_id, answers=given["answers"])
