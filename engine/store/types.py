"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

# Compared byte by byte on both databases, so that an area is a range of the index whatever the server's language.
UnitPath = String(400).with_variant(String(400, collation="C"), "postgresql")


class Instant(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. A naive datetime is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's name
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)
