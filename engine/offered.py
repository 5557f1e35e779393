"""A task as it is offered: loaded with its case, and refused to whoever may not act on it."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from engine.actor import Actor
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.store.task_rows import LOCK_TASK, OF_TASK, TASK_AGAIN, TaskRecord, task_record
from engine.uow import InstanceRow, UnitOfWork


def lock_task(uow: UnitOfWork, actor: Actor, task_id: str) -> tuple[TaskRecord, InstanceRow]:
    """Return an open task and its case, locked on PostgreSQL until the act ends.

    Refused to those to whom it is not offered, and when it is done, taken back, or held by someone else.
    """
    for found in uow.fetch(LOCK_TASK, task_id=task_id):
        case = uow.hold_instance(found[OF_TASK:])
        task = task_record(found)
        if task.rev_seen != case.rev:  # had to wait for the lock: what was read beside it is from before
            task = task_record(uow.fetch(TASK_AGAIN, task_id=task_id)[0])
        check_offered(actor, task)
        check_free(actor, task)
        return task, case
    raise NotFound("no-such-task")


def may_act(actor: Actor, subjects: Iterable[str]) -> bool:
    """Say whether what is offered to these subjects is offered to the actor."""
    return actor.kind == "system" or not actor.subjects.isdisjoint(subjects)


def subjects_of(task: TaskRecord) -> tuple[str, ...]:
    """Return all to whom a task is offered, the one that is shown as performer first."""
    return tuple(orjson.loads(task.subjects))


def check_offered(actor: Actor, task: TaskRecord) -> None:
    """Refuse one to whom the task is not offered."""
    if not may_act(actor, subjects_of(task)):
        raise NotAllowed("not-your-task", by=actor, task=task.id, case=task.instance_id)


def check_free(actor: Actor, task: TaskRecord) -> None:
    """Refuse a task that has ended or that someone else holds; says who and since when."""
    if task.status == "cancelled":
        raise AlreadyDone("task-taken-back", at=task.ended_at, by=task.ended_by)
    if task.status != "open":
        raise AlreadyDone("task-done", at=task.ended_at, by=task.ended_by)
    if task.claimed_by is not None and task.claimed_by != actor.person_id:
        raise AlreadyDone("task-claimed", at=task.claimed_at, by=f"user:{task.claimed_by}")
