"""Statements of the hot path: Core, compiled once per dialect, run on the driver's own cursor.

SQLAlchemy's execution costs more per statement than SQLite does (performance.md, section 2). What is written in Core
stays; only the way it reaches the driver is shorter. Whoever listens for `before_cursor_execute` hears these too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement

Params = Mapping[str, object]
_Processor = Callable[[Any], Any] | None


class Hot:
    """A Core statement with fixed parameters (no IN lists); compiled on first use for each dialect."""

    __slots__ = ("_prepared", "columns", "statement")

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None = None) -> None:
        self.statement = statement
        self.columns = columns
        self._prepared: dict[str, Prepared] = {}

    def prepared(self, dialect: Dialect) -> Prepared:
        """Return the statement as this dialect's driver takes it."""
        found = self._prepared.get(dialect.name)
        if found is None:
            found = self._prepared[dialect.name] = Prepared(self.statement, self.columns, dialect)
        return found


class Prepared:
    """SQL text with what turns Python values into the driver's and back."""

    __slots__ = ("_binds", "_positions", "_results", "sql")

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled: Any = statement.compile(
            dialect=dialect, column_keys=None if columns is None else list(columns)
        )
        if getattr(compiled, "insert_prefetch", None) or "POSTCOMPILE" in compiled.string:
            raise ValueError(f"not for the hot path (column defaults or an IN list): {statement}")
        self.sql: str = compiled.string
        self._positions: Sequence[str] | None = compiled.positiontup
        self._binds: list[tuple[str, _Processor, object]] = [
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect), bind.value)
            for name, bind in (
                (name, compiled.binds[name])
                for name in compiled.positiontup or dict.fromkeys(compiled.bind_names.values())
            )
        ]
        self._results: list[_Processor] = [
            entry.type.dialect_impl(dialect).result_processor(dialect, None)
            for entry in getattr(compiled, "_result_columns", ())
        ]

    def bound(self, params: Params) -> Any:
        """Return the parameters as the driver takes them: a tuple for `?`, a dict for `%(name)s`."""
        values = [
            process(params.get(name, fixed)) if process else params.get(name, fixed)
            for name, process, fixed in self._binds
        ]
        if self._positions is not None:
            return values
        return {bind[0]: value for bind, value in zip(self._binds, values, strict=True)}

    def shaped(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """Return a row that the driver gave as Python values."""
        return tuple(
            process(value) if process else value for process, value in zip(self._results, row, strict=True)
        )


def fetch(connection: Connection, statement: Hot, params: Params) -> list[tuple[Any, ...]]:
    """Return all rows of a SELECT (or of what returns rows) as tuples."""
    prepared = statement.prepared(connection.dialect)
    return [prepared.shaped(row) for row in execute(connection, statement, [params]).fetchall()]


def execute(connection: Connection, statement: Hot, rows: Sequence[Params]) -> Any:
    """Run a statement once for each set of parameters and return the driver's cursor."""
    if not connection.in_transaction():
        connection.begin()  # so that SQLAlchemy knows that there is something to commit
    prepared = statement.prepared(connection.dialect)
    cursor: Any = connection.connection.cursor()
    many = len(rows) > 1
    params = [prepared.bound(row) for row in rows] if many else prepared.bound(rows[0])
    for listener in connection.dispatch.before_cursor_execute:
        listener(connection, cursor, prepared.sql, params, None, many)
    if many:
        cursor.executemany(prepared.sql, params)
    else:
        cursor.execute(prepared.sql, params)
    return cursor
