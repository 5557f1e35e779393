"""The rows of messages: what is kept for those who come later, who took it, and the lock between giver and waiter.

A message that nobody waits for and a wait that no message is kept for must not pass each other by. On SQLite the write
lock sees to that. On PostgreSQL whoever begins to wait shares a lock named for message and key, and whoever keeps a message
holds it alone: so each of the two sees what the other has written.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import (
    BigInteger,
    Connection,
    String,
    bindparam,
    exists,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from engine.store import tables
from engine.store.prepared import Hot, Params, execute
from engine.store.types import Instant

MESSAGE, SIGNAL = "message", "signal"
_subscription, _message, _taken = tables.subscription.c, tables.message.c, tables.message_taken.c
_KEPT = "id", "name", "correlation_key", "message_id", "at", "expires_at", "payload"

# By the unique key (name, correlation_key, message_id): what is kept for one who waits, and their process has not had.
_IS_FOR = (
    _message.name == bindparam("message"),
    _message.correlation_key == bindparam("key"),
    _message.expires_at > bindparam("now", type_=Instant),
    ~exists().where(_taken.message_id == _message.id, _taken.process_id == bindparam("process")),
)
FITTING = Hot(
    select(_message.id, _message.payload).where(*_IS_FOR).order_by(_message.at, _message.id).limit(1)
)
# A row for a token that begins to wait; none where a message is kept for it, which must be given to it first.
BEGIN_TO_WAIT = Hot(
    insert(tables.subscription).from_select(
        ["task_id", "instance_id", "kind", "message", "correlation_key", "since"],
        select(
            bindparam("token", type_=String),
            bindparam("case_id", type_=String),
            bindparam("kind", MESSAGE, type_=String),
            bindparam("message", type_=String),
            bindparam("key", type_=String),
            bindparam("now", type_=Instant),
        ).where(~exists().where(*_IS_FOR)),
    )
)
# By the index on message and correlation_key.
WAITING_CASES = Hot(
    select(_subscription.instance_id)
    .where(
        _subscription.message == bindparam("message"),
        _subscription.correlation_key == bindparam("key"),
        _subscription.kind == MESSAGE,
    )
    .distinct()
    .order_by(_subscription.instance_id)
)
SHARE_LOCK = Hot(select(func.pg_advisory_xact_lock_shared(bindparam("lock", type_=BigInteger))))
_HOLD = Hot(select(func.pg_advisory_xact_lock(bindparam("lock", type_=BigInteger))))


def locks_to_share(connection: Connection, waits: set[tuple[str, str]]) -> list[int]:
    """Return the locks of those who begin to wait for names and keys, in the order to take them; none on SQLite."""
    if connection.dialect.name != "postgresql":
        return []
    return sorted({_lock_of(*each) for each in waits})


def share_locks(connection: Connection, waits: set[tuple[str, str]]) -> None:
    """Keep those off who would keep a message for these names and keys, until the act ends."""
    for lock in locks_to_share(connection, waits):
        execute(connection, SHARE_LOCK, [{"lock": lock}])


def hold_lock(connection: Connection, name: str, key: str) -> None:
    """Keep those off who begin to wait for a name and key, until the act ends; SQLite has its write lock."""
    if connection.dialect.name == "postgresql":
        execute(connection, _HOLD, [{"lock": _lock_of(name, key)}])


def keep(connection: Connection, row: Params) -> bool:
    """Write a message at once; False where one with its name, key and id is there, or comes meanwhile."""
    return _insert_once(connection, _KEEP, row)


def note_taken(connection: Connection, row: Params) -> bool:
    """Note at once that a process has had a message; False where it had."""
    return _insert_once(connection, _TAKE, row)


def _insert_once(connection: Connection, statements: dict[str, Hot], row: Params) -> bool:
    return bool(execute(connection, statements[connection.dialect.name], [row]).rowcount)


_KEEP = {
    name: Hot(insert_into(tables.message).on_conflict_do_nothing(), _KEPT)
    for name, insert_into in (("sqlite", sqlite_insert), ("postgresql", postgres_insert))
}
_TAKE = {
    name: Hot(insert_into(tables.message_taken).on_conflict_do_nothing(), ("message_id", "process_id"))
    for name, insert_into in (("sqlite", sqlite_insert), ("postgresql", postgres_insert))
}


def _lock_of(name: str, key: str) -> int:
    """A number of 64 bits for a name and key; two that share one only wait for each other now and then."""
    digest = hashlib.sha256(f"{name}\0{key}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
