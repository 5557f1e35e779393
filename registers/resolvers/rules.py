"""The rules of the resolvers: who keeps the pool, what may be said of one, and that only good standing is chosen."""

from __future__ import annotations

from typing import get_args

from engine.actor import Actor
from engine.errors import Invalid, NotAllowed, NotYet, Problem
from engine.uow import UnitOfWork
from registers.directory.rules import today
from registers.directory.values import Unit
from registers.resolvers.values import NewResolver, Resolver, ResolverLevel
from registers.resolvers.words import KINDS, TOPICS


def check_keeps_pool(actor: Actor, unit_path: str) -> None:
    """Refuse one who does not supervise the area of the unit that appoints (its township's leader, the county)."""
    if actor.kind != "system" and not any(unit_path.startswith(area) for area in actor.areas):
        raise NotAllowed("not-your-area", by=actor)


def check_new(new: NewResolver, unit: Unit) -> None:
    """Refuse a kind or topic that is not in the lists, a unit that has no pool, no place, a term that ends early."""
    if new.kind not in KINDS:
        raise Invalid({"kind": [Problem("unknown-kind")]})
    if unit.level not in get_args(ResolverLevel):
        raise Invalid({"unit_id": [Problem("wrong-level", {"level": "village"})]})
    if not new.places:
        raise Invalid({"places": [Problem("required")]})
    if unknown := sorted(set(new.topics) - set(TOPICS)):
        raise Invalid({"topics": [Problem("unknown-topic", {"topic": unknown[0]})]})
    if new.term_to is not None and new.term_to < new.term_from:
        raise Invalid({"term_to": [Problem("before-first-day", {"first": new.term_from.isoformat()})]})


def check_good_standing(uow: UnitOfWork, resolver: Resolver) -> None:
    """Refuse a resolver who is suspended, has left, or whose term does not run today (S8); says until when."""
    standing = resolver.standing_on(today(uow))
    if standing != "good":
        until = resolver.standing_until if standing == "suspended" else None
        raise NotYet(
            "resolver-not-in-good-standing", person=resolver.person_id, standing=standing, until=until
        )
