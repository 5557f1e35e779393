"""What a page about one task or one case needs, in one value; who may see it is checked inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from engine import personal, running
from engine.actor import Actor
from engine.bound_forms import form_of_task, form_then
from engine.bpmn import cases
from engine.bpmn.elements import Element
from engine.case_rows import CaseRow, find_case
from engine.definition_cache import Definition
from engine.drafts import Draft, find_draft
from engine.errors import NotAllowed, NotFound
from engine.filling import Options, gather_options
from engine.forms import Form
from engine.history import Step, some_steps_of, steps_of
from engine.inbox import TaskRow, find_task, open_tasks_of_case
from engine.incident_list import IncidentRow, incidents_of_seen
from engine.keys import CaseKey
from engine.naming import chinese_name, english_name
from engine.paging import MOST, Page
from engine.store.rows import READ_INSTANCE, InstanceRow
from engine.submissions import Submission, submissions_of
from engine.uow import UnitOfWork

MOST_STEPS = 2**31 - 1  # what the column holds


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with its form and what the form shows; personal values are revealed to those who handle the case.

    Of a task that has ended `data`, `options` and `draft` are empty: what was answered stands in `submission`. `holder` is
    the person who has claimed it.
    """

    task: TaskRow
    case: CaseRow
    definition: Definition
    element: Element | None
    form: Form | None
    data: Mapping[str, object]
    options: Options
    draft: Draft | None
    submission: Submission | None
    may_complete: bool
    may_claim: bool
    holder: str | None


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One act of a case's history with the names of its element, and what was submitted by it."""

    step: Step
    name: str
    name_en: str
    submission: Submission | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its history, open tasks and what it is stuck at; of a sealed one a supervisor gets no more than its clock."""

    case: CaseRow
    definition: Definition
    steps: tuple[HistoryStep, ...]
    open_tasks: tuple[TaskRow, ...]
    start: Submission | None
    handles: bool
    incidents: tuple[IncidentRow, ...] = ()


def task_view(uow: UnitOfWork, actor: Actor, task_id: str) -> TaskView:
    """Return a task for its page; refused to those who do not see its case."""
    task = find_task(uow, task_id)
    seen = find_case(uow, actor, task.instance_id)
    if seen.case.is_clock_only:
        raise NotAllowed("not-your-case", by=actor, case=task.instance_id)
    row = InstanceRow(*uow.fetch(READ_INSTANCE, instance_id=task.instance_id)[0])
    definition = uow.runtime.definitions.get(uow, row.definition_id)
    element = definition.element(task.element_id)
    view = TaskView(
        task=task,
        case=seen.case,
        definition=definition,
        element=element,
        form=definition.form_of(element) if element else None,
        data={},
        options={},
        draft=None,
        submission=None,
        may_complete=task.may_complete(actor),
        may_claim=task.may_claim(actor),
        holder=task.claimed_by,
    )
    key = personal.case_key(uow, row)
    if task.status != "open":
        filed = _submission_of_task(uow, key, task, handles=seen.handles)
        form = form_then(uow, filed.deployment_id, filed.form_id) if filed else view.form
        return replace(view, submission=filed, form=form)
    return _with_data(uow, actor, view, row, key, handles=seen.handles)


def case_view(uow: UnitOfWork, actor: Actor, instance_id: str) -> CaseView:
    """Return a case with its history; refused to those who do not see it."""
    seen = find_case(uow, actor, instance_id)
    definition = uow.runtime.definitions.get(uow, seen.case.definition_id)
    incidents = incidents_of_seen(uow, actor, seen)
    if seen.case.is_clock_only:
        return CaseView(seen.case, definition, (), (), None, handles=False, incidents=incidents)
    row = InstanceRow(*uow.fetch(READ_INSTANCE, instance_id=instance_id)[0])
    key = None if row.wrapped_key is None else personal.case_key(uow, row)
    filed = _shown(uow, key, submissions_of(uow, instance_id, key), handles=seen.handles) if key else ()
    by_task = {submission.task_id: submission for submission in filed}
    steps = tuple(
        _named(
            definition,
            step,
            by_task.get(step.task_id) if step.what in {"started", "task-completed"} else None,
        )
        for step in steps_of(uow, instance_id, key)
    )
    return CaseView(
        seen.case,
        definition,
        steps,
        open_tasks_of_case(uow, instance_id),
        by_task.get(None),
        handles=seen.handles,
        incidents=incidents,
    )


def history_page(
    uow: UnitOfWork, actor: Actor, instance_id: str, *, after: str | None = None, limit: int = 50
) -> Page[HistoryStep]:
    """Return a page of what has happened in a case, the first act first; refused where only its clock is seen."""
    seen = find_case(uow, actor, instance_id)
    if seen.case.is_clock_only:
        raise NotAllowed("not-your-case", by=actor, case=instance_id)
    if after and not after.isdecimal():
        raise NotFound("no-such-page")
    definition = uow.runtime.definitions.get(uow, seen.case.definition_id)
    limit = min(limit, MOST)
    found = some_steps_of(uow, instance_id, after=min(int(after or 0), MOST_STEPS), limit=limit + 1)
    rows = tuple(_named(definition, step, None) for _, step in found[:limit])
    return Page(rows, str(found[limit - 1][0]) if len(found) > limit else None)


def open_tasks_in(uow: UnitOfWork, actor: Actor, instance_id: str) -> tuple[TaskRow, ...]:
    """Return the open tasks of a case, the earliest due first; of a sealed one a supervisor gets none."""
    seen = find_case(uow, actor, instance_id)
    return () if seen.case.is_clock_only else open_tasks_of_case(uow, instance_id)


def _with_data(
    uow: UnitOfWork, actor: Actor, view: TaskView, row: InstanceRow, key: CaseKey, *, handles: bool
) -> TaskView:
    """Add what the form shows: the variables that the task sees, choices, and what the actor has typed so far."""
    setting = running.setting_of(uow, actor, row, key, view.definition)
    case = cases.load(view.definition.specs, key.open(row.state), setting.env)
    found = next((task for task in case.waiting().tasks if task.id == view.task.task_id), None)
    bound = form_of_task(uow, view.definition, found) if found else None
    scope = dict(found.scope) if found else {}
    options = gather_options(uow, row, bound.form, scope) if bound else {}
    data = personal.reveal_in(uow, key, scope) if handles else personal.hide_in(scope)
    draft = find_draft(uow, actor, view.task.task_id, key) if view.may_complete else None
    form, element = bound.form if bound else None, found.element if found else view.element
    shown = cast("dict[str, object]", data)
    return replace(view, element=element, form=form, data=shown, options=options, draft=draft)


def _submission_of_task(uow: UnitOfWork, key: CaseKey, task: TaskRow, *, handles: bool) -> Submission | None:
    filed = _shown(
        uow, key, submissions_of(uow, task.instance_id, key, task_id=task.task_id), handles=handles
    )
    return filed[0] if filed else None


def _shown(
    uow: UnitOfWork, key: CaseKey, filed: tuple[Submission, ...], *, handles: bool
) -> tuple[Submission, ...]:
    """Submissions with their personal values, or with marks in their place for who does not handle the case."""
    answers: list[Any] = [submission.answers for submission in filed]
    shown = cast(
        "list[dict[str, Any]]",
        personal.reveal_in(uow, key, answers) if handles else personal.hide_in(answers),
    )
    return tuple(replace(submission, answers=each) for submission, each in zip(filed, shown, strict=True))


def _named(definition: Definition, step: Step, submission: Submission | None) -> HistoryStep:
    element = definition.element(step.element_id) if step.element_id else None
    if element is None:
        return HistoryStep(step, "", "", submission)
    return HistoryStep(step, chinese_name(element), english_name(element), submission)
