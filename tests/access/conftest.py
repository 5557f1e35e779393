"""One world for a whole module: building it costs more than walking it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from engine.keys import Keyring
from engine.runtime import Runtime, Settings
from engine.store import tables
from tests.access.world import World, world
from tests.conftest import KINDS, StillClock
from tests.small_county import SmallCounty


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Build the world once for each database chosen."""
    if "world_kind" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        metafunc.parametrize("world_kind", KINDS if chosen == "both" else [chosen], scope="module")


@pytest.fixture(scope="module")
def the_world(
    world_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world on one of the two databases; its tests only look, or take back what they did."""
    database: Engine = request.getfixturevalue(f"{world_kind}_database")
    runtime = Runtime(
        database=database,
        keyring=Keyring(1, {1: bytes(range(32))}),
        settings=Settings(data_folder=tmp_path_factory.mktemp("data"), demo=True),
        performers=SmallCounty(),
        operations={},
        job_handlers={},
        clock=StillClock(),
    )
    yield world(runtime)
    with database.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.commit()
