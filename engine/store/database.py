"""Open the database: SQLite (WAL, synchronous FULL) or PostgreSQL, the same for all who read and write."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy import create_engine as create_sqlalchemy_engine

BUSY_SECONDS = 10


def create_engine(url: str) -> Engine:
    """Return the engine for a database URL; SQLite connections leave BEGIN to the unit of work."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_sqlalchemy_engine(parsed, pool_pre_ping=True, pool_size=20)
    engine = create_sqlalchemy_engine(
        parsed, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open a deferred transaction behind our back
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
