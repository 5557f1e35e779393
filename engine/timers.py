"""Timers: a due one lets its case run on. The rows are jobs, made and dropped by `reconcile.py`, run by `worker.py`."""

from __future__ import annotations

from engine import history
from engine.actor import SYSTEM
from engine.jobs import JobRow
from engine.reconcile import reconcile
from engine.running import resume
from engine.uow import InstanceRow, UnitOfWork


def fire_timer(uow: UnitOfWork, job: JobRow, case: InstanceRow) -> None:
    """Fire the timer of a job in a case that is locked; does nothing where the case no longer waits for it."""
    if case.status != "active" or job.task_id is None:
        return
    running = resume(uow, SYSTEM, case)
    found = next((timer for timer in running.before.timers if timer.id == job.task_id), None)
    if found is None:
        return
    running.case.fire_timer(found.id)
    reconcile(uow, SYSTEM, running)
    history.note(uow, SYSTEM, "timer-fired", running, element=found.element.id)
