"""The unit of work: one act reads at once, queues what it writes, and commits all of it together or nothing.

`commit` stands in this file alone. On SQLite an act reads and computes outside a transaction and takes the write
lock only to write (a deferred transaction that upgrades fails at once with "database is locked"); on PostgreSQL it
locks the instance row when it loads it. Both check the row version, and a moved one repeats the whole act.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Executable, Row, Select, Table, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from engine import audit
from engine.actor import Actor
from engine.errors import Changed
from engine.runtime import Runtime
from engine.store import tables

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS = 5
_PAUSE = 0.02


class Stale(Exception):
    """A row was changed by another act since this one read it; the runner repeats the act."""


@dataclass(slots=True)
class InstanceRow:
    """An instance as this act sees it; what is set here is written by the one UPDATE at the end."""

    id: str
    definition_id: str
    process_id: str
    number: str
    unit_id: str
    unit_path: str
    visibility: str
    status: str
    step: str
    due_at: datetime | None
    rev: int
    state: bytes
    wrapped_key: bytes | None
    audit_seq: int
    audit_head: bytes
    started_at: datetime
    started_by: str
    ended_at: datetime | None


_COLUMNS = tuple(InstanceRow.__dataclass_fields__)
_WRITTEN = tuple(name for name in _COLUMNS if name not in {"id", "definition_id", "process_id", "started_at", "started_by"})
LOCK_INSTANCE = select(*(tables.instance.c[name] for name in _COLUMNS))


@dataclass(slots=True)
class _Write:
    """One statement in the queue: rows of one INSERT, or one other statement and how many rows it must meet."""

    statement: Executable
    rows: list[Mapping[str, object]] = field(default_factory=list)
    expect: int | None = None


class UnitOfWork:
    """One act's view of the world: what it may read, the time it happens, and what it leaves behind."""

    def __init__(self, connection: Connection, runtime: Runtime) -> None:
        self.connection = connection
        self.runtime = runtime
        self.now = runtime.clock()
        self._inserts: dict[tuple[str, frozenset[str]], _Write] = {}
        self._writes: list[_Write] = []
        self._instances: dict[str, tuple[InstanceRow, InstanceRow | None]] = {}  # with its copy as loaded; None: new
        self._heads: dict[str, tuple[audit.Head, audit.Head]] = {}
        self._writing = False

    # reading

    def rows(self, statement: Select[Any], **params: object) -> Sequence[Row[Any]]:
        """Return all rows of a SELECT. What is queued in this act is not among them."""
        return self.connection.execute(statement, params).all()

    def first(self, statement: Select[Any], **params: object) -> Row[Any] | None:
        """Return the first row of a SELECT, or None."""
        return self.connection.execute(statement, params).first()

    def lock_instance(self, instance_id: str) -> InstanceRow | None:
        """Return the instance's row, locked until the act ends on PostgreSQL; the same object each time."""
        if instance_id in self._instances:
            return self._instances[instance_id][0]
        found = self.connection.execute(
            LOCK_INSTANCE.where(tables.instance.c.id == instance_id).with_for_update()
        ).first()
        if found is None:
            return None
        row = InstanceRow(*found)
        self._instances[instance_id] = (row, replace(row))
        return row

    # writing

    def add_instance(self, row: InstanceRow) -> None:
        """Put a new instance into this act; it is inserted at the end with the state it has then."""
        self._instances[row.id] = (row, None)

    def insert(self, table: Table, row: Mapping[str, object]) -> None:
        """Queue a row; the rows of one table leave together in one statement."""
        key = (table.name, frozenset(row))
        if key not in self._inserts:
            self._inserts[key] = _Write(insert(table))
            self._writes.append(self._inserts[key])
        self._inserts[key].rows.append(row)

    def write(self, statement: Executable, params: Mapping[str, object] | None = None, *, expect: int | None = None) -> None:
        """Queue an UPDATE or DELETE; where it does not meet the expected number of rows the act is repeated."""
        self._writes.append(_Write(statement, [params or {}], expect))

    def defer(
        self, kind: str, payload: Mapping[str, object], *, instance_id: str | None = None, due_at: datetime | None = None
    ) -> None:
        """Queue a job (an outgoing message, say) that leaves only if this act commits; payload holds references only."""
        from engine.jobs import job_row  # local: jobs run acts, and acts defer jobs

        self.insert(tables.job, job_row(kind, payload, instance_id=instance_id, due_at=due_at or self.now))

    def audit(self, actor: Actor, what: str, case: InstanceRow | None = None, *, chain: str = "", **details: object) -> None:
        """Note who did what: in the case's chain, or in the chain named (`account:…`, `definition:…`)."""
        name = f"case:{case.id}" if case else chain
        head = audit.Head(case.audit_seq, case.audit_head) if case else self._head(name)
        row, head = audit.next_event(name, head, at=self.now, actor=actor, what=what, details=details)
        self.insert(tables.event, row)
        if case:
            case.audit_seq, case.audit_head = head.seq, head.hash
        else:
            self._heads[name] = (self._heads[name][0], head)

    def next_number(self, name: str) -> int:
        """Take the next number of a sequence, without gaps: opens the write transaction at once."""
        self._open_write()
        upsert = sqlite_insert if self.connection.dialect.name == "sqlite" else postgres_insert
        statement = (
            upsert(tables.sequence)
            .values(name=name, value=1)
            .on_conflict_do_update(index_elements=["name"], set_={"value": tables.sequence.c.value + 1})
            .returning(tables.sequence.c.value)
        )
        return self.connection.execute(statement).scalar_one()

    def commit(self) -> None:
        """Write what is queued and commit; raises Stale when another act was faster."""
        self.flush()
        self.connection.commit()

    def flush(self) -> None:
        """Send what is queued into the open transaction, in the order: instances, rows, changes."""
        if not (self._writes or self._instances or self._heads):
            return
        self._open_write()
        for row, loaded in self._instances.values():
            self._write_instance(row, loaded)
        self._instances.clear()
        for write in self._writes:
            result = self.connection.execute(write.statement, write.rows)
            if write.expect is not None and result.rowcount != write.expect:
                raise Stale
        self._writes.clear()
        self._inserts.clear()
        for name, (old, new) in self._heads.items():
            self._write_head(name, old, new)
        self._heads.clear()

    def _open_write(self) -> None:
        if not self._writing and self.connection.dialect.name == "sqlite":
            self.connection.exec_driver_sql("BEGIN IMMEDIATE")
        self._writing = True

    def _write_instance(self, row: InstanceRow, loaded: InstanceRow | None) -> None:
        if row == loaded:
            return
        if loaded is None:
            self.connection.execute(insert(tables.instance), {name: getattr(row, name) for name in _COLUMNS})
            return
        values = {name: getattr(row, name) for name in _WRITTEN} | {"rev": row.rev + 1}
        where = (tables.instance.c.id == row.id) & (tables.instance.c.rev == row.rev)
        if self.connection.execute(update(tables.instance).where(where).values(values)).rowcount != 1:
            raise Stale

    def _head(self, chain: str) -> audit.Head:
        if chain not in self._heads:
            columns = tables.chain_head.c
            found = self.first(select(columns.seq, columns.hash).where(columns.chain == chain))
            head = audit.Head(*found) if found else audit.Head()
            self._heads[chain] = (head, head)
        return self._heads[chain][1]

    def _write_head(self, chain: str, old: audit.Head, new: audit.Head) -> None:
        columns = tables.chain_head.c
        if old.seq == 0:
            self.connection.execute(insert(tables.chain_head), {"chain": chain, "seq": new.seq, "hash": new.hash})
            return
        moved = update(tables.chain_head).where(columns.chain == chain, columns.seq == old.seq)
        if self.connection.execute(moved.values(seq=new.seq, hash=new.hash)).rowcount != 1:
            raise Stale


def run(
    runtime: Runtime, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run an act and commit it; repeats it whole, up to 5 times with jitter, when another act was faster.

    Raises Changed when it was overtaken every time, and whatever the act refuses; nothing is kept then.
    """
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE * attempt * (1 + secrets.randbelow(100) / 100))
        with runtime.database.connect() as connection:
            try:
                uow = UnitOfWork(connection, runtime)
                result = act(uow, *args, **kwargs)
                uow.commit()
            except Stale:
                connection.rollback()
            except (OperationalError, IntegrityError) as error:
                connection.rollback()
                if attempt == ATTEMPTS - 1 or not _worth_repeating(error):
                    raise
            except BaseException:
                connection.rollback()
                raise
            else:
                return result
    raise Changed("changed-meanwhile")


@contextmanager
def reading(runtime: Runtime) -> Iterator[UnitOfWork]:
    """Give readers a unit of work that is thrown away: whatever it queues is never written."""
    with runtime.database.connect() as connection:
        try:
            yield UnitOfWork(connection, runtime)
        finally:
            connection.rollback()


def _worth_repeating(error: DBAPIError) -> bool:
    """A unique key taken meanwhile, a lock not had in time, a deadlock or serialisation failure."""
    text = str(error.orig).lower()
    return isinstance(error, IntegrityError) or any(word in text for word in ("locked", "deadlock", "serializ"))
