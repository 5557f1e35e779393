"""Long work (an import, a signal to many cases): a job that runs many acts of its own and says how far it is.

Each report is a short transaction and renews the lease, so that a worker that has died is noticed soon, and one that still
works is let alone. The work begins anew where a worker died: whatever it does must not mind being done before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import orjson
from sqlalchemy import update

from engine.errors import Changed
from engine.jobs import JobRow, Retries, is_leased, job_row
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import UnitOfWork, run

LEASE = timedelta(minutes=2)  # as long as work may be silent
USUAL_OF_LONG = Retries(first_pause=LEASE)
REPORTS_EVERY = timedelta(seconds=1)

# What came of it: counts by code (`imported`, `refused`), never anything about a person.
Outcome = Mapping[str, int]
LongHandler = Callable[[Runtime, JobRow, "Progress"], Outcome]


class Stopped(Exception):
    """The worker is told to stop: the work ends where it is, and another goes on with it."""


class Progress:
    """How far one try of a long job is; called as often as one likes, written once a second."""

    def __init__(self, runtime: Runtime, job: JobRow, is_stopping: Callable[[], bool]) -> None:
        self._runtime = runtime
        self._job = job
        self._is_stopping = is_stopping
        self._written_at: datetime | None = None

    def __call__(self, done: int, total: int) -> None:
        """Say how many of how many are done.

        Raises Changed where another worker has taken the job over, Stopped where this one is told to stop.
        """
        if done < total and self._is_stopping():
            raise Stopped
        now = self._runtime.clock()
        if self._written_at and done < total and now - self._written_at < REPORTS_EVERY:
            return
        self._written_at = now
        run(self._runtime, note_progress, self._job, done, total)


def defer_long_job(uow: UnitOfWork, kind: str, payload: Mapping[str, object]) -> str:
    """Queue long work, which leaves only if this act commits; returns the job's id. Its payload holds references only."""
    row = {**job_row(kind, payload, due_at=uow.now), "asked_at": uow.now}
    uow.insert(tables.job, row)
    return str(row["id"])


def note_progress(uow: UnitOfWork, job: JobRow, done: int, total: int) -> None:
    """Write how far a job is and renew its lease; refused once another try of it has begun."""
    _still_ours(uow, job, progress=done, total=total, due_at=uow.now + LEASE)


def note_outcome(uow: UnitOfWork, job: JobRow, outcome: Outcome) -> None:
    """Write that a job is done and what came of it; refused once another try of it has begun."""
    said = orjson.dumps(dict(outcome)).decode()
    _still_ours(uow, job, status="done", done_at=uow.now, error=None, outcome=said)


def give_back(uow: UnitOfWork, job: JobRow) -> None:
    """Let another worker take a job up at once, as if this try had not been."""
    _still_ours(uow, job, attempts=job.attempts, due_at=uow.now)


def _still_ours(uow: UnitOfWork, job: JobRow, **values: object) -> None:
    """Change the row of a job while the try that was noted last is the one that we make."""
    if not is_leased(uow, job):
        raise Changed("changed-meanwhile", job=job.id)
    columns = tables.job.c
    ours = columns.id == job.id, columns.attempts == job.attempts + 1
    uow.write(update(tables.job).where(*ours).values(values), expect=1)
