"""What people do with a task: take it, give it back, complete it. Each act is one transaction (decision 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine import history
from engine.actor import Actor
from engine.bound_forms import form_of_task
from engine.bpmn.cases import WaitingTask
from engine.bpmn.elements import Element
from engine.errors import Changed, NotAllowed
from engine.filling import Typed, take_answers
from engine.forms import Form
from engine.offered import lock_task
from engine.reconcile import Opened, reconcile
from engine.running import Running, resume
from engine.store.task_rows import CLAIM_IN_INBOX, CLAIM_TASK, RELEASE_TASK, TaskRecord
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Claimed:
    """A task that its actor now holds."""

    task_id: str
    instance_id: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Released:
    """A task that waits again for anyone in the post."""

    task_id: str
    instance_id: str


@dataclass(frozen=True, slots=True)
class Completed:
    """A task that is done, what it opened, how its case stands, the form on which it was answered, and where the case is stuck now."""

    instance_id: str
    element_id: str
    opened: tuple[Opened, ...]
    status: str
    form: Form | None = None
    stuck: tuple[Element, ...] = ()


def claim_task(uow: UnitOfWork, actor: Actor, task_id: str) -> Claimed:
    """Take a task; refused to those to whom it is not offered, and when it is done or someone else holds it."""
    task, case = lock_task(uow, actor, task_id)
    person = _person(actor, task)
    if task.claimed_by == person:
        return Claimed(task.id, case.id, person, task.claimed_at or uow.now)
    uow.write(CLAIM_TASK, {"task_id": task.id, "person": person, "at": uow.now}, expect=1)
    uow.write(CLAIM_IN_INBOX, {"of_task": task.id, "person": person})
    uow.audit(actor, "task-claimed", case, task=task.id, element=task.element_id)
    return Claimed(task.id, case.id, person, uow.now)


def release_task(uow: UnitOfWork, actor: Actor, task_id: str) -> Released:
    """Give a task back to all to whom it is offered; refused to those who do not hold it."""
    task, case = lock_task(uow, actor, task_id)
    person = _person(actor, task)
    if task.claimed_by is not None:
        uow.write(RELEASE_TASK, {"task_id": task.id, "person": person}, expect=1)
        uow.write(CLAIM_IN_INBOX, {"of_task": task.id, "person": None})
        uow.audit(actor, "task-released", case, task=task.id, element=task.element_id)
    return Released(task.id, case.id)


def complete_task(
    uow: UnitOfWork, actor: Actor, task_id: str, *, answers: Mapping[str, object], rev: int | None = None
) -> Completed:
    """Complete a task with its form's answers and run the case on; what does not fit the form is refused by field.

    Refused to those to whom it is not offered, and when it is done or someone else holds it; with `rev`, also when the
    case has moved since it was shown.
    """
    task, case = lock_task(uow, actor, task_id)
    if rev is not None and rev != case.rev:
        raise Changed("case-changed", rev=case.rev)
    uow.step("locked")
    running = resume(uow, actor, case)
    uow.step("resumed")
    waiting = _waiting(running, task)
    bound = form_of_task(uow, running.setting.definition, waiting)
    typed = Typed(waiting.element, answers, waiting.scope, bound, task.id)
    kept = take_answers(uow, actor, running.setting, typed)
    uow.step("answers-kept")
    running.case.complete_task(task.id, kept)
    uow.step("run")
    opened = reconcile(uow, actor, running, done=task)
    history.note(uow, actor, "task-completed", running, task=task.id, element=task.element_id)
    uow.step("noted")
    form = bound.form if bound else None
    return Completed(case.id, task.element_id, opened, case.status, form, _newly_stuck(running))


def _newly_stuck(running: Running) -> tuple[Element, ...]:
    known = {stuck.id for stuck in running.before.incidents}
    return tuple(stuck.element for stuck in running.case.waiting().incidents if stuck.id not in known)


def _person(actor: Actor, task: TaskRecord) -> str:
    if actor.person_id is None:  # a party of the case has no one to claim a task from
        raise NotAllowed("only-staff-claim", by=actor, task=task.id, case=task.instance_id)
    return actor.person_id


def _waiting(running: Running, task: TaskRecord) -> WaitingTask:
    """The task as the state has it; an open row without one would be a bug of ours."""
    return next(waiting for waiting in running.before.tasks if waiting.id == task.id)
