"""Several writes as one statement, for PostgreSQL: a WITH of parts that change rows, so that they are one message to the server.

All parts of such a statement see the rows as they were before it. So a part may only touch one table, and no other part that
table: then it does what it would have done in its turn. Foreign keys are checked when the whole statement is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect

from engine.store.prepared import Hot, Params, announce, cursor_of, execute

MOST_PARTS = 24  # each row of many would be another text, of which the server keeps a plan
_NUMBER = re.compile(r"\$(\d+)")
_TEXTS: dict[tuple[Hot, ...], str] = {}  # all through the process


@dataclass(slots=True)
class Combined:
    """Writes that go together, each row of an insert as a part of its own."""

    parts: list[Hot] = field(default_factory=list)
    _rows: list[Sequence[Params]] = field(default_factory=list)
    _expects: list[int | None] = field(default_factory=list)
    _tables: set[str] = field(default_factory=set)

    def take(self, statement: Hot, rows: Sequence[Params], expect: int | None) -> bool:
        """Take a write in, or say that it may not go with those before it."""
        table = statement.only_table
        if table is None or table in self._tables or len(self.parts) + len(rows) > MOST_PARTS:
            return False
        if len(rows) > 1 and not statement.is_insert:  # two could mean the same row
            return False
        self._tables.add(table)
        self._rows.append(rows)
        self.parts += [statement] * len(rows)
        self._expects += [expect, *[None] * (len(rows) - 1)]
        return True

    def send(self, connection: Connection) -> Any:
        """Send the parts and return the cursor, whose one row will say how many rows each part met."""
        cursor, dialect = cursor_of(connection), connection.dialect
        params: list[object] = []
        for statement, rows in zip(dict.fromkeys(self.parts), self._rows, strict=True):
            prepared = statement.prepared(dialect)
            bound = [prepared.bound(row) for row in rows]
            announce(connection, cursor, prepared.sql, bound)
            params += chain.from_iterable(bound)
        return cursor.execute(_text_of(tuple(self.parts), dialect), params)

    def is_met(self, cursor: Any) -> bool:
        """Say whether each part met the rows that it must."""
        counts = cursor.fetchone()
        return all(expect in (None, count) for expect, count in zip(self._expects, counts, strict=True))


@dataclass(frozen=True, slots=True)
class Alone:
    """A write that may not go with others: it touches several tables, or several of its rows could be the same."""

    statement: Hot
    rows: Sequence[Params]
    expect: int | None

    def send(self, connection: Connection) -> Any:
        """Send it and return the cursor, which will know how many rows it met."""
        return execute(connection, self.statement, self.rows)

    def is_met(self, cursor: Any) -> bool:
        """Say whether it met the rows that it must."""
        return self.expect in (None, cursor.rowcount)


def _text_of(statements: tuple[Hot, ...], dialect: Dialect) -> str:
    if statements not in _TEXTS:
        parts = list(_numbered([statement.prepared(dialect).sql for statement in statements]))
        withs = ", ".join(f"part{number} AS ({part} RETURNING 1)" for number, part in enumerate(parts))
        counts = ", ".join(f"(SELECT count(*) FROM part{number})" for number in range(len(parts)))  # noqa: S608  of our own texts
        _TEXTS[statements] = f"WITH {withs} SELECT {counts}"
    return _TEXTS[statements]


def _numbered(texts: Iterable[str]) -> Iterator[str]:
    """The texts with their parameters numbered on, from one to the next."""
    before = 0
    for text in texts:
        pieces = _NUMBER.split(text)  # every second one is a number
        numbers = [int(number) for number in pieces[1::2]]
        pieces[1::2] = [f"${number + before}" for number in numbers]
        yield "".join(pieces)
        before += max(numbers, default=0)
