"""Signs of life of workers: each process says twice a minute that it runs jobs, and takes its row away when it stops.

Operators read them: with workers on other machines, nothing else says in one place whether anybody runs what is due.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from engine.ids import new_id
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import UnitOfWork, run

EVERY = timedelta(seconds=30)
LOST_AFTER = timedelta(minutes=2)
_FORGOTTEN_AFTER = timedelta(days=1)
_worker = tables.worker.c


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker as it has said of itself; `is_lost` where it has been silent since."""

    host: str
    process: int
    started_at: datetime
    seen_at: datetime
    is_lost: bool


class Sign:
    """The sign of one worker; given as often as one likes, written when it is time."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._id = new_id()
        self._given_at: datetime | None = None

    def give(self) -> None:
        """Say that this process runs jobs."""
        now = self._runtime.clock()
        if self._given_at is None:
            run(self._runtime, _begin, self._id)
        elif now - self._given_at < EVERY:
            return
        else:
            run(self._runtime, _go_on, self._id)
        self._given_at = now

    def take_away(self) -> None:
        """Say that this process runs jobs no more."""
        if self._given_at is not None:
            run(self._runtime, _end, self._id)


def workers(uow: UnitOfWork) -> tuple[WorkerRow, ...]:
    """Return the workers that have been seen within a day, the oldest first; access is the caller's."""
    found = uow.rows(
        select(tables.worker)
        .where(_worker.seen_at > uow.now - _FORGOTTEN_AFTER)
        .order_by(_worker.started_at, _worker.id)
        .limit(200)
    )
    since = uow.now - LOST_AFTER
    return tuple(
        WorkerRow(row.host, row.process, row.started_at, row.seen_at, row.seen_at < since) for row in found
    )


def _begin(uow: UnitOfWork, worker_id: str) -> None:
    uow.write(delete(tables.worker).where(_worker.seen_at < uow.now - _FORGOTTEN_AFTER))
    name = {"host": socket.gethostname()[:100], "process": os.getpid()}
    uow.write(insert(tables.worker), {"id": worker_id, **name, "started_at": uow.now, "seen_at": uow.now})


def _go_on(uow: UnitOfWork, worker_id: str) -> None:
    uow.write(update(tables.worker).where(_worker.id == worker_id).values(seen_at=uow.now))


def _end(uow: UnitOfWork, worker_id: str) -> None:
    uow.write(delete(tables.worker).where(_worker.id == worker_id))
