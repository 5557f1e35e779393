"""What changes the pool of resolvers: admission, suspension and its end, leaving."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from sqlalchemy import bindparam

from engine.actor import Actor
from engine.errors import AlreadyDone, Invalid, Problem
from engine.store.prepared import Hot
from engine.uow import UnitOfWork
from registers.directory import queries as directory
from registers.directory.rules import today
from registers.directory.values import Name, Unit
from registers.resolvers import queries, rules, tables
from registers.resolvers.values import NewResolver, Resolver, ResolverLevel, Standing
from registers.resolvers.words import KINDS

_resolver = tables.resolver.c
_SET_STANDING = Hot(
    tables.resolver.update()
    .where(_resolver.person_id == bindparam("the_person"), _resolver.standing == bindparam("standing_read"))
    .values(
        standing=bindparam("new_standing"),
        standing_from=bindparam("since"),
        standing_until=bindparam("until"),
        standing_reason=bindparam("reason"),
    )
)


def admit_resolver(uow: UnitOfWork, actor: Actor, new: NewResolver) -> Resolver:
    """Take a person into the pool of the unit that appoints; refuses one who is in it, and places outside the unit."""
    unit = directory.unit(uow, new.unit_id)
    rules.check_keeps_pool(actor, unit.path)
    rules.check_new(new, unit)
    who = directory.person(uow, new.person_id)
    if queries.resolvers_of(uow, [who.id]):
        raise AlreadyDone("resolver-exists", person=who.id)
    _check_places(uow, new, unit)
    admitted = Resolver(
        who.id,
        Name(who.name, who.name_en),
        level=cast(ResolverLevel, unit.level),  # check_new has seen to it
        force=KINDS[new.kind].force,
        kind=new.kind,
        unit_id=unit.id,
        unit_path=unit.path,
        standing="good",
        standing_from=new.term_from,
        standing_until=None,
        standing_reason="",
        term_from=new.term_from,
        term_to=new.term_to,
    )
    uow.insert(tables.resolver, {each.name: getattr(admitted, each.name) for each in tables.resolver.columns})
    for place in sorted(set(new.places)):
        uow.insert(tables.resolver_place, {"person_id": who.id, "unit_id": place})
    for topic in sorted(set(new.topics)):
        uow.insert(tables.resolver_topic, {"person_id": who.id, "topic": topic})
    uow.audit(actor, "resolver-admitted", chain=f"account:user:{who.id}", kind=new.kind, unit=unit.id)
    return admitted


def suspend_resolver(
    uow: UnitOfWork, actor: Actor, person_id: str, *, reason: str, until: date | None = None
) -> Resolver:
    """Suspend a resolver from today, until a last day or until it is lifted; refuses one who has left."""
    if until is not None and until < today(uow):
        raise Invalid({"until": [Problem("before-first-day", {"first": today(uow).isoformat()})]})
    return _change_standing(uow, actor, person_id, "suspended", reason=reason, until=until)


def restore_resolver(uow: UnitOfWork, actor: Actor, person_id: str, *, reason: str) -> Resolver:
    """Lift a suspension; refuses one who has left."""
    return _change_standing(uow, actor, person_id, "good", reason=reason)


def end_resolver(uow: UnitOfWork, actor: Actor, person_id: str, *, reason: str) -> Resolver:
    """Take a resolver out of the pool for good; refuses one who has left already."""
    return _change_standing(uow, actor, person_id, "left", reason=reason)


def _change_standing(
    uow: UnitOfWork,
    actor: Actor,
    person_id: str,
    standing: Standing,
    *,
    reason: str,
    until: date | None = None,
) -> Resolver:
    before = queries.resolver(uow, person_id)
    rules.check_keeps_pool(actor, before.unit_path)
    if before.standing == "left":
        raise AlreadyDone("resolver-left", person=person_id, at=before.standing_from)
    if not reason.strip():
        raise Invalid({"reason": [Problem("required")]})
    values = {"new_standing": standing, "since": today(uow), "until": until, "reason": reason}
    uow.write(_SET_STANDING, values | {"the_person": person_id, "standing_read": before.standing}, expect=1)
    # the reason stands in the register alone: it may speak of people, and audit never does
    change = {"from": before.standing, "to": standing, "until": until.isoformat() if until else None}
    uow.audit(actor, "resolver-standing-changed", chain=f"account:user:{person_id}", standing=change)
    return replace(
        before, standing=standing, standing_from=today(uow), standing_until=until, standing_reason=reason
    )


def _check_places(uow: UnitOfWork, new: NewResolver, unit: Unit) -> None:
    found = directory.units_by_id(uow, new.places)
    outside = [
        place for place in new.places if place not in found or not found[place].path.startswith(unit.path)
    ]
    if outside:
        raise Invalid({"places": [Problem("not-in-unit", {"place": outside[0], "unit": unit.id})]})
