"""Jobs: timers, outgoing messages and long work as rows of one table, deferred in the act that wants them (decision 8).

`worker.py` runs what is due; `timers.py` and `outbox.py` say what the engine's own kinds do, `long_jobs.py` how long work
says how far it is, `incidents.py` what becomes of a job that was given up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, select, update

from engine.ids import new_id
from engine.store import tables
from engine.store.prepared import Hot
from engine.uow import UnitOfWork

TIMER = "timer"
OUTBOX = "outbox"
OPERATION = "operation"
MOST_TRIES = 6
FIRST_PAUSE = timedelta(seconds=30)

JobHandler = Callable[[UnitOfWork, "JobRow"], None]


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as its handler sees it; `attempts` says how often it may have been called with it before.

    A handler that was called before must not mind: its process may have ended before the job was marked as done.
    """

    id: str
    kind: str
    instance_id: str | None
    task_id: str | None
    due_at: datetime
    payload: dict[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a kind of job is tried, and how long it rests after the first try; after each further one twice as long."""

    most: int = MOST_TRIES
    first_pause: timedelta = FIRST_PAUSE

    def pause_after(self, attempts: int) -> timedelta:
        """Return how long to wait after a failed try, of which `attempts` went before."""
        return self.first_pause * (1 << attempts)


USUAL = Retries()


# By primary key.
MARK_DONE = Hot(
    update(tables.job)
    .where(tables.job.c.id == bindparam("job_id"), tables.job.c.status == "waiting")
    .values(status="done", done_at=bindparam("done"), error=None)
)


def job_row(
    kind: str,
    payload: Mapping[str, object],
    *,
    due_at: datetime,
    instance_id: str | None = None,
    task_id: str | None = None,
) -> dict[str, object]:
    """Return the row of a new job; its payload holds references only, never personal data."""
    return {
        "id": new_id(),
        "kind": kind,
        "instance_id": instance_id,
        "task_id": task_id,
        "due_at": due_at,
        "payload": orjson.dumps(payload).decode(),
        "attempts": 0,
        "status": "waiting",
    }


def keep_waiting(uow: UnitOfWork, kind: str, payload: Mapping[str, object], *, every: timedelta) -> None:
    """Make sure that a job of a kind that comes again and again waits to be run; called when the server starts."""
    uow.open_write()
    job = tables.job.c
    if uow.first(select(job.id).where(job.status == "waiting", job.kind == kind).limit(1)) is None:
        uow.defer(kind, payload, due_at=uow.now + every)


def send_message(
    uow: UnitOfWork, instance_id: str | None, template: str, to: str, **references: object
) -> None:
    """Defer a message to someone outside; `to` and all else are references, resolved by whoever delivers it."""
    uow.defer(OUTBOX, {"template": template, "to": to, **references}, instance_id=instance_id)


def due_jobs(
    uow: UnitOfWork, limit: int, *, only: Collection[str] | None = None, without: Collection[str] = ()
) -> list[str]:
    """Return the ids of jobs whose time has come, the oldest first (index on status and due_at).

    `only` and `without` are kinds. What is not due costs nothing, however much of it waits.
    """
    columns = tables.job.c
    due = select(columns.id).where(columns.status == "waiting", columns.due_at <= uow.now)
    if only is not None:
        due = due.where(columns.kind.in_(sorted(only)))
    if without:
        due = due.where(columns.kind.not_in(sorted(without)))
    return [row.id for row in uow.rows(due.order_by(columns.due_at, columns.id).limit(limit))]


def take_job(uow: UnitOfWork, job_id: str) -> JobRow | None:
    """Return a job that is still waiting and due, locked on PostgreSQL; None where another worker has it or had it."""
    columns = tables.job.c
    due = select(tables.job).where(
        columns.id == job_id, columns.status == "waiting", columns.due_at <= uow.now
    )
    found = uow.first(due.with_for_update(skip_locked=True))
    return _job(found) if found else None


def lease_job(uow: UnitOfWork, job_id: str, retries: Retries = USUAL) -> JobRow | None:
    """Note a try before it is made, and put the job off: should the process die, another takes it up after a pause."""
    job = take_job(uow, job_id)
    if job:
        tried = update(tables.job).where(tables.job.c.id == job_id, tables.job.c.attempts == job.attempts)
        pause = retries.pause_after(job.attempts)
        uow.write(tried.values(attempts=job.attempts + 1, due_at=uow.now + pause), expect=1)
    return job


def is_leased(uow: UnitOfWork, job: JobRow) -> bool:
    """Say whether the last try that was noted is the one that `lease_job` gave this job for."""
    columns = tables.job.c
    as_noted = columns.status == "waiting", columns.attempts == job.attempts + 1
    return uow.first(select(columns.id).where(columns.id == job.id, *as_noted)) is not None


def note_try(uow: UnitOfWork, job: JobRow, error: str, retries: Retries = USUAL) -> bool:
    """Put a failed job off, or give it up after the last try; says whether it is given up."""
    given_up = job.attempts + 1 >= retries.most
    values = {
        "attempts": job.attempts + 1,
        "due_at": uow.now + retries.pause_after(job.attempts),
        "status": "failed" if given_up else "waiting",
        "error": error[:2000],
    }
    columns = tables.job.c
    uow.write(update(tables.job).where(columns.id == job.id, columns.status == "waiting").values(values))
    return given_up


def try_again(uow: UnitOfWork, job_id: str) -> None:
    """Let a job that was given up be tried again at once, as often as a new one."""
    columns = tables.job.c
    again = update(tables.job).where(columns.id == job_id, columns.status == "failed")
    uow.write(again.values(status="waiting", attempts=0, due_at=uow.now, error=None), expect=1)


def _job(row: Row[Any]) -> JobRow:
    payload = orjson.loads(row.payload)
    return JobRow(row.id, row.kind, row.instance_id, row.task_id, row.due_at, payload, row.attempts)
