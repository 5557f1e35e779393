"""What all tests share: the two databases, a clock that stands still, a recorder of SQL, a runtime, the cast.

A test that takes `database` (directly or through another fixture) runs twice, on SQLite and on PostgreSQL, and
begins with empty tables; --database=sqlite or --database=postgres runs it on one alone.
"""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from engine.keys import Keyring
from engine.runtime import Runtime, Settings
from engine.store import tables
from engine.store.database import create_engine
from engine.uow import UnitOfWork, reading
from tests import postgres
from tests.small_county import Cast, SmallCounty

ROOT = Path(__file__).parent.parent
KINDS = ("sqlite", "postgres")
MONDAY_MORNING = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)  # 9:00 in China, a working day


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one choose the databases."""
    parser.addoption(
        "--database", choices=[*KINDS, "both"], default="both", help="where tests with a database run"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for each database chosen, if it uses one."""
    if "database_kind" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        metafunc.parametrize("database_kind", KINDS if chosen == "both" else [chosen])


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A SQLite file with all tables, for the whole run."""
    path = tmp_path_factory.mktemp("database") / "shuoshi.sqlite"
    yield from _with_tables(create_engine(f"sqlite:///{path}"))


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[Engine]:
    """A PostgreSQL database with all tables, for the whole run; its server starts with the first test that asks."""
    with postgres.server() as server, postgres.database(server) as url:
        yield from _with_tables(create_engine(url.render_as_string(hide_password=False)))


@pytest.fixture
def database(database_kind: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One of the two databases, its tables empty: what a test commits is deleted after it."""
    engine: Engine = request.getfixturevalue(f"{database_kind}_database")
    yield engine
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")  # one sync to disk, not one for each table, on SQLite
        for table in reversed(tables.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.commit()


@pytest.fixture
def clock() -> "StillClock":
    """The time that acts see: nine in the morning of a working day, until the test moves it."""
    return StillClock()


@pytest.fixture
def keyring() -> Keyring:
    """Master keys for tests alone."""
    return Keyring(1, {1: bytes(range(32))})


@pytest.fixture
def runtime(database: Engine, keyring: Keyring, clock: "StillClock", tmp_path: Path) -> Runtime:
    """What acts may use, with a fake directory and no operations: `dataclasses.replace` puts others in."""
    return Runtime(
        database=database,
        keyring=keyring,
        settings=Settings(data_folder=tmp_path),
        performers=SmallCounty(),
        operations={},
        job_handlers={},
        clock=clock,
    )


@pytest.fixture
def uow(runtime: Runtime) -> Iterator[UnitOfWork]:
    """A unit of work that is thrown away after the test. Acts whose rows are read afterwards go through `run`."""
    with reading(runtime) as unit:
        yield unit


@pytest.fixture
def cast() -> Cast:
    """Who acts in tests: the clerk of the place, a colleague, a neighbour, a supervisor, a citizen."""
    return Cast()


@pytest.fixture
def statements(database: Engine) -> Iterator["Statements"]:
    """Record the SQL of the test: `statements.count`, `statements.commits`, `statements.clear()`."""
    recorder = Statements()
    event.listen(database, "before_cursor_execute", recorder.note)
    event.listen(database, "commit", recorder.note_commit)
    yield recorder
    event.remove(database, "before_cursor_execute", recorder.note)
    event.remove(database, "commit", recorder.note_commit)


@dataclass
class StillClock:
    """A clock to be given as `Runtime.clock`."""

    now: datetime = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """Move on: `clock.advance(days=1, hours=2)`."""
        self.now += timedelta(**by)
        return self.now


@dataclass
class Statements:
    """The SQL that was sent. A statement for many rows counts once; BEGIN and PRAGMA do not count."""

    sent: list[str] = field(default_factory=list)
    commits: int = 0

    @property
    def count(self) -> int:
        return len(self.sent)

    def clear(self) -> None:
        """Forget what preparing the test has sent."""
        self.sent.clear()
        self.commits = 0

    def note(self, connection: Connection, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            self.sent.append(statement)

    def note_commit(self, connection: Connection) -> None:
        self.commits += 1


def _with_tables(engine: Engine) -> Iterator[Engine]:
    """Make the tables of the engine and of every register, which stand in modules named `tables`."""
    for path in sorted(ROOT.glob("registers/**/tables.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    tables.metadata.create_all(engine)
    yield engine
    engine.dispose()
