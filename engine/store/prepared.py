"""Statements of the hot path: Core, compiled once per dialect, run on the driver's own cursor.

SQLAlchemy's execution costs more per statement than SQLite does (performance.md, section 2). What is written in Core
stays; only the way it reaches the driver is shorter. Whoever listens for `before_cursor_execute` hears these too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, Delete, Insert, LargeBinary, Table, Update
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeEngine

Params = Mapping[str, object]
_Processor = Callable[[Any], Any] | None


class Hot:
    """A Core statement with fixed parameters (no IN lists); compiled on first use for each dialect."""

    __slots__ = ("_prepared", "columns", "is_insert", "only_table", "statement")

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None = None) -> None:
        self.statement = statement
        self.columns = columns
        self.is_insert = isinstance(statement, Insert) and statement.select is None
        self.only_table = _only_table(statement)
        self._prepared: dict[str, Prepared] = {}

    def prepared(self, dialect: Dialect) -> Prepared:
        """Return the statement as this dialect's driver takes it."""
        found = self._prepared.get(dialect.name)
        if found is None:
            found = self._prepared[dialect.name] = Prepared(self.statement, self.columns, _numbering(dialect))
        return found


class Prepared:
    """SQL text with what turns Python values into the driver's and back."""

    __slots__ = ("_binds", "_processed", "_results", "sql")

    def __init__(self, statement: ClauseElement, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled: Any = statement.compile(
            dialect=dialect, column_keys=None if columns is None else list(columns)
        )
        if getattr(compiled, "insert_prefetch", None) or "POSTCOMPILE" in compiled.string:
            raise ValueError(f"not for the hot path (column defaults or an IN list): {statement}")
        self.sql: str = compiled.string
        self._binds: list[tuple[str, object]] = [
            (name, compiled.binds[name].value) for name in compiled.positiontup
        ]
        self._processed: list[tuple[int, Callable[[Any], Any]]] = [
            (number, process)
            for number, (name, _) in enumerate(self._binds)
            if (process := _bind_processor(compiled.binds[name].type, dialect))
        ]
        results = [entry.type for entry in getattr(compiled, "_result_columns", ())]
        self._results: list[tuple[int, Callable[[Any], Any]]] = [
            (number, process)
            for number, kind in enumerate(results)
            if (process := kind.dialect_impl(dialect).result_processor(dialect, None))
        ]

    def bound(self, params: Params) -> list[object]:
        """Return the parameters as the driver takes them, in order."""
        values = [params.get(name, fixed) for name, fixed in self._binds]
        for number, process in self._processed:
            values[number] = process(values[number])
        return values

    def shaped(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """Return a row that the driver gave as Python values."""
        values = list(row)
        for number, process in self._results:
            values[number] = process(values[number])
        return tuple(values)


def _bind_processor(kind: TypeEngine[Any], dialect: Dialect) -> _Processor:
    """What makes a value the driver's; both drivers take bytes as they are, whatever SQLAlchemy wraps them in."""
    impl = kind.dialect_impl(dialect)
    return None if isinstance(impl, LargeBinary) else impl.bind_processor(dialect)


def fetch(connection: Connection, statement: Hot, params: Params) -> list[tuple[Any, ...]]:
    """Return all rows of a SELECT (or of what returns rows) as tuples."""
    prepared = statement.prepared(connection.dialect)
    return [prepared.shaped(row) for row in execute(connection, statement, [params]).fetchall()]


def execute(connection: Connection, statement: Hot, rows: Sequence[Params]) -> Any:
    """Run a statement once for each set of parameters and return the driver's cursor."""
    cursor = cursor_of(connection)
    prepared = statement.prepared(connection.dialect)
    bound = [prepared.bound(row) for row in rows]
    announce(connection, cursor, prepared.sql, bound)
    if len(bound) == 1:
        cursor.execute(prepared.sql, bound[0])
    else:
        cursor.executemany(prepared.sql, bound)
    return cursor


def cursor_of(connection: Connection) -> Any:
    """Return a new cursor of the driver, in the connection's transaction."""
    if not connection.in_transaction():
        connection.begin()  # so that SQLAlchemy knows that there is something to commit
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        return psycopg.RawCursor(driver)  # takes `$1` without reading the text
    return connection.connection.cursor()


def announce(connection: Connection, cursor: Any, sql: str, rows: Sequence[Any]) -> None:
    """Tell those who listen what will be sent, as SQLAlchemy does."""
    many = len(rows) > 1
    for listener in connection.dispatch.before_cursor_execute:
        listener(connection, cursor, sql, rows if many else rows[0], None, many)


def _numbering(dialect: Dialect) -> Dialect:
    """The dialect with parameters by number, which can be numbered on when statements are combined."""
    postgresql: Any = PGDialect_psycopg  # SQLAlchemy gives it no types
    return postgresql(paramstyle="numeric_dollar") if dialect.name == "postgresql" else dialect


def _only_table(statement: ClauseElement) -> str | None:
    """The table that is changed, where the statement touches no other."""
    if not isinstance(statement, Insert | Update | Delete):
        return None
    touched = {each.name for each in iterate(statement) if isinstance(each, Table)}
    return touched.pop() if len(touched) == 1 else None
