"""The database is opened for durability, and a connection that rested is checked before it is used."""

import pytest
from sqlalchemy import Engine, text

from engine.store import database as opened
from engine.store.database import create_engine


def test_sqlite_syncs_every_commit_and_keeps_foreign_keys(sqlite_database: Engine) -> None:
    with sqlite_database.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_connection_that_died_while_it_rested_is_replaced(
    postgres_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "IDLE_SECONDS", -1.0)
    engine = create_engine(postgres_database.url.render_as_string(hide_password=False))
    with engine.connect() as connection:
        process = connection.execute(text("SELECT pg_backend_pid()")).scalar()
    with postgres_database.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
    with engine.connect() as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar() != process
    engine.dispose()
