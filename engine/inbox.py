"""The inbox: what is open for an actor's subjects, page by page, and how much of it (decision 6).

A row stands beside each open task for each subject that may act. A page is the union of the first rows of each subject, so
that its cost follows the page and not the number of open tasks: an OR over groups reads them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, func, literal, tuple_

from engine import access
from engine.actor import Actor
from engine.errors import NotFound
from engine.inbox_statements import (
    MOST_ARMS,
    OF_TASK,
    TASKS,
    Asked,
    Tab,
    count_of_many,
    count_statement,
    page,
    page_statement,
    subject_params,
)
from engine.offered import may_act
from engine.paging import FAR, MOST, MOST_COUNTED, Page, page_of, read_cursor
from engine.store import tables
from engine.store.types import Instant
from engine.uow import AnySelect, UnitOfWork

_task, _case = tables.task.c, tables.instance.c


class TaskRow(NamedTuple):
    """A task as lists show it; of a task that is offered, the case's title and all else is for the registers to add.

    A named tuple, which is made in a tenth of the time: a page of the inbox makes dozens.
    """

    task_id: str
    instance_id: str
    process_id: str
    number: str
    unit_id: str
    visibility: str
    element_id: str
    step: str
    step_en: str
    created_at: datetime
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int
    claimed_by: str | None
    claimed_at: datetime | None
    ended_at: datetime | None
    status: str
    ended_by: str | None
    subjects: tuple[str, ...]

    def may_complete(self, actor: Actor) -> bool:
        """Say whether the actor may complete it now: it is open, offered to the actor, and nobody else holds it."""
        return self._is_open_to(actor) and self.claimed_by in {None, actor.person_id}

    def may_claim(self, actor: Actor) -> bool:
        """Say whether the actor may take it: like completing it, but nobody holds it, and a party has nobody to take it from."""
        return self._is_open_to(actor) and self.claimed_by is None and actor.person_id is not None

    def may_release(self, actor: Actor) -> bool:
        """Say whether the actor may give it back: it is open and the actor's."""
        return self.status == "open" and self.claimed_by is not None and self.claimed_by == actor.person_id

    def _is_open_to(self, actor: Actor) -> bool:
        return self.status == "open" and may_act(actor, self.subjects)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open tasks each tab of the inbox holds."""

    waiting: int
    mine: int
    overdue: int
    all: int


def open_tasks(  # noqa: PLR0913  the filters of one page; each may be left out
    uow: UnitOfWork,
    actor: Actor,
    *,
    tab: Tab,
    unit_path: str | None = None,
    within: AnySelect | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[TaskRow]:
    """Return a page of the actor's open tasks, the earliest due first, each once.

    `unit_path` keeps those of an area, `within` those of the cases that a register's search selects (their ids).
    """
    limit = min(limit, MOST)
    cursor = read_cursor(after)
    params: dict[str, object] = {"person": actor.person_id or "", "now": uow.now, "most": limit + 1}
    if cursor:
        params |= {"after_due": cursor[0], "after_task": cursor[1]}
    of_cases: list[ColumnElement[bool]] = [] if within is None else [_case.id.in_(within)]
    if unit_path is not None:
        of_cases.append(access.in_areas([unit_path]))
    found: dict[str, tuple[datetime, TaskRow]] = {}
    for subjects in _in_pieces(sorted(actor.subjects)):
        asked = Asked(tab, len(subjects), cursor is not None)
        for row in _rows_of_page(uow, asked, of_cases, params | subject_params(subjects)):
            found[row[0]] = (row[-1], task_row(row))
    ordered = sorted(found.values(), key=lambda each: (each[0], each[1].task_id))
    return page_of([row for _, row in ordered], [(due, row.task_id) for due, row in ordered], limit)


def _rows_of_page(
    uow: UnitOfWork, asked: Asked, of_cases: Sequence[ColumnElement[bool]], params: Mapping[str, object]
) -> Sequence[Sequence[Any]]:
    if of_cases:
        return uow.rows(page(asked, of_cases), **params)
    return uow.fetch(page_statement(asked), **params)


def _in_pieces(subjects: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(subjects), MOST_ARMS):
        yield subjects[first : first + MOST_ARMS]


def count_tasks(uow: UnitOfWork, actor: Actor) -> Counts:
    """Count the actor's open tasks by tab, each task once, up to MOST_COUNTED: one statement over the keys of the subjects."""
    subjects = sorted(actor.subjects)
    params: dict[str, object] = {"person": actor.person_id or "", "now": uow.now, "most": MOST_COUNTED}
    if not 0 < len(subjects) <= MOST_ARMS:
        found: Sequence[Sequence[Any]] = uow.rows(count_of_many(subjects), **params)
    else:
        found = uow.fetch(count_statement(len(subjects)), **params, **subject_params(subjects))
    return Counts(*found[0])


def done_tasks(uow: UnitOfWork, actor: Actor, *, after: str | None = None, limit: int = 50) -> Page[TaskRow]:
    """Return a page of the tasks that the actor completed, the latest first (index on ended_by and ended_at).

    Those of cases that the actor no longer sees, because a post has ended, are not among them.
    """
    limit = min(limit, MOST)
    mine = TASKS.where(_task.ended_by == actor.name, _task.status == "completed", access.sees(actor))
    if cursor := read_cursor(after):
        mine = mine.where(tuple_(_task.ended_at, _task.id) < tuple_(literal(cursor[0], Instant), cursor[1]))
    found = uow.rows(mine.order_by(_task.ended_at.desc(), _task.id.desc()).limit(limit + 1))
    rows = [task_row(row) for row in found]
    return page_of(rows, [(row.ended_at or FAR, row.task_id) for row in rows], limit)


def open_tasks_of_case(uow: UnitOfWork, instance_id: str, limit: int = MOST) -> tuple[TaskRow, ...]:
    """Return the open tasks of a case, the earliest due first; access is checked by the caller."""
    of_case = TASKS.where(_task.instance_id == instance_id, _task.status == "open")
    ordered = of_case.order_by(func.coalesce(_task.due_at, literal(FAR, Instant)), _task.id)
    return tuple(task_row(row) for row in uow.rows(ordered.limit(limit)))


def find_task(uow: UnitOfWork, task_id: str) -> TaskRow:
    """Return a task, open or ended; access is checked by the caller."""
    found = uow.first(TASKS.where(_task.id == task_id))
    if found is None:
        raise NotFound("no-such-task")
    return task_row(found)


def task_row(row: Sequence[Any]) -> TaskRow:
    """Return a row of tasks with its case as a value."""
    values: list[Any] = [*row[: len(OF_TASK)]]
    values[-1] = tuple(orjson.loads(values[-1]))  # the subjects
    return TaskRow(*values)
