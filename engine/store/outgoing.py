"""What an act leaves behind, queued until it commits, and how it is sent: on PostgreSQL in one round trip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Executable, Table, insert

from engine.store.combined import Alone, Combined
from engine.store.prepared import Hot, Params, execute

_INSERTS: dict[
    tuple[str, tuple[str, ...]], Hot | Executable
] = {}  # one for each table and columns, all through the process; SQLAlchemy fills in the defaults of those left out


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
        key = (table.name, tuple(row))
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
        """Send everything; raises Stale where a statement met another number of rows than it must.

        With `step`, one statement after the other, so that a test may stop between any two.
        """
        writes = [write for queue in (self, *others) for write in queue._writes]  # noqa: SLF001  of its own class
        together = step is None and connection.dialect.name == "postgresql"
        for is_hot, group in groupby(writes, key=lambda write: isinstance(write.statement, Hot)):
            if not is_hot:
                _send_cold(connection, list(group), step)
            elif together:
                _send_together(connection, list(group))
            else:
                _send_hot(connection, list(group), step)


def _send_hot(connection: Connection, writes: list[_Write], step: Callable[[str], None] | None) -> None:
    """Send one after the other by the driver's cursor."""
    for write in writes:
        assert isinstance(write.statement, Hot)  # noqa: S101  # narrows: the caller grouped them
        cursor = execute(connection, write.statement, write.rows)
        if write.expect not in (None, cursor.rowcount):
            raise Stale
        if step is not None:
            step(f"sent {' '.join(write.statement.prepared(connection.dialect).sql.split()[:3])}")


def _send_together(connection: Connection, writes: list[_Write]) -> None:
    """Send as few statements as they combine to, in one round trip."""
    driver: Any = connection.connection.driver_connection
    parcels = list(_parcels(writes))
    with driver.pipeline() if len(parcels) > 1 else nullcontext():
        sent = [parcel.send(connection) for parcel in parcels]
    if not all(parcel.is_met(cursor) for parcel, cursor in zip(parcels, sent, strict=True)):
        raise Stale


def _parcels(writes: list[_Write]) -> Iterator[Combined | Alone]:
    """Combine what may go together with what came before it; the order stays."""
    combined = Combined()
    for write in writes:
        assert isinstance(write.statement, Hot)  # noqa: S101  # narrows: the caller grouped them
        given = write.statement, write.rows, write.expect
        if combined.take(*given):
            continue
        if combined.parts:
            yield combined
        combined = Combined()
        if not combined.take(*given):
            yield Alone(*given)
    if combined.parts:
        yield combined


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
    if key not in _INSERTS:
        is_complete = all(column.default is None for column in table.columns if column.name not in key[1])
        _INSERTS[key] = Hot(insert(table), key[1]) if is_complete else insert(table)
    return _INSERTS[key]
