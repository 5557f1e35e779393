"""The inbox: what is open for an actor's subjects, page by page, and how much of it (decision 6).

A row stands beside each open task for each subject that may act. A page is the union of the first rows of each subject, so
that its cost follows the page and not the number of open tasks: an OR over groups reads them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import ColumnElement, ScalarSelect, Subquery, exists, func, literal, select, tuple_, union

from engine import access
from engine.actor import Actor
from engine.errors import NotFound
from engine.offered import may_act
from engine.paging import FAR, MOST, MOST_COUNTED, Page, page_of, read_cursor
from engine.store import tables
from engine.store.types import Instant
from engine.uow import AnyRow, AnySelect, UnitOfWork

Tab = Literal["waiting", "mine", "all", "overdue"]
MOST_ARMS = 100  # SQLite refuses a union of 500

_task, _inbox, _case = tables.task.c, tables.inbox.c, tables.instance.c
_OF_TASK = (
    _task.id,
    _task.instance_id,
    _case.process_id,
    _case.number,
    _case.unit_id,
    _case.visibility,
    _task.element_id,
    _task.name,
    _task.name_en,
    _task.created_at,
    _task.due_at,
    _task.follow_up_at,
    _task.priority,
    _task.claimed_by,
    _task.claimed_at,
    _task.ended_at,
    _task.status,
    _task.ended_by,
    _task.subjects,
)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as lists show it; of a task that is offered, the case's title and all else is for the registers to add."""

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


@dataclass(frozen=True, slots=True)
class _Filter:
    """What a page keeps: conditions on rows of the inbox, and on the cases that they belong to."""

    conditions: list[ColumnElement[bool]]
    cases: list[ColumnElement[bool]]


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
    wanted = _filter(uow, actor, tab, unit_path, within)
    if cursor := read_cursor(after):
        wanted.conditions.append(
            tuple_(_inbox.due_at, _inbox.task_id) > tuple_(literal(cursor[0], Instant), cursor[1])
        )
    found: dict[str, tuple[datetime, TaskRow]] = {}
    arms = list(_arms(actor, tab, wanted, limit))
    for first in range(0, len(arms), MOST_ARMS):
        for row in uow.rows(_page(arms[first : first + MOST_ARMS], limit)):
            found[row.id] = (row.orders_by, task_row(row))
    ordered = sorted(found.values(), key=lambda each: (each[0], each[1].task_id))
    return page_of([row for _, row in ordered], [(due, row.task_id) for due, row in ordered], limit)


def count_tasks(uow: UnitOfWork, actor: Actor) -> Counts:
    """Count the actor's open tasks by tab, each task once, up to MOST_COUNTED: one statement over the keys of the subjects."""
    tabs: tuple[Tab, ...] = ("waiting", "mine", "overdue", "all")
    found = uow.first(select(*(_count(uow, actor, tab) for tab in tabs)))
    return Counts(*found) if found else Counts(0, 0, 0, 0)


def _count(uow: UnitOfWork, actor: Actor, tab: Tab) -> ScalarSelect[int]:
    """Count the first rows of each subject: enough to know how many tasks there are, or that there are many."""
    wanted = _filter(uow, actor, tab, None, None)
    arms = list(_arms(actor, tab, wanted, MOST_COUNTED - 1))
    if not 0 < len(arms) <= MOST_ARMS:  # a union is too narrow for so many
        arms = [_arm(_inbox.subject.in_(sorted(actor.subjects)), wanted, MOST_COUNTED - 1).distinct()]
    first = _first_rows(arms)
    counted = select(first.c.task_id).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(counted).scalar_subquery()


def done_tasks(uow: UnitOfWork, actor: Actor, *, after: str | None = None, limit: int = 50) -> Page[TaskRow]:
    """Return a page of the tasks that the actor completed, the latest first (index on ended_by and ended_at).

    Those of cases that the actor no longer sees, because a post has ended, are not among them.
    """
    limit = min(limit, MOST)
    mine = _tasks().where(_task.ended_by == actor.name, _task.status == "completed", access.sees(actor))
    if cursor := read_cursor(after):
        mine = mine.where(tuple_(_task.ended_at, _task.id) < tuple_(literal(cursor[0], Instant), cursor[1]))
    found = uow.rows(mine.order_by(_task.ended_at.desc(), _task.id.desc()).limit(limit + 1))
    rows = [task_row(row) for row in found]
    return page_of(rows, [(row.ended_at or FAR, row.task_id) for row in rows], limit)


def open_tasks_of_case(uow: UnitOfWork, instance_id: str, limit: int = MOST) -> tuple[TaskRow, ...]:
    """Return the open tasks of a case, the earliest due first; access is checked by the caller."""
    of_case = _tasks().where(_task.instance_id == instance_id, _task.status == "open")
    ordered = of_case.order_by(func.coalesce(_task.due_at, literal(FAR, Instant)), _task.id)
    return tuple(task_row(row) for row in uow.rows(ordered.limit(limit)))


def find_task(uow: UnitOfWork, task_id: str) -> TaskRow:
    """Return a task, open or ended; access is checked by the caller."""
    found = uow.first(_tasks().where(_task.id == task_id))
    if found is None:
        raise NotFound("no-such-task")
    return task_row(found)


def task_row(row: AnyRow) -> TaskRow:
    """Return a row of tasks with its case as a value."""
    values: list[Any] = [*row[: len(_OF_TASK) - 1], tuple(orjson.loads(row.subjects))]
    return TaskRow(*values)


def _tasks() -> AnySelect:
    return select(*_OF_TASK).join_from(tables.task, tables.instance, _case.id == _task.instance_id)


def _filter(
    uow: UnitOfWork, actor: Actor, tab: Tab, unit_path: str | None, within: AnySelect | None
) -> _Filter:
    by_tab: dict[Tab, list[ColumnElement[bool]]] = {
        "waiting": [_inbox.claimed_by.is_(None)],
        "mine": [_inbox.claimed_by == (actor.person_id or "")],  # who is no person holds nothing
        "overdue": [_inbox.due_at < uow.now],
        "all": [],
    }
    cases: list[ColumnElement[bool]] = [] if within is None else [_case.id.in_(within)]
    if unit_path is not None:
        cases.append(access.in_areas([unit_path]))
    return _Filter(by_tab[tab], cases)


def _arms(actor: Actor, tab: Tab, wanted: _Filter, limit: int) -> Iterator[AnySelect]:
    """The first rows of each subject, in the order of its key; what one has claimed has a key of its own."""
    if tab == "mine":
        yield _arm(_inbox.subject.in_(sorted(actor.subjects)), wanted, limit).distinct()
        return
    for subject in sorted(actor.subjects):
        yield _arm(_inbox.subject == subject, wanted, limit)


def _arm(offered: ColumnElement[bool], wanted: _Filter, limit: int) -> AnySelect:
    """Rows of the inbox; what is asked of their cases is looked up row by row, until the page is full."""
    rows = select(_inbox.due_at, _inbox.task_id).where(offered, *wanted.conditions)
    if wanted.cases:
        rows = rows.where(
            exists().where(_task.id == _inbox.task_id, _task.instance_id == _case.id, *wanted.cases)
        )
    return rows.order_by(_inbox.due_at, _inbox.task_id).limit(limit + 1)


def _page(arms: Sequence[AnySelect], limit: int) -> AnySelect:
    first = _first_rows(arms)
    page = _tasks().add_columns(first.c.due_at.label("orders_by")).join(first, first.c.task_id == _task.id)
    return page.order_by(first.c.due_at, first.c.task_id).limit(limit + 1)


def _first_rows(arms: Sequence[AnySelect]) -> Subquery:
    return union(*(select(arm.subquery()) for arm in arms)).subquery("first_rows")
