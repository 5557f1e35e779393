"""What others ask about API keys: which there are, and who it is that shows one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import bindparam, or_, select

from engine.actor import Actor
from engine.store.prepared import Hot
from engine.uow import UnitOfWork
from registers.accounts import tables
from registers.directory import tables as directory

_key, _unit = tables.api_key.c, directory.unit.c
# By the unique hash.
_FIND = Hot(
    select(_key.name, _key.scopes, _key.unit_id, _key.posts, _key.last_used_at, _unit.path)
    .join_from(tables.api_key, directory.unit, _unit.id == _key.unit_id)
    .where(_key.secret_hash == bindparam("secret_hash"), _key.revoked_at.is_(None))
    .where(or_(_key.expires_at.is_(None), _key.expires_at > bindparam("at")))
)


@dataclass(frozen=True, slots=True)
class KeyInForce:
    """A key that was shown and holds: who acts by it, for what, and when it was last used."""

    actor: Actor
    scopes: frozenset[str]
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as those see it who keep them; its secret nobody sees again."""

    name: str
    scopes: tuple[str, ...]
    unit_id: str
    posts: tuple[str, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


def hash_of(uow: UnitOfWork, secret: str) -> str:
    """Return the keyed hash under which a key is found; the secret is random, so that it needs no slow one."""
    return uow.runtime.keyring.lookup_hash("api-key", secret)


def key_in_force(uow: UnitOfWork, secret: str) -> KeyInForce | None:
    """Return who shows this secret; None where there is no such key, or it has ended. One statement."""
    for name, scopes, unit_id, posts, used, path in uow.fetch(
        _FIND, secret_hash=hash_of(uow, secret), at=uow.now
    ):
        held = frozenset(orjson.loads(posts))
        who = Actor("program", unit=unit_id, subjects=held, areas=frozenset({path}), key=name)
        return KeyInForce(who, frozenset(orjson.loads(scopes)), used)
    return None


def api_keys(uow: UnitOfWork) -> tuple[ApiKey, ...]:
    """Return all keys that there are or were, by name: a county has as many as programs."""
    columns = [_key[name] for name in ApiKey.__dataclass_fields__]
    return tuple(
        ApiKey(name, tuple(orjson.loads(scopes)), unit_id, tuple(orjson.loads(posts)), *moments)
        for name, scopes, unit_id, posts, *moments in uow.rows(select(*columns).order_by(_key.name))
    )
