"""What changes the directory: units, people, and who holds a post; an administrator's work."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import and_, bindparam, or_, select

from engine.actor import Actor
from engine.errors import AlreadyDone, Invalid, NotFound, Problem
from engine.ids import new_id
from engine.store.prepared import Hot
from engine.uow import UnitOfWork
from registers.directory import queries, rules, tables
from registers.directory.values import Membership, Name, NewUnit, Person, Unit

_held = tables.membership.c
_SAME_POST = and_(
    _held.person_id == bindparam("the_person"),
    _held.post == bindparam("the_post"),
    _held.unit_id == bindparam("the_unit"),
)
_END_MEMBERSHIP = Hot(
    tables.membership.update()
    .where(_SAME_POST, _held.from_day == bindparam("since"), _held.to_day.is_(None))
    .values(to_day=bindparam("last_day"))
)


def add_unit(uow: UnitOfWork, actor: Actor, new: NewUnit) -> Unit:
    """Add a unit to the tree; refuses an id or a name taken, and a parent of the wrong level."""
    rules.check_administers(actor)
    rules.check_id("id", new.id)
    rules.check_name(new.name)
    parent = queries.unit(uow, new.parent_id) if new.parent_id else None
    rules.check_below(new.level, parent)
    _check_free(uow, new)
    row = asdict(new) | {
        "name_en": new.name_en or new.name,
        "path": f"{parent.path if parent else '/'}{new.id}/",
    }
    uow.insert(tables.unit, row)
    uow.audit(
        actor, "unit-added", chain=f"unit:{new.id}", name=new.name, level=new.level, parent=new.parent_id
    )
    return Unit(**{name: row[name] for name in Unit.__dataclass_fields__})


def add_person(
    uow: UnitOfWork, actor: Actor, *, name: str, name_en: str = "", person_id: str | None = None
) -> Person:
    """Add a person; refuses an id that is taken."""
    rules.check_administers(actor)
    rules.check_name(name)
    new = Person(person_id or new_id(), name, name_en or name)
    rules.check_id("person_id", new.id)
    if uow.first(select(tables.person.c.id).where(tables.person.c.id == new.id)):
        raise AlreadyDone("person-exists", person=new.id)
    uow.insert(tables.person, asdict(new))
    uow.audit(actor, "person-added", chain=f"account:user:{new.id}")
    return new


def appoint(
    uow: UnitOfWork, actor: Actor, person_id: str, post: str, unit_id: str, *, from_day: date | None = None
) -> Membership:
    """Give a person a post in a unit, from a day (today) on.

    Refuses a post that does not exist or is not held at the unit's level, and one that the person holds there already.
    """
    rules.check_administers(actor)
    queries.person(uow, person_id)
    unit = queries.unit(uow, unit_id)
    title = rules.post_held_in(post, unit).title_in(Name(unit.name, unit.name_en))
    since = from_day or rules.today(uow)
    if _periods(uow, person_id, post, unit_id, since):
        raise AlreadyDone("already-appointed", person=person_id, post=post, unit=unit_id)
    row = {"person_id": person_id, "post": post, "unit_id": unit_id, "from_day": since, "to_day": None}
    uow.insert(tables.membership, row)
    uow.audit(
        actor,
        "appointed",
        chain=f"account:user:{person_id}",
        post=post,
        unit=unit_id,
        since=since.isoformat(),
    )
    return Membership(person_id, post, unit_id, since, None, title)


def end_membership(
    uow: UnitOfWork, actor: Actor, person_id: str, post: str, unit_id: str, *, last_day: date | None = None
) -> date:
    """End a post that a person holds, after a last day (today); returns that day.

    Refuses one who does not hold the post, and a last day before the first.
    """
    rules.check_administers(actor)
    open_since = [since for since, until in _periods(uow, person_id, post, unit_id) if until is None]
    if not open_since:
        raise NotFound("not-appointed", person=person_id, post=post, unit=unit_id)
    last = last_day or rules.today(uow)
    if last < open_since[0]:
        raise Invalid({"last_day": [Problem("before-first-day", {"first": open_since[0].isoformat()})]})
    key = {"the_person": person_id, "the_post": post, "the_unit": unit_id, "since": open_since[0]}
    uow.write(_END_MEMBERSHIP, key | {"last_day": last}, expect=1)
    uow.audit(
        actor,
        "membership-ended",
        chain=f"account:user:{person_id}",
        post=post,
        unit=unit_id,
        last=last.isoformat(),
    )
    return last


def _check_free(uow: UnitOfWork, new: NewUnit) -> None:
    columns = tables.unit.c
    same_name = and_(columns.parent_id == new.parent_id, columns.name == new.name)
    taken = uow.first(select(columns.id).where(or_(columns.id == new.id, same_name)))
    if taken:
        raise AlreadyDone("unit-exists", unit=taken[0])


def _periods(
    uow: UnitOfWork, person_id: str, post: str, unit_id: str, day: date = date.min
) -> list[tuple[date, date | None]]:
    """Return from when to when the person holds the post there, from a day on."""
    found = uow.rows(
        select(_held.from_day, _held.to_day).where(
            _SAME_POST, or_(_held.to_day.is_(None), _held.to_day >= day)
        ),
        the_person=person_id,
        the_post=post,
        the_unit=unit_id,
    )
    return [(since, until) for since, until in found]
