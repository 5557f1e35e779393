"""The rules of the directory: who keeps it, what may stand below what, which day it is."""

from __future__ import annotations

import re
from datetime import date

from engine.actor import Actor
from engine.errors import Invalid, NotAllowed, Problem
from engine.uow import UnitOfWork
from engine.zone import CHINA
from registers.directory.posts import POSTS, Post
from registers.directory.values import Level, Unit

ADMINISTRATOR = "administrator"
_BELOW: dict[Level, frozenset[Level | None]] = {
    "county": frozenset({None}),
    "department": frozenset({"county"}),
    "township": frozenset({"county"}),
    "village": frozenset({"township"}),
    "grid": frozenset({"village"}),
}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")  # stands in subjects (`post@unit`) and in paths (`/a/b/`)


def today(uow: UnitOfWork) -> date:
    """Return the day on which the act happens, in China."""
    return uow.now.astimezone(CHINA).date()


def check_administers(actor: Actor) -> None:
    """Refuse one who is not an administrator; the system itself is."""
    if actor.kind != "system" and not any(each.startswith(f"{ADMINISTRATOR}@") for each in actor.subjects):
        raise NotAllowed("not-your-post", by=actor, post=ADMINISTRATOR)


def check_id(field: str, text: str) -> None:
    """Refuse an id that would not fit a subject or a path."""
    if not _ID.fullmatch(text):
        raise Invalid({field: [Problem("bad-id")]})


def check_name(name: str) -> None:
    """Refuse a unit or person without a name."""
    if not name.strip():
        raise Invalid({"name": [Problem("required")]})


def check_below(level: Level, parent: Unit | None) -> None:
    """Refuse a unit under one of the wrong level (a grid under a township, a second level of departments)."""
    if (parent.level if parent else None) not in _BELOW[level]:
        raise Invalid({"parent_id": [Problem("wrong-level", {"level": level})]})


def post_held_in(post_id: str, unit: Unit) -> Post:
    """Return the post; refuses one that does not exist or is not held at the unit's level."""
    post = POSTS.get(post_id)
    if post is None:
        raise Invalid({"post": [Problem("unknown-post")]})
    if post.level != unit.level:
        raise Invalid({"unit_id": [Problem("wrong-level", {"level": post.level})]})
    return post
