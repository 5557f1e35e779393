"""All cases of an area, page by page, and how many: what supervisors and counters ask; what one may not see is not in it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal, TypedDict, Unpack

from sqlalchemy import ColumnElement, exists, func, literal, select, tuple_, union

from engine import access
from engine.actor import Actor
from engine.calendar import load_calendar
from engine.case_rows import CASE_COLUMNS, CaseRow, case_row
from engine.paging import FAR, MOST, MOST_COUNTED, Page, page_of, read_cursor
from engine.store import tables
from engine.store.types import Due
from engine.uow import AnySelect, UnitOfWork
from engine.zone import CHINA

Light = Literal["late", "near", "ok", "none"]
NEAR_DAYS = 2  # working days after today that still count as near

_case, _task = tables.instance.c, tables.task.c
_FAR = literal(None, Due)


class Filters(TypedDict, total=False):
    """What a list of cases keeps: any may be left out.

    `step` is an element id at which a task is open, `light` how the clock stands, `within` a SELECT of case ids.
    """

    process_id: str | None
    step: str | None
    unit_path: str | None
    status: str | None
    light: Light | None
    within: AnySelect | None


def list_instances(
    uow: UnitOfWork, actor: Actor, *, after: str | None = None, limit: int = 50, **filters: Unpack[Filters]
) -> Page[CaseRow]:
    """Return a page of the cases that the actor may list, the earliest due first.

    The index is read in the order of due dates, and each case asked whether it belongs in the list, until the page is full.
    """
    limit = min(limit, MOST)
    sees = access.sees(actor).label("sees")
    page = select(*CASE_COLUMNS, sees).where(access.lists(actor), *_chosen(uow, filters))
    if cursor := read_cursor(after):
        page = page.where(tuple_(_case.due_at, _case.id) > tuple_(literal(cursor[0], Due), cursor[1]))
    found = uow.rows(page.order_by(_case.due_at, _case.id).limit(limit + 1))
    rows = [case_row(row, sees=bool(row.sees)) for row in found]
    return page_of(rows, [(row.due_at or FAR, row.id) for row in found], limit)


def count_instances(uow: UnitOfWork, actor: Actor, **filters: Unpack[Filters]) -> int:
    """Count the cases that the list of the same filters would show, up to MOST_COUNTED."""
    counted = uow.first(select(func.count()).select_from(_first(uow, actor, filters).subquery()))
    return int(counted[0]) if counted else 0


def _first(uow: UnitOfWork, actor: Actor, filters: Filters) -> AnySelect:
    """Some cases of the list, as many as are counted: by any index for who sees nearly all, else by each reason to see one."""
    chosen = _chosen(uow, filters)
    if actor.kind != "staff" or access.supervises_all(actor):
        return select(_case.id).where(access.lists(actor), *chosen).limit(MOST_COUNTED)
    arms = (select(_case.id).where(reason, *chosen).limit(MOST_COUNTED) for reason in access.lists_by(actor))
    found = union(*(select(arm.subquery()) for arm in arms)).subquery("found")
    return select(found.c.id).limit(MOST_COUNTED)


def _chosen(uow: UnitOfWork, filters: Filters) -> list[ColumnElement[bool]]:
    conditions = []
    if process_id := filters.get("process_id"):
        conditions.append(_case.process_id == process_id)
    if status := filters.get("status"):
        conditions.append(_case.status == status)
    if unit_path := filters.get("unit_path"):
        conditions.append(access.in_areas([unit_path]))
    if step := filters.get("step"):
        open_there = _task.instance_id == _case.id, _task.element_id == step, _task.status == "open"
        conditions.append(exists().where(*open_there))
    if light := filters.get("light"):
        conditions.append(_shows(uow, light))
    within = filters.get("within")
    if within is not None:
        conditions.append(_case.id.in_(within))
    return conditions


def _shows(uow: UnitOfWork, light: Light) -> ColumnElement[bool]:
    """How the clock of a case that runs stands: past due, due within two working days, later, or without a date."""
    if light == "none":
        return _case.due_at == _FAR
    if light == "late":
        return _case.due_at < uow.now
    today = uow.now.astimezone(CHINA).date()
    last_near = load_calendar(uow).add_working_days(today, NEAR_DAYS)
    later = datetime.combine(last_near + timedelta(days=1), time(), CHINA)
    first, last = (
        (literal(later, Due), _FAR) if light == "ok" else (literal(uow.now, Due), literal(later, Due))
    )
    return (_case.due_at >= first) & (_case.due_at < last)
