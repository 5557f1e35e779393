"""Bring the rows beside a case (tasks, inbox, handlers, subscriptions, timers, incidents) to what its state waits for.

The rows are always those of the state that was saved with them, so the difference of what waited before and after an act
is the difference to the rows, and nothing has to be read (trap 21: a cancelled branch takes its tasks with it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from engine.actor import Actor
from engine.bpmn.cases import Waiting, WaitingTask
from engine.bpmn.env import StepFailed
from engine.buffer import give_what_is_kept
from engine.incident_rows import RESOLVE_STEP, of_step
from engine.jobs import TIMER, job_row
from engine.message_starts import release
from engine.naming import chinese_name, english_name, step_names
from engine.paging import FAR
from engine.running import Running
from engine.schedules import Schedule, schedule_of
from engine.store import tables
from engine.store.task_rows import (
    DROP_DRAFTS,
    DROP_TIMER,
    END_TASK,
    LEAVE_INBOX,
    NOTE_HANDLER,
    OPEN_OF_CASE,
    TaskRecord,
)
from engine.subjects import PERSON, Subjects
from engine.subscriptions import move_subscriptions
from engine.thrown import send_thrown
from engine.uow import UnitOfWork
from engine.work_rows import move_work


@dataclass(frozen=True, slots=True)
class Opened:
    """A task that an act has opened."""

    task_id: str
    element_id: str
    name: str
    subjects: tuple[str, ...]
    due_at: datetime | None


def reconcile(
    uow: UnitOfWork, actor: Actor, running: Running, *, done: TaskRecord | None = None
) -> tuple[Opened, ...]:
    """Save the state and bring the rows to it; `done` is the task that the actor completed. Returns the new tasks."""
    after, subjects, schedules = _waiting_for_somebody(uow, running)
    ended = _end_tasks(uow, actor, running.before, after, done)
    opened = _open_tasks(uow, running, after, subjects, schedules)
    move_subscriptions(uow, running, after)
    _move_timers(uow, running, after)
    move_work(uow, running, after)
    _move_incidents(uow, actor, running, after)
    row = running.setting.row
    row.due_at = _earliest([_due_of_those_kept(uow, running, ended, done), *(task.due_at for task in opened)])
    row.step, row.step_en = step_names(after)
    if running.case.is_completed:
        row.status, row.ended_at = "completed", uow.now
        release(uow, running)
    send_thrown(uow, running)
    row.state = running.setting.key.seal(running.case.dump())
    uow.in_motion.discard(row.id)
    uow.step("reconciled")
    return opened


def end_all(uow: UnitOfWork, actor: Actor, running: Running) -> None:
    """Take back everything that waits in a case that is cancelled; its state stays as it was."""
    nothing = Waiting((), (), ())
    _end_tasks(uow, actor, running.before, nothing, None)
    move_subscriptions(uow, running, nothing)
    _move_timers(uow, running, nothing)
    move_work(uow, running, nothing)
    _move_incidents(uow, actor, running, nothing)
    release(uow, running)
    running.setting.row.due_at, running.setting.row.step, running.setting.row.step_en = None, "", ""


def _end_tasks(
    uow: UnitOfWork, actor: Actor, before: Waiting, after: Waiting, done: TaskRecord | None
) -> list[str]:
    """End the rows of tasks that wait no more: completed the one that was, cancelled the others."""
    waits = {task.id for task in after.tasks}
    ended = [task.id for task in before.tasks if task.id not in waits]
    for task_id in ended:
        status = "completed" if done and task_id == done.id else "cancelled"
        values = {"task_id": task_id, "status": status, "ended_at": uow.now, "ended_by": actor.name}
        uow.write(END_TASK, values, expect=1)
    for task_id in ended:
        uow.write(LEAVE_INBOX, {"of_task": task_id})
    for task_id in ended:
        if done is None or task_id != done.id or done.has_draft:
            uow.write(DROP_DRAFTS, {"of_task": task_id})
    return ended


def _waiting_for_somebody(
    uow: UnitOfWork, running: Running
) -> tuple[Waiting, Mapping[str, tuple[str, ...]], Mapping[str, Schedule]]:
    """Find who may act on each new task and when; one that cannot be offered to anybody stands as an incident."""
    after = give_what_is_kept(uow, running)
    known = {task.id for task in running.before.tasks}
    finder = Subjects(uow, running.setting.row, running.setting.env)
    subjects: dict[str, tuple[str, ...]] = {}
    schedules: dict[str, Schedule] = {}
    held = False
    for task in after.tasks:
        if task.id not in known:
            try:
                subjects[task.id] = finder.of_task(task)
                schedules[task.id] = schedule_of(task, running.setting.env)
            except StepFailed as failed:
                running.case.hold(task.id, failed)
                held = True
    return running.case.waiting() if held else after, subjects, schedules


def _open_tasks(
    uow: UnitOfWork,
    running: Running,
    after: Waiting,
    subjects: Mapping[str, tuple[str, ...]],
    schedules: Mapping[str, Schedule],
) -> tuple[Opened, ...]:
    opened = []
    for task in after.tasks:
        if task.id in schedules:
            element, schedule = task.element, schedules[task.id]
            opened.append(Opened(task.id, element.id, element.name, subjects[task.id], schedule.due_at))
            uow.insert(tables.task, _task_row(uow, running, task, opened[-1], schedule))
    for each in opened:
        for subject in each.subjects:
            holder = _named_person(each.subjects)
            row = {
                "subject": subject,
                "due_at": each.due_at or FAR,
                "task_id": each.task_id,
                "claimed_by": holder,
            }
            uow.insert(tables.inbox, row)
    for subject in sorted({subject for each in opened for subject in each.subjects}):
        uow.write(NOTE_HANDLER, {"case_id": running.setting.row.id, "subject": subject})
    return tuple(opened)


def _task_row(
    uow: UnitOfWork, running: Running, task: WaitingTask, opened: Opened, schedule: Schedule
) -> dict[str, object]:
    holder = _named_person(opened.subjects)
    return {
        "id": task.id,
        "instance_id": running.setting.row.id,
        "element_id": task.element.id,
        "name": chinese_name(task.element),
        "name_en": english_name(task.element),
        "subjects": orjson.dumps(opened.subjects).decode(),
        "form_id": task.element.form_id,
        "status": "open",
        "created_at": uow.now,
        "due_at": opened.due_at,
        "follow_up_at": schedule.follow_up_at,
        "priority": schedule.priority,
        "claimed_by": holder,
        "claimed_at": uow.now if holder else None,
    }


def _named_person(subjects: Sequence[str]) -> str | None:
    """A task that one named person alone may do is that person's at once; nobody has to claim it."""
    return subjects[0].removeprefix(PERSON) if len(subjects) == 1 and subjects[0].startswith(PERSON) else None


def _move_timers(uow: UnitOfWork, running: Running, after: Waiting) -> None:
    old = {(timer.id, timer.due_at) for timer in running.before.timers}
    new = {(timer.id, timer.due_at) for timer in after.timers}
    for token, due in sorted(old - new):
        uow.write(DROP_TIMER, {"case_id": running.setting.row.id, "token": token, "due": due})
    for token, due in sorted(new - old):
        uow.insert(
            tables.job, job_row(TIMER, {}, due_at=due, instance_id=running.setting.row.id, task_id=token)
        )


def _move_incidents(uow: UnitOfWork, actor: Actor, running: Running, after: Waiting) -> None:
    """Open and close incidents; one that failed again in the same way is the same incident still."""
    old = {(stuck.id, stuck.cause, stuck.detail): stuck for stuck in running.before.incidents}
    new = {(stuck.id, stuck.cause, stuck.detail): stuck for stuck in after.incidents}
    row = running.setting.row
    for gone in old.keys() - new.keys():
        said = {"case_id": row.id, "token": gone[0], "at": uow.now, "by": actor.name}
        uow.write(RESOLVE_STEP, said)
    for key in new.keys() - old.keys():
        opened = of_step(row.id, new[key], running.setting.key, uow.now)
        uow.insert(tables.incident, opened)
        element = new[key].element.id
        uow.audit(actor, "incident-opened", row, incident=opened["id"], element=element, cause=key[1])


def _due_of_those_kept(
    uow: UnitOfWork, running: Running, ended: Sequence[str], done: TaskRecord | None
) -> datetime | None:
    """The earliest due date of the tasks that were open before and still are."""
    if not running.before.tasks or len(ended) == len(running.before.tasks):
        return None
    if done and list(ended) == [done.id]:
        return done.others_due
    if not ended:
        return running.setting.row.due_at
    gone = set(ended)
    return _earliest(
        due for task_id, due in uow.fetch(OPEN_OF_CASE, case_id=running.setting.row.id) if task_id not in gone
    )


def _earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
