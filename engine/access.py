"""Who may see a case (decision 14): one set of SQL conditions, used by every list, count, search and check.

- Handlers (a subject in `handler`, with the membership in force) see all of the case.
- Visibility public or unit: so do the posts of the unit that answers for it, and those who supervise its area.
- Named: handlers alone. Sealed: handlers alone; who supervises the area sees number, unit, step and clock.
- A program (an API key) sees what is public or the unit's in its area, and what its posts handle; never personal data,
  and of a case sealed to others not even the clock.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from engine.actor import Actor
from engine.errors import NotAllowed, NotFound
from engine.store import tables
from engine.store.task_rows import FORGET_HANDLERS
from engine.store.types import lies_in
from engine.uow import UnitOfWork

OF_THE_ROOT = 2  # slashes in the path of the whole county: `/county/`

_case = tables.instance.c


def sees(actor: Actor) -> ColumnElement[bool]:
    """The cases of which the actor may see everything; to be put into every SELECT that joins `instance`."""
    if actor.kind == "system":
        return true()
    if actor.kind not in {"staff", "program"}:
        return false()
    posts = or_(_case.unit_id.in_(sorted(actor.units)), in_areas(actor.areas))
    return or_(works_on(actor), and_(_case.visibility.in_(("public", "unit")), posts))


def lists(actor: Actor) -> ColumnElement[bool]:
    """The cases that the actor's lists may name: those it sees, and the sealed ones of its area by their clock alone."""
    if actor.kind != "staff":
        return sees(actor)
    return or_(sees(actor), and_(_case.visibility == "sealed", in_areas(actor.areas)))


def lists_by(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The same for staff, by reason: handled, of a unit of one's posts, of an area that one supervises; each has an index."""
    handler = tables.handler.c
    handled = select(handler.instance_id).where(handler.subject.in_(sorted(actor.subjects)))
    return (
        _case.id.in_(handled),
        and_(_case.visibility.in_(("public", "unit")), _case.unit_id.in_(sorted(actor.units))),
        and_(_case.visibility.in_(("public", "unit", "sealed")), in_areas(actor.areas)),
    )


def handles(actor: Actor) -> ColumnElement[bool]:
    """The cases that the actor handles or, in a post it still holds, has handled: they show it personal data."""
    if actor.kind == "system":
        return true()
    return false() if actor.kind == "program" else works_on(actor)


def works_on(actor: Actor) -> ColumnElement[bool]:
    """The cases that one of the actor's subjects handles or has handled, be it a person or a program."""
    handler = tables.handler.c
    return exists(
        select(handler.instance_id).where(
            handler.instance_id == _case.id, handler.subject.in_(sorted(actor.subjects))
        )
    )


def in_areas(areas: Iterable[str]) -> ColumnElement[bool]:
    """The cases whose unit lies in one of the areas (paths that end in `/`): a range of the index for each."""
    return or_(false(), *(lies_in(_case.unit_path, area) for area in sorted(areas)))


def check_sees(uow: UnitOfWork, actor: Actor, instance_id: str) -> None:
    """Refuse one who may not see all of the case."""
    seen = uow.first(select(sees(actor)).where(_case.id == instance_id))
    if seen is None:
        raise NotFound("no-such-case")
    if not seen[0]:
        raise NotAllowed("not-your-case", by=actor, case=instance_id)


def supervises(actor: Actor, unit_path: str) -> bool:
    """Say whether the unit lies in the actor's area."""
    return actor.kind == "system" or any(unit_path.startswith(area) for area in actor.areas)


def check_supervises(actor: Actor, unit_path: str, case_id: str) -> None:
    """Refuse one in whose area the unit does not lie."""
    if not supervises(actor, unit_path):
        raise NotAllowed("not-your-area", by=actor, case=case_id)


def supervises_all(actor: Actor) -> bool:
    """Say whether the actor supervises the whole county."""
    return actor.kind == "system" or any(area.count("/") == OF_THE_ROOT for area in actor.areas)


def check_supervises_all(actor: Actor, **of: object) -> None:
    """Refuse one who does not supervise the whole county: what belongs to no case is the county's."""
    if not supervises_all(actor):
        raise NotAllowed("not-your-area", by=actor, **of)


def forget_handlers(uow: UnitOfWork, instance_id: str) -> None:
    """Hide a case from all staff who have handled it so far: who handles it from now on is noted as ever."""
    uow.write(FORGET_HANDLERS, {"of_case": instance_id})
