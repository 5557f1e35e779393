"""Jobs as those see them in whose area their cases lie: what waits to be run, how far it is, what was given up.

A job of no case is the whole county's. Of an error its kind alone is told: what else it says stands in the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, false, or_, select, tuple_

from engine import access
from engine.actor import Actor
from engine.errors import NotFound
from engine.failed_jobs import retry_job
from engine.paging import MOST, Page, page_of, read_cursor
from engine.store import tables
from engine.uow import AnySelect, UnitOfWork

Status = Literal["waiting", "done", "failed"]
_job, _case = tables.job.c, tables.instance.c


@dataclass(frozen=True, slots=True)
class CaseJob:
    """A job: what it is, of which case, when it is due, how often it was tried, and how far long work is."""

    id: str
    kind: str
    instance_id: str | None
    status: str
    due_at: datetime
    attempts: int
    error: str | None
    done_at: datetime | None
    progress: int | None
    total: int | None


def jobs_of_area(  # noqa: PLR0913  the filters of one list; each may be left out
    uow: UnitOfWork,
    actor: Actor,
    *,
    status: Status = "waiting",
    kind: str | None = None,
    instance_id: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[CaseJob]:
    """Return a page of the jobs in the actor's area, the earliest due first (index on status and due_at)."""
    limit = min(limit, MOST)
    page = _jobs(actor).where(_job.status == status)
    if kind is not None:
        page = page.where(_job.kind == kind)
    if instance_id is not None:
        page = page.where(_job.instance_id == instance_id)
    if cursor := read_cursor(after):
        page = page.where(tuple_(_job.due_at, _job.id) > tuple_(*cursor))
    rows = [_row(each) for each in uow.rows(page.order_by(_job.due_at, _job.id).limit(limit + 1))]
    return page_of(rows, [(row.due_at, row.id) for row in rows], limit)


def job_of_area(uow: UnitOfWork, actor: Actor, job_id: str) -> CaseJob:
    """Return one job; there is none for those in whose area it does not lie."""
    found = uow.first(_jobs(actor).where(_job.id == job_id))
    if found is None:
        raise NotFound("no-such-job")
    return _row(found)


def retry_job_of_area(uow: UnitOfWork, actor: Actor, job_id: str) -> CaseJob:
    """Let a failed job of the actor's area be tried again at once; refused where it has not failed."""
    found = job_of_area(uow, actor, job_id)
    retry_job(uow, actor, job_id)
    return found


def _jobs(actor: Actor) -> AnySelect:
    columns = (_job[name] for name in CaseJob.__dataclass_fields__)
    return (
        select(*columns)
        .select_from(tables.job.outerjoin(tables.instance, _case.id == _job.instance_id))
        .where(_may_see(actor))
    )


def _may_see(actor: Actor) -> ColumnElement[bool]:
    of_no_case = _job.instance_id.is_(None) if access.supervises_all(actor) else false()
    in_area = access.lists(actor) if actor.kind == "system" else access.in_areas(actor.areas)
    return or_(of_no_case, and_(access.lists(actor), in_area))


def _row(row: Any) -> CaseJob:
    values = {name: getattr(row, name) for name in CaseJob.__dataclass_fields__}
    kind_of_error = (row.error or "").partition(":")[0]
    return CaseJob(**values | {"error": kind_of_error or None})
