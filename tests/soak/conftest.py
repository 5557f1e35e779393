"""A database of its own for servers that stand in other processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests import postgres
from tests.soak.county import environment


@pytest.fixture
def settings(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The servers' settings: SQLite's file stands in their data folder, PostgreSQL gets an empty database."""
    if database_kind == "sqlite":
        yield environment(tmp_path / "data")
        return
    server: Engine = request.getfixturevalue("postgres_database")
    with postgres.database(server.url) as url:
        yield environment(tmp_path / "data", url.render_as_string(hide_password=False))
