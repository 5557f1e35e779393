"""Bring the rows of work outside to what a case waits for: a row for workers outside, a job for one of our own.

A job stays where its task waits no more: it finds nothing to do, and what runs it marks it as done.
"""

from __future__ import annotations

from engine.bpmn.cases import Waiting, WaitingJob
from engine.bpmn.outside import PRIORITY, RETRIES, TOPIC
from engine.jobs import OPERATION, job_row
from engine.running import Running
from engine.store import tables
from engine.store.work_rows import END_WORK
from engine.uow import UnitOfWork


def move_work(uow: UnitOfWork, running: Running, after: Waiting) -> None:
    """Put new work out, and take back what nobody waits for any more."""
    old = {job.id: job for job in running.before.jobs}
    new = {job.id: job for job in after.jobs}
    for token in sorted(old.keys() - new.keys()):
        if old[token].offered:
            uow.write(END_WORK, {"token": token})
    for token in sorted(new.keys() - old.keys()):
        if new[token].offered:
            uow.insert(tables.external_work, _row(uow, running, new[token]))
        else:
            row = job_row(OPERATION, {}, due_at=uow.now, instance_id=running.setting.row.id, task_id=token)
            uow.insert(tables.job, row)


def _row(uow: UnitOfWork, running: Running, job: WaitingJob) -> dict[str, object]:
    offered = job.offered
    return {
        "id": job.id,
        "instance_id": running.setting.row.id,
        "topic": offered[TOPIC],
        "rank": -int(offered[PRIORITY]),
        "retries": int(offered[RETRIES]),
        "free_at": uow.now,
        "locked_by": None,
        "sealed": None,
    }
