"""What is done with API keys: made, revoked, used. An administrator's acts; today by `shuoshi key`, with a page to come."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from sqlalchemy import bindparam, or_, select

from engine.actor import Actor
from engine.errors import AlreadyDone, Invalid, NotFound, Problem
from engine.ids import new_id
from engine.store.prepared import Hot
from engine.uow import UnitOfWork
from registers.accounts import rules, tables
from registers.accounts.key_queries import KeyInForce, hash_of
from registers.accounts.scopes import check_scopes
from registers.accounts.tries import check_tries, count_wrong_try
from registers.directory.queries import unit as unit_of
from registers.directory.queries import units_below
from registers.directory.rules import check_administers, check_id, post_held_in
from registers.directory.values import Unit

BEGINS = "shuoshi_"  # so that a scanner of code and logs knows one where it should not be
_USED_EVERY = timedelta(hours=1)
_key = tables.api_key.c
_NOTE_USE = Hot(
    tables.api_key.update()
    .where(
        _key.secret_hash == bindparam("of_hash"),
        or_(_key.last_used_at.is_(None), _key.last_used_at <= bindparam("before")),
    )
    .values(last_used_at=bindparam("used"))
)
_REVOKE = Hot(
    tables.api_key.update()
    .where(_key.name == bindparam("of_name"), _key.revoked_at.is_(None))
    .values(revoked_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key to be made: its unit is its area, its posts (`post@unit`, in that area) are those whose tasks it may do."""

    name: str
    scopes: Collection[str]
    unit_id: str
    posts: Collection[str] = ()
    expires_at: datetime | None = None


def add_key(uow: UnitOfWork, actor: Actor, new: NewKey) -> str:
    """Make a key and return its secret, this once; refuses a name that was used before and posts outside its area."""
    check_administers(actor)
    check_id("name", new.name)
    unit = unit_of(uow, new.unit_id)
    check_scopes(new.scopes, unit)
    _check_posts(uow, new.posts, unit)
    if new.expires_at is not None and new.expires_at <= uow.now:
        raise Invalid({"expires_at": [Problem("in-the-past")]})
    if uow.first(select(_key.name).where(_key.name == new.name)):
        raise AlreadyDone("key-exists", name=new.name)
    secret = BEGINS + secrets.token_urlsafe(32)
    scopes, posts = sorted(set(new.scopes)), sorted(set(new.posts))
    row = {"id": new_id(), "name": new.name, "secret_hash": hash_of(uow, secret), "unit_id": unit.id}
    row |= {"scopes": orjson.dumps(scopes).decode(), "posts": orjson.dumps(posts).decode()}
    made = {"created_at": uow.now, "created_by": actor.name, "expires_at": new.expires_at}
    uow.insert(tables.api_key, row | made)
    uow.audit(actor, "key-added", chain=f"account:key:{new.name}", scopes=scopes, unit=unit.id, posts=posts)
    return secret


def revoke_key(uow: UnitOfWork, actor: Actor, name: str) -> None:
    """End a key at once and for ever; refused where there is none, or it has been ended."""
    check_administers(actor)
    found = uow.first(select(_key.revoked_at).where(_key.name == name))
    if found is None:
        raise NotFound("no-such-key", name=name)
    if found.revoked_at is not None:
        raise AlreadyDone("key-revoked", name=name)
    uow.write(_REVOKE, {"of_name": name, "at": uow.now}, expect=1)
    uow.audit(actor, "key-revoked", chain=f"account:key:{name}")


def note_wrong_key(uow: UnitOfWork, actor: Actor, *, address: str) -> None:
    """Count a key that does not hold against the address that shows it; too many are refused, like wrong passwords."""
    guard = rules.address_guard(address)
    check_tries(uow, guard)
    count_wrong_try(uow, guard)
    uow.audit(actor, "key-refused", chain=f"sign-in:{guard.key(uow)}")


def note_use(uow: UnitOfWork, _actor: Actor, secret: str) -> None:
    """Note that a key is in use, once an hour at most."""
    uow.write(_NOTE_USE, {"of_hash": hash_of(uow, secret), "before": uow.now - _USED_EVERY, "used": uow.now})


def is_use_to_be_noted(found: KeyInForce, now: datetime) -> bool:
    """Say whether the last use that was noted is an hour ago."""
    return found.last_used_at is None or now - found.last_used_at >= _USED_EVERY


def _check_posts(uow: UnitOfWork, posts: Collection[str], area: Unit) -> None:
    within = {each.id: each for each in units_below(uow, area.path)} if posts else {}
    for post, _, unit_id in (each.partition("@") for each in posts):
        if unit_id not in within:
            raise Invalid({"posts": [Problem("not-in-unit")]})
        post_held_in(post, within[unit_id])
