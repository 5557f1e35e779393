"""Long work and jobs that were given up, as lists for those who run the county's server; they hold no word of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Row, and_, func, select, tuple_

from engine.paging import MOST, Page, page_of, read_cursor
from engine.store import tables
from engine.uow import UnitOfWork

_job = tables.job.c
State = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class LongJob:
    """Long work: how far it is of how much, and what came of it (counts by code); `total` is None until that is known."""

    id: str
    kind: str
    state: State
    asked_at: datetime
    done: int
    total: int | None
    outcome: Mapping[str, int]
    ended_at: datetime | None
    attempts: int
    error: str

    @property
    def percent(self) -> int:
        """How much of it is done, of 100."""
        if self.state == "done":
            return 100
        return min(100, self.done * 100 // self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Queue:
    """How much waits to be run now and has been due for longest, and how many jobs were given up."""

    due: int
    oldest: datetime | None
    failed: int


def long_jobs(uow: UnitOfWork, *, after: str | None = None, limit: int = 20) -> Page[LongJob]:
    """Return a page of long work, the newest first; access is the caller's (index on asked_at)."""
    limit = min(limit, MOST)
    page = select(tables.job).where(_job.asked_at.is_not(None))
    if cursor := read_cursor(after):
        page = page.where(tuple_(_job.asked_at, _job.id) < tuple_(*cursor))
    found = uow.rows(page.order_by(_job.asked_at.desc(), _job.id.desc()).limit(limit + 1))
    return page_of([_long_job(row) for row in found], [(row.asked_at, row.id) for row in found], limit)


def queue(uow: UnitOfWork) -> Queue:
    """Say how much work waits; counts of what is due and of what failed, never of what waits for its time."""
    due = uow.first(
        select(func.count(), func.min(_job.due_at)).where(_job.status == "waiting", _job.due_at <= uow.now)
    )
    failed = uow.first(select(func.count()).where(_job.status == "failed"))
    assert due is not None  # noqa: S101  # narrows: a count always gives a row
    assert failed is not None  # noqa: S101  # narrows as well
    return Queue(due[0], due[1], failed[0])


def failed_jobs_of_no_case(uow: UnitOfWork, limit: int = 50) -> tuple[LongJob, ...]:
    """Return jobs that were given up and belong to no case: those of cases are incidents."""
    failed = and_(_job.status == "failed", _job.instance_id.is_(None))
    found = uow.rows(select(tables.job).where(failed).order_by(_job.due_at.desc(), _job.id).limit(limit))
    return tuple(_long_job(row) for row in found)


def _long_job(row: Row[Any]) -> LongJob:
    return LongJob(
        id=row.id,
        kind=row.kind,
        state=_state(row),
        asked_at=row.asked_at or row.due_at,
        done=row.progress or 0,
        total=row.total,
        outcome=orjson.loads(row.outcome) if row.outcome else {},
        ended_at=row.done_at,
        attempts=row.attempts,
        error=row.error or "",
    )


def _state(row: Row[Any]) -> State:
    if row.status != "waiting":
        return "done" if row.status == "done" else "failed"
    return "running" if row.attempts else "waiting"
