"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, String, and_
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

FAR = datetime(9999, 1, 1, tzinfo=UTC)  # stands for "no due date"
_FAR_TEXT = "9999-01-01 00:00:00.000000"

# Compared byte by byte on both databases, so that an area is a range of the index whatever the server's language.
UnitPath = String(400).with_variant(String(400, collation="C"), "postgresql")


class _TextMoment(sqlite.DATETIME):
    """SQLAlchemy's text for a moment, `2026-03-16 01:00:00.000000`, written in half the time."""

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:  # noqa: ARG002  SQLAlchemy's name
        """Return what writes a moment of UTC."""
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")


def lies_in(path: ColumnElement[str], area: str) -> ColumnElement[bool]:
    """The paths that begin with an area, which ends in `/`: a range of the index, since `0` is the character after `/`."""
    return and_(path >= area, path < area[:-1] + "0")


class Instant(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. A naive datetime is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """Return the type of the database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_TextMoment())  # type: ignore[no-untyped-call]  # SQLAlchemy's own
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:  # noqa: ARG002  SQLAlchemy's names
        """Return what reads a moment: of SQLite's text in one call, since a list has hundreds; PostgreSQL's come ready."""
        return _read_text if dialect.name == "sqlite" else None


class Due(Instant):
    """A moment or None, which the database keeps as the far future: so that a key orders without nulls."""

    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return super().process_bind_param(FAR if value is None else value, dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002  SQLAlchemy's names
        """Return what reads a moment, and the far future as None."""
        return _read_due_text if dialect.name == "sqlite" else _read_due


def _read_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


def _read_due_text(text: str | None) -> datetime | None:
    return None if text is None or text == _FAR_TEXT else _read_text(text)


def _read_due(moment: datetime | None) -> datetime | None:
    return None if moment == FAR else moment
