"""What an act leaves behind, queued until it commits, and how it is sent: on PostgreSQL in one round trip."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Executable, Table, insert

from engine.store.prepared import Hot, Params, execute

_INSERTS: dict[
    tuple[str, tuple[str, ...]], Hot
] = {}  # one for each table and set of columns, all through the process


class Stale(Exception):
    """A row was changed by another act since this one read it; the runner repeats the act."""


@dataclass(slots=True)
class _Write:
    """One statement in the queue, with the rows or parameters it takes and how many rows it must meet."""

    statement: Hot | Executable
    rows: list[Params] = field(default_factory=list)
    expect: int | None = None


class Outgoing:
    """The queue of one act, in the order in which things were first named."""

    def __init__(self) -> None:
        self._writes: list[_Write] = []
        self._open: dict[tuple[str, tuple[str, ...]], _Write] = {}

    def __bool__(self) -> bool:
        return bool(self._writes)

    def insert(self, table: Table, row: Params) -> None:
        """Queue a row; all rows of a table with the same columns leave in one statement."""
        key = (table.name, tuple(sorted(row)))
        if key not in self._open:
            self._open[key] = _Write(_insert_into(table, key))
            self._writes.append(self._open[key])
        self._open[key].rows.append(row)

    def write(self, statement: Hot | Executable, params: Params, expect: int | None) -> None:
        """Queue a statement; the same one queued again with an equal expectation leaves with the first."""
        for queued in self._writes[-1:]:
            if queued.statement is statement and isinstance(statement, Hot):
                queued.rows.append(params)
                queued.expect = None if expect is None or queued.expect is None else queued.expect + expect
                return
        self._writes.append(_Write(statement, [params], expect))

    def send(
        self, connection: Connection, *others: Outgoing, step: Callable[[str], None] | None = None
    ) -> None:
        """Send everything; raises Stale where a statement met another number of rows than it must."""
        writes = [write for queue in (self, *others) for write in queue._writes]  # noqa: SLF001  of its own class
        for is_hot, group in groupby(writes, key=lambda write: isinstance(write.statement, Hot)):
            if is_hot:
                _send_hot(connection, list(group), step)
            else:
                _send_cold(connection, list(group), step)


def _send_hot(connection: Connection, writes: list[_Write], step: Callable[[str], None] | None) -> None:
    """Send by the driver's cursor; on PostgreSQL as a pipeline, so that all take one round trip."""
    driver: Any = connection.connection.driver_connection
    pipeline = (
        driver.pipeline()
        if len(writes) > 1 and hasattr(driver, "pipeline") and step is None
        else nullcontext()
    )
    checks: list[tuple[Any, int]] = []
    with pipeline:
        for write in writes:
            assert isinstance(write.statement, Hot)  # noqa: S101  # narrows: the caller grouped them
            cursor = execute(connection, write.statement, write.rows)
            if write.expect is not None:
                checks.append((cursor, write.expect))
            if step is not None:
                step(f"sent {' '.join(write.statement.prepared(connection.dialect).sql.split()[:3])}")
    if any(cursor.rowcount != expect for cursor, expect in checks):
        raise Stale


def _send_cold(connection: Connection, writes: list[_Write], step: Callable[[str], None] | None) -> None:
    """Send what cannot be prepared (IN lists, defaults of columns) by SQLAlchemy's own way."""
    for write in writes:
        assert not isinstance(write.statement, Hot)  # noqa: S101  # narrows: the caller grouped them
        result = connection.execute(write.statement, write.rows)
        if write.expect is not None and result.rowcount != write.expect:
            raise Stale
        if step is not None:
            step(f"sent {' '.join(str(write.statement).split()[:3])}")


def _insert_into(table: Table, key: tuple[str, tuple[str, ...]]) -> Hot | Executable:
    if any(column.default is not None for column in table.columns if column.name not in key[1]):
        return insert(table)  # SQLAlchemy fills the defaults
    if key not in _INSERTS:
        _INSERTS[key] = Hot(insert(table), key[1])
    return _INSERTS[key]
