"""Migrations: an empty database comes to exactly the tables of the code, all or nothing, on both databases."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from engine.store.database import create_engine
from shuoshi.database import (
    MIGRATIONS,
    alembic_config,
    all_tables,
    is_current,
    migrate,
    refresh_statistics,
    state_of,
)
from tests import postgres


@pytest.fixture
def empty(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty database of its own."""
    if database_kind == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield engine
        engine.dispose()
        return
    with postgres.database(request.getfixturevalue("postgres_database").url) as url:
        engine = create_engine(url.render_as_string(hide_password=False))
        yield engine
        engine.dispose()


def test_it_comes_to_the_tables_of_the_code(empty: Engine) -> None:
    assert migrate(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, all_tables()) == []
    assert is_current(empty)


def test_it_does_nothing_a_second_time(empty: Engine) -> None:
    migrate(empty)
    assert not migrate(empty)


def test_it_names_what_was_published_before_names_were_kept(empty: Engine) -> None:
    tagged = b'<d><decision id="size"><extensionElements><v:versionTag xmlns:v="z" value="v1"/></extensionElements></decision></d>'
    with empty.begin() as connection:
        command.upgrade(alembic_config(connection=connection), "20261125_0446")
        at = {"at": datetime(2026, 3, 16, tzinfo=UTC)}
        values = "('d1', 'x', 1, '', :at, '')"
        connection.execute(text(f"INSERT INTO deployment VALUES {values}"), at)  # noqa: S608  of our own
        for kind, key, source in (("dmn", "tables", tagged), ("form", "ask", b'{"versionTag": "v2"}')):
            row = {"kind": kind, "key": key, "source": source}
            connection.execute(text("INSERT INTO resource VALUES ('d1', :kind, :key, '', :source)"), row)
    migrate(empty)
    with empty.connect() as connection:
        found = connection.execute(text("SELECT kind, name, version_tag FROM published_name ORDER BY kind"))
        assert [tuple(each) for each in found] == [("decision", "size", "v1"), ("form", "ask", "v2")]


def test_it_leaves_nothing_of_a_migration_that_fails(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def upgrade_and_fail(config: Config, revision: str) -> None:
        upgrade(config, revision)
        raise RuntimeError("the disk is full")

    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", upgrade_and_fail)
    with pytest.raises(RuntimeError):
        migrate(empty)
    assert state_of(empty) is None
    assert inspect(empty).get_table_names() == []


def test_it_has_one_head_and_dated_names() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1
    names = [path.name for path in MIGRATIONS.glob("versions/*.py")]
    assert [name for name in names if not re.fullmatch(r"\d{8}_\d{4}_[a-z0-9_]+\.py", name)] == []


def test_it_lets_sqlite_look_at_its_tables(tmp_path: Path) -> None:
    database = create_engine(f"sqlite:///{tmp_path / 'grown.sqlite'}")
    with database.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE grown (one INTEGER, two INTEGER)")
        connection.exec_driver_sql("CREATE INDEX by_one ON grown (one)")
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
            " INSERT INTO grown SELECT i % 3, i FROM n"
        )
    refresh_statistics(database)
    with database.connect() as connection:
        known = connection.exec_driver_sql("SELECT idx FROM sqlite_stat1").scalars().all()
    assert known == ["by_one"]
    database.dispose()
