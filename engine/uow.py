"""The unit of work: one act reads at once, queues what it writes, and commits all of it together or nothing.

`commit` stands in this file alone. On SQLite an act reads and computes outside a transaction and takes the write
lock only to write (a deferred transaction that upgrades fails at once with "database is locked"); on PostgreSQL it
locks the instance row when it loads it. Both check the row version, and a moved one repeats the whole act.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

import psycopg
from sqlalchemy import Connection, Executable, Row, Select, Table, bindparam, select, text
from sqlalchemy.exc import DBAPIError

from engine.actor import Actor
from engine.audit import Head, next_event
from engine.errors import Changed, NotAllowed
from engine.runtime import Runtime
from engine.store import tables
from engine.store.outgoing import Outgoing, Stale
from engine.store.prepared import Hot, execute, fetch
from engine.store.rows import COLUMNS, LOCK_INSTANCE, NEW_INSTANCE, InstanceRow, save_instance
from engine.store.sequences import take_next

__all__ = ["InstanceRow", "Stale", "UnitOfWork", "reading", "run"]

P = ParamSpec("P")
T = TypeVar("T")
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
AnyRow: TypeAlias = Row[*tuple[Any, ...]]  # a row of any width, to be unpacked

AnyTuple: TypeAlias = tuple[Any, ...]

ATTEMPTS = 5
_PAUSE = 0.02
_DATABASE_ERRORS = (DBAPIError, sqlite3.Error, psycopg.Error)  # the hot path speaks with the driver itself
_UNIQUE = (sqlite3.IntegrityError, psycopg.IntegrityError)
BEGIN_WRITING = Hot(text("BEGIN IMMEDIATE"))
_MOVE_HEAD = Hot(
    tables.chain_head.update()
    .where(tables.chain_head.c.chain == bindparam("name"), tables.chain_head.c.seq == bindparam("seq_read"))
    .values(seq=bindparam("seq"), hash=bindparam("hash"))
)


class UnitOfWork:
    """One act's view of the world: what it may read, the time it happens, and what it leaves behind."""

    def __init__(self, connection: Connection, runtime: Runtime, *, is_repeated: bool = False) -> None:
        self.connection = connection
        self.runtime = runtime
        self.is_repeated = is_repeated  # another act was faster, so that this one was begun anew
        self.now = runtime.clock()
        self.in_motion: set[str] = (
            set()
        )  # cases whose state is being run: it must not be opened a second time
        self._outgoing = Outgoing()
        self._instances: dict[
            str, tuple[InstanceRow, AnyTuple | None]
        ] = {}  # with its values as loaded; None: new
        self._heads: dict[str, tuple[Head, Head]] = {}
        self._writing = False

    # reading

    def rows(self, statement: AnySelect, **params: object) -> Sequence[AnyRow]:
        """Return all rows of a SELECT. What is queued in this act is not among them."""
        return self.connection.execute(statement, params).all()

    def first(self, statement: AnySelect, **params: object) -> AnyRow | None:
        """Return the first row of a SELECT, or None."""
        return self.connection.execute(statement, params).first()

    def fetch(self, statement: Hot, **params: object) -> list[tuple[Any, ...]]:
        """Return all rows of a statement of the hot path, as tuples."""
        return fetch(self.connection, statement, params)

    def lock_instance(self, instance_id: str) -> InstanceRow | None:
        """Return the instance's row, locked until the act ends on PostgreSQL; the same object each time."""
        if instance_id not in self._instances:
            for found in self.fetch(LOCK_INSTANCE, instance_id=instance_id):
                return self.hold_instance(found)
            return None
        return self._instances[instance_id][0]

    def hold_instance(self, loaded: AnyTuple) -> InstanceRow:
        """Take over an instance row, as a statement has loaded and locked it; returns the one that this act keeps."""
        row = InstanceRow(*loaded)
        return self._instances.setdefault(row.id, (row, loaded))[0]

    # writing

    def add_instance(self, row: InstanceRow) -> None:
        """Put a new instance into this act; it is inserted at the end with the state it has then."""
        self._instances[row.id] = (row, None)

    def insert(self, table: Table, row: Mapping[str, object]) -> None:
        """Queue a row; the rows of one table leave together in one statement."""
        self._outgoing.insert(table, row)

    def write(
        self,
        statement: Executable | Hot,
        params: Mapping[str, object] | None = None,
        *,
        expect: int | None = None,
    ) -> None:
        """Queue an UPDATE or DELETE; where it does not meet the expected number of rows the act is repeated."""
        self._outgoing.write(statement, params or {}, expect)

    def defer(
        self,
        kind: str,
        payload: Mapping[str, object],
        *,
        instance_id: str | None = None,
        due_at: datetime | None = None,
    ) -> None:
        """Queue a job (an outgoing message, say) that leaves only if this act commits; payload holds references only."""
        from engine.jobs import job_row  # local: jobs run acts, and acts defer jobs

        self.insert(tables.job, job_row(kind, payload, instance_id=instance_id, due_at=due_at or self.now))

    def audit(
        self,
        actor: Actor,
        what: str,
        case: InstanceRow | None = None,
        /,
        *,
        chain: str = "",
        **details: object,
    ) -> None:
        """Note who did what: in the case's chain, or in the chain named (`account:…`, `definition:…`)."""
        name = f"case:{case.id}" if case else chain
        head = Head(case.audit_seq, case.audit_head) if case else self._head(name)
        row, head = next_event(name, head, at=self.now, actor=actor, what=what, details=details)
        self.insert(tables.event, row)
        if case:
            case.audit_seq, case.audit_head = head.seq, head.hash
        else:
            self._heads[name] = (self._heads[name][0], head)

    def next_number(self, name: str) -> int:
        """Take the next number of a sequence, without gaps: opens the write transaction at once."""
        self.open_write()
        return take_next(self.connection, name)

    def step(self, name: str) -> None:
        """Mark a point inside an act, where tests stop it dead; nothing in production."""
        if self.runtime.on_step is not None:
            self.runtime.on_step(name)

    def open_write(self) -> None:
        """Take SQLite's write lock, so that what is read from now on stays true until the commit."""
        if not self._writing:
            self.step("before-write")
            if self.connection.dialect.name == "sqlite":
                execute(self.connection, BEGIN_WRITING, [{}])
            self._writing = True

    def commit(self) -> None:
        """Write what is queued and commit; raises Stale when another act was faster."""
        self.flush()
        self.step("before-commit")
        self.connection.commit()
        self.step("committed")

    def flush(self) -> None:
        """Send what is queued into the open transaction, in the order: instances, rows, changes, heads of chains."""
        first = Outgoing()
        for row, loaded in self._instances.values():
            _save_instance(first, row, loaded)
        for name, (old, new) in self._heads.items():
            _save_head(self._outgoing, name, old, new)
        if first or self._outgoing:
            self.open_write()
            first.send(self.connection, self._outgoing, step=self.runtime.on_step)
        self._instances.clear()
        self._heads.clear()
        self._outgoing = Outgoing()

    def _head(self, chain: str) -> Head:
        if chain not in self._heads:
            columns = tables.chain_head.c
            found = self.first(select(columns.seq, columns.hash).where(columns.chain == chain))
            head = Head(*found) if found else Head()
            self._heads[chain] = (head, head)
        return self._heads[chain][1]


def _save_instance(outgoing: Outgoing, row: InstanceRow, loaded: AnyTuple | None) -> None:
    if loaded is None:
        outgoing.write(NEW_INSTANCE, {name: getattr(row, name) for name in COLUMNS}, None)
        return
    now = ((name, getattr(row, name)) for name in COLUMNS)
    changed = {name: value for (name, value), before in zip(now, loaded, strict=True) if value != before}
    if changed:
        changed["rev"] = row.rev + 1
        statement = save_instance(tuple(changed))
        outgoing.write(statement, {**changed, "instance_id": row.id, "rev_read": row.rev}, 1)


def _save_head(outgoing: Outgoing, chain: str, old: Head, new: Head) -> None:
    if old.seq == 0:
        outgoing.insert(tables.chain_head, {"chain": chain, "seq": new.seq, "hash": new.hash})
    elif new.seq != old.seq:
        outgoing.write(_MOVE_HEAD, {"name": chain, "seq_read": old.seq, "seq": new.seq, "hash": new.hash}, 1)


def run(
    runtime: Runtime, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run an act and commit it; repeats it whole, up to 5 times with jitter, when another act was faster.

    Raises Changed when it was overtaken every time, and whatever the act refuses; nothing is kept then, except that
    a refusal for want of the right post is audited.
    """
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE * attempt * (1 + secrets.randbelow(100) / 100))
        with runtime.database.connect() as connection:
            try:
                return _once(connection, runtime, attempt, act, *args, **kwargs)
            except Stale:
                connection.rollback()
            except _DATABASE_ERRORS as error:
                connection.rollback()
                if attempt == ATTEMPTS - 1 or not _worth_repeating(error):
                    raise
            except NotAllowed as refusal:
                connection.rollback()
                _note_refusal(runtime, refusal)
                raise
    raise Changed("changed-meanwhile")


def _once(
    connection: Connection,
    runtime: Runtime,
    attempt: int,
    act: Callable[Concatenate[UnitOfWork, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    uow = UnitOfWork(connection, runtime, is_repeated=attempt > 0)
    if (
        attempt
    ):  # overtaken once: on SQLite take the write lock before reading, so that it cannot happen again
        uow.open_write()
    result = act(uow, *args, **kwargs)
    uow.commit()
    return result


@contextmanager
def reading(runtime: Runtime) -> Iterator[UnitOfWork]:
    """Give readers a unit of work that is thrown away: whatever it queues is never written."""
    with runtime.database.connect() as connection:
        try:
            yield UnitOfWork(connection, runtime)
        except NotAllowed as refusal:
            connection.rollback()
            _note_refusal(runtime, refusal)
            raise


def _note_refusal(runtime: Runtime, refusal: NotAllowed) -> None:
    """Audit that someone was refused: an act of its own, since the refused one leaves nothing."""
    if refusal.by is not None:
        run(runtime, _audit_refusal, refusal.by, refusal)


def _audit_refusal(uow: UnitOfWork, actor: Actor, refusal: NotAllowed) -> None:
    uow.audit(actor, "refused", chain=f"account:{actor.name}", code=refusal.code, of=refusal.params)


def _worth_repeating(error: Exception) -> bool:
    """A unique key taken meanwhile, a lock not had in time, a deadlock or serialisation failure."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    text = str(cause).lower()
    return isinstance(cause, _UNIQUE) or any(word in text for word in ("locked", "deadlock", "serializ"))
