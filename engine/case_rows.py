"""Cases as lists and pages see them: one row, found with what the actor may see of it (decision 14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine import access
from engine.actor import Actor
from engine.errors import NotAllowed, NotFound
from engine.store import tables
from engine.uow import AnyRow, UnitOfWork

_case = tables.instance.c


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case without what it is about; `is_clock_only` where the actor sees of a sealed one no more than this."""

    id: str
    number: str
    process_id: str
    definition_id: str
    unit_id: str
    unit_path: str
    visibility: str
    status: str
    step: str
    step_en: str
    due_at: datetime | None
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    rev: int
    is_clock_only: bool = False


CASE_COLUMNS = tuple(_case[name] for name in CaseRow.__dataclass_fields__ if name != "is_clock_only")


def case_row(row: AnyRow, *, sees: bool) -> CaseRow:
    """Return a row that begins with CASE_COLUMNS as a value."""
    values: list[Any] = [*row[: len(CASE_COLUMNS)], not sees]
    return CaseRow(*values)


@dataclass(frozen=True, slots=True)
class Seen:
    """A case, and whether the actor handles it: personal data are shown to handlers alone."""

    case: CaseRow
    handles: bool


def case_id_of(uow: UnitOfWork, number: str) -> str:
    """Return the id of the case with a number; refused where there is none. Access is checked by the caller."""
    found = uow.first(select(_case.id).where(_case.number == number))
    if found is None:
        raise NotFound("no-such-case", number=number)
    return str(found.id)


def find_case(uow: UnitOfWork, actor: Actor, instance_id: str) -> Seen:
    """Return a case that the actor may see, or whose clock it may see; refused otherwise."""
    asked = (("sees", access.sees), ("lists", access.lists), ("handles", access.handles))
    seen = [condition(actor).label(name) for name, condition in asked]
    found = uow.first(select(*CASE_COLUMNS, *seen).where(_case.id == instance_id))
    if found is None:
        raise NotFound("no-such-case")
    if not found.lists:
        raise NotAllowed("not-your-case", by=actor, case=instance_id)
    return Seen(case_row(found, sees=bool(found.sees)), bool(found.handles))
