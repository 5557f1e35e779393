"""Incidents that are open: of one case, and of an area, page by page; what one may not see is not among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_

from engine import access, incident_rows
from engine.actor import Actor
from engine.case_rows import Seen, find_case
from engine.keys import CaseKey
from engine.paging import MOST, Page, page_of, read_cursor
from engine.personal import case_key
from engine.store import tables
from engine.store.rows import READ_INSTANCE, InstanceRow
from engine.uow import AnyRow, UnitOfWork

MOST_COUNTED = 100  # the badge says "99+"
_incident, _case = tables.incident.c, tables.instance.c
_COLUMNS = (
    *(_incident[name] for name in ("id", "instance_id", "kind", "element_id", "name", "name_en", "cause")),
    *(_incident[name] for name in ("opened_at", "sealed")),
    *(_case[name] for name in ("number", "unit_id", "visibility")),
)


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident that is open: of which case, at which element, why (a code of `StepFailed`, or `job-failed`), since when.

    `detail` and `params` may quote the case: they are given to those who see it, on its own page alone.
    """

    id: str
    instance_id: str
    kind: str
    element_id: str
    name: str
    name_en: str
    cause: str
    opened_at: datetime
    number: str
    unit_id: str
    visibility: str
    detail: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    may_retry: bool = True


def incidents_of_case(uow: UnitOfWork, actor: Actor, instance_id: str) -> tuple[IncidentRow, ...]:
    """Return what keeps a case from going on, the oldest first; refused to those who may not list the case."""
    return incidents_of_seen(uow, actor, find_case(uow, actor, instance_id))


def incidents_of_seen(uow: UnitOfWork, actor: Actor, seen: Seen) -> tuple[IncidentRow, ...]:
    """Return the same of a case that was found for the actor."""
    of_case = _open().where(_incident.instance_id == seen.case.id)
    found = uow.rows(of_case.order_by(_incident.opened_at, _incident.id).limit(MOST))
    if not found:
        return ()
    row = InstanceRow(*uow.fetch(READ_INSTANCE, instance_id=seen.case.id)[0])
    key = None if row.wrapped_key is None or seen.case.is_clock_only else case_key(uow, row)
    may_retry = may_retry_in(actor, row, handles=seen.handles)
    return tuple(replace(_row(each, key), may_retry=may_retry) for each in found)


def may_retry_in(actor: Actor, case: InstanceRow, *, handles: bool) -> bool:
    """Say who may try again what is stuck: who supervises the area; of a case for named people alone, its handlers too."""
    return access.supervises(actor, case.unit_path) or (case.visibility == "named" and handles)


def incidents_of_area(
    uow: UnitOfWork, actor: Actor, *, after: str | None = None, limit: int = 50
) -> Page[IncidentRow]:
    """Return a page of the incidents in the actor's area, the oldest first (index of the open ones)."""
    limit = min(limit, MOST)
    page = _open().where(_in_area(actor))
    if cursor := read_cursor(after):
        page = page.where(tuple_(_incident.opened_at, _incident.id) > tuple_(*cursor))
    found = uow.rows(page.order_by(_incident.opened_at, _incident.id).limit(limit + 1))
    return page_of([_row(row, None) for row in found], [(row.opened_at, row.id) for row in found], limit)


def count_incidents(uow: UnitOfWork, actor: Actor) -> int:
    """Count the incidents in the actor's area, up to MOST_COUNTED; asks nothing where one supervises none."""
    if actor.kind == "staff" and not actor.areas:
        return 0
    some = _open().where(_in_area(actor)).limit(MOST_COUNTED).subquery()
    counted = uow.first(select(func.count()).select_from(some))
    return int(counted[0]) if counted else 0


def _open() -> Select[Any]:
    return (
        select(*_COLUMNS)
        .join_from(tables.incident, tables.instance, _case.id == _incident.instance_id)
        .where(_incident.resolved_at.is_(None))
    )


def _in_area(actor: Actor) -> ColumnElement[bool]:
    """Of cases that the actor's lists may name, those in the area; a program or the system has no area of its own."""
    listed = access.lists(actor)
    return and_(listed, access.in_areas(actor.areas)) if actor.kind == "staff" else listed


def _row(row: AnyRow, key: CaseKey | None) -> IncidentRow:
    said = incident_rows.opened(key, row.sealed) if key and row.sealed else {}
    return IncidentRow(
        id=row.id,
        instance_id=row.instance_id,
        kind=row.kind,
        element_id=row.element_id,
        name=row.name,
        name_en=row.name_en,
        cause=row.cause,
        opened_at=row.opened_at,
        number=row.number,
        unit_id=row.unit_id,
        visibility=row.visibility,
        detail=str(said.get("detail", "")),
        params=said.get("params", {}),
    )
