"""Open the database: SQLite (WAL, synchronous FULL) or PostgreSQL, the same for all who read and write."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import psycopg
from sqlalchemy import Engine, event, make_url
from sqlalchemy import create_engine as create_sqlalchemy_engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 10
IDLE_SECONDS = 2.0


def create_engine(url: str) -> Engine:
    """Return the engine for a database URL; SQLite connections leave BEGIN to the unit of work.

    What a statement was given never stands in an error: errors go to the log, and it may be personal.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_sqlalchemy_engine(parsed, pool_size=20, hide_parameters=True)
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", _check_if_idle)
        return engine
    engine = create_sqlalchemy_engine(
        parsed,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open a deferred transaction behind our back
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


def _check_if_idle(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """Ask the server for a sign of life where a connection has rested: before every act it would cost a round trip."""
    if time.monotonic() - record.info.get("used", time.monotonic()) > IDLE_SECONDS:
        try:
            connection.execute("SELECT 1")
            connection.rollback()  # a question opens a transaction
        except psycopg.Error as error:
            raise DisconnectionError from error
