"""The statements of the inbox, built once for each number of subjects: building one costs more than asking it.

A page is the union of the first rows of each subject, in the order of its key, so that its cost follows the page and not
the number of open tasks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    ScalarSelect,
    Subquery,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
    union,
)

from engine.store import tables
from engine.store.prepared import Hot
from engine.store.types import Instant
from engine.uow import AnySelect

Tab = Literal["waiting", "mine", "all", "overdue"]
MOST_ARMS = 100  # SQLite refuses a union of 500

_task, _inbox, _case = tables.task.c, tables.inbox.c, tables.instance.c
OF_TASK = (
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
TASKS: AnySelect = select(*OF_TASK).join_from(tables.task, tables.instance, _case.id == _task.instance_id)
_NOW: BindParameter[object] = bindparam("now", type_=Instant)
_OF_TAB: Mapping[Tab, Sequence[ColumnElement[bool]]] = {
    "waiting": [_inbox.claimed_by.is_(None)],
    "mine": [_inbox.claimed_by == bindparam("person")],
    "overdue": [_inbox.due_at < _NOW],
    "all": [],
}
_BEHIND = tuple_(_inbox.due_at, _inbox.task_id) > tuple_(
    bindparam("after_due", type_=Instant), bindparam("after_task")
)
_MOST: BindParameter[int] = bindparam("most", type_=Integer)


@dataclass(frozen=True, slots=True)
class Asked:
    """What shapes the statement of a page: the tab, how many subjects, and whether it goes on after another page."""

    tab: Tab
    subjects: int
    goes_on: bool


def subject_params(subjects: Sequence[str]) -> dict[str, str]:
    """Return the subjects as the statements take them."""
    return {f"subject{number}": subject for number, subject in enumerate(subjects)}


@lru_cache(maxsize=512)
def page_statement(asked: Asked) -> Hot:
    """Return a page's statement; it takes the subjects, person, now, most, and after_due with after_task."""
    return Hot(page(asked, ()))


def page(asked: Asked, of_cases: Sequence[ColumnElement[bool]]) -> AnySelect:
    """Return the same for pages that ask something of the cases too; the last column is what orders them."""
    conditions = [*_OF_TAB[asked.tab], *([_BEHIND] if asked.goes_on else [])]
    first = _first_rows([_arm(each, conditions, of_cases) for each in _offered(asked.tab, asked.subjects)])
    found = TASKS.add_columns(first.c.due_at.label("orders_by")).join(first, first.c.task_id == _task.id)
    return found.order_by(first.c.due_at, first.c.task_id).limit(_MOST)


@lru_cache(maxsize=128)
def count_statement(subjects: int) -> Hot:
    """Return the counts of the four tabs: enough rows of each subject to know how many tasks there are, or that there are many."""
    return Hot(select(*(_count(tab, _offered(tab, subjects)) for tab in _OF_TAB)))


def count_of_many(subjects: Sequence[str]) -> AnySelect:
    """Return the same for more subjects than a union takes."""
    return select(*(_count(tab, [_inbox.subject.in_(subjects)]) for tab in _OF_TAB))


def _count(tab: Tab, offered: Sequence[ColumnElement[bool]]) -> ScalarSelect[int]:
    arms = [_arm(each, _OF_TAB[tab], ()) for each in offered]
    counted = select(_first_rows(arms).c.task_id).limit(_MOST).subquery()
    return select(func.count()).select_from(counted).scalar_subquery()


def _offered(tab: Tab, subjects: int) -> Sequence[ColumnElement[bool]]:
    """One condition for each arm; what one has claimed has a key of its own, and so one arm."""
    each = [_inbox.subject == bindparam(f"subject{number}") for number in range(subjects)]
    return [or_(*each)] if tab == "mine" else each


def _arm(
    offered: ColumnElement[bool],
    conditions: Sequence[ColumnElement[bool]],
    of_cases: Sequence[ColumnElement[bool]],
) -> AnySelect:
    """Rows of the inbox; what is asked of their cases is looked up row by row, until the page is full."""
    rows = select(_inbox.due_at, _inbox.task_id).where(offered, *conditions)
    if of_cases:
        rows = rows.where(
            exists().where(_task.id == _inbox.task_id, _task.instance_id == _case.id, *of_cases)
        )
    return rows.distinct().order_by(_inbox.due_at, _inbox.task_id).limit(_MOST)


def _first_rows(arms: Sequence[AnySelect]) -> Subquery:
    return union(*(select(arm.subquery()) for arm in arms)).subquery("first_rows")
