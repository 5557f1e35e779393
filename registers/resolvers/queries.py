"""What others ask the register of resolvers: one of them, and who could take a matter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from engine.errors import NotFound
from engine.store.tables import inbox
from engine.uow import AnyRow, UnitOfWork
from registers.directory import queries as directory
from registers.directory.rules import today
from registers.directory.tables import person, unit
from registers.directory.values import Name
from registers.resolvers import tables
from registers.resolvers.values import Candidate, Resolver

_resolver, _place, _topic = tables.resolver.c, tables.resolver_place.c, tables.resolver_topic.c
_RESOLVER = (
    select(
        _resolver.person_id,
        person.c.name,
        person.c.name_en,
        _resolver.level,
        _resolver.force,
        _resolver.kind,
        _resolver.unit_id,
        unit.c.path,
        _resolver.standing,
        _resolver.standing_from,
        _resolver.standing_until,
        _resolver.standing_reason,
        _resolver.term_from,
        _resolver.term_to,
    )
    .join_from(tables.resolver, person)
    .join(unit, unit.c.id == _resolver.unit_id)
)
# Open tasks by name: a range of the inbox's key for each resolver.
_LOAD = (
    select(func.count())
    .select_from(inbox)
    .where(inbox.c.subject == "user:" + _resolver.person_id)
    .scalar_subquery()
    .label("load")
)


def resolver(uow: UnitOfWork, person_id: str) -> Resolver:
    """Return a resolver; refuses a person who is none."""
    found = uow.first(_RESOLVER.where(_resolver.person_id == person_id))
    if found is None:
        raise NotFound("no-such-resolver", person=person_id)
    return _resolver_of(found)


def resolvers_of(uow: UnitOfWork, person_ids: Iterable[str]) -> dict[str, Resolver]:
    """Return the resolvers among these people, in one statement."""
    rows = uow.rows(_RESOLVER.where(_resolver.person_id.in_(sorted(set(person_ids)))))
    return {row[0]: _resolver_of(row) for row in rows}


def candidates(uow: UnitOfWork, unit_id: str, topic: str | None = None) -> tuple[Candidate, ...]:
    """Return the resolvers in good standing who serve a place or what lies above it, those to be asked first on top.

    Nearest place first; then who knows the topic; then who has least in hand.
    """
    above = directory.unit(uow, unit_id).path.strip("/").split("/")
    knows = exists(
        select(_topic.person_id).where(_topic.person_id == _resolver.person_id, _topic.topic == (topic or ""))
    )
    rows = uow.rows(
        select(
            _resolver.person_id,
            person.c.name,
            person.c.name_en,
            _resolver.level,
            _resolver.kind,
            _place.unit_id,
            knows.label("knows"),
            _LOAD,
        )
        .join_from(tables.resolver, person)
        .join(tables.resolver_place, _place.person_id == _resolver.person_id)
        .where(_place.unit_id.in_(above), in_good_standing(today(uow)))
    )
    found = [
        Candidate(person_id, Name(name, name_en), level, kind, place_id, bool(knows_topic), load)
        for person_id, name, name_en, level, kind, place_id, knows_topic, load in rows
    ]
    found.sort(
        key=lambda each: (-above.index(each.place_id), not each.knows_topic, each.load, each.person_id)
    )
    nearest: dict[str, Candidate] = {}
    for each in found:
        nearest.setdefault(each.person_id, each)
    return tuple(nearest.values())


def in_good_standing(day: date) -> ColumnElement[bool]:
    """The resolvers who may be chosen on a day; says in SQL what `Resolver.standing_on` says of one."""
    over = and_(_resolver.standing_until.is_not(None), _resolver.standing_until < day)
    in_term = and_(_resolver.term_from <= day, or_(_resolver.term_to.is_(None), _resolver.term_to >= day))
    return and_(in_term, or_(_resolver.standing == "good", over))


def _resolver_of(row: AnyRow) -> Resolver:
    person_id, name, name_en, *rest = row
    return Resolver(person_id, Name(name, name_en), *rest)
