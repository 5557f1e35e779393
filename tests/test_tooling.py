"""The tools hold what they promise: the fixtures, the locks, the commands."""

import os
import re
import socket
import stat
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from engine.runtime import Runtime
from engine.store import tables
from engine.uow import UnitOfWork, reading
from tests.conftest import Statements, StillClock
from tests.small_county import Cast

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
A_PACKAGE = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<rest>(?: .*)?\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


COMMANDS = (
    *("help", "run", "test", "lint", "fmt", "types", "unit", "journeys"),
    *("bench", "soak", "tck", "translations", "locks"),
)


def locked(path: Path) -> dict[str, str]:
    return {match["name"]: match["version"] for match in A_PACKAGE.finditer(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_it_locks_every_package_with_a_hash(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(locked(path)) == sum("==" in line for line in text.splitlines()) > 0


@pytest.mark.parametrize("path", [*LOCKS, ROOT / "package-lock.json"], ids=lambda path: path.name)
def test_it_names_no_registry_in_a_lock(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert "--index-url" not in text


def test_it_tests_with_the_versions_that_run() -> None:
    run, dev = locked(ROOT / "requirements/run.txt"), locked(ROOT / "requirements/dev.txt")
    assert run.items() <= dev.items()


def test_it_gives_each_test_empty_tables(database: Engine) -> None:
    with database.connect() as connection:
        assert connection.execute(select(tables.sequence)).all() == []
        connection.exec_driver_sql("BEGIN")
        connection.execute(
            insert(tables.sequence), {"name": "left by the other of the two databases", "value": 1}
        )
        connection.commit()


def test_it_keeps_constraints_on_both_databases(database: Engine) -> None:
    row = {"name": "twice", "value": 1}
    with database.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(tables.sequence), [row, row])


def test_it_counts_a_statement_for_many_rows_once(database: Engine, statements: Statements) -> None:
    with database.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        connection.execute(
            insert(tables.sequence), [{"name": str(number), "value": 1} for number in range(100)]
        )
        connection.commit()
    assert (statements.count, statements.commits) == (1, 1)


def test_it_throws_away_what_the_unit_of_work_was_given(
    uow: UnitOfWork, runtime: Runtime, cast: Cast
) -> None:
    uow.audit(cast.clerk, "tried", chain="account:clerk")
    with reading(runtime) as other:
        assert other.rows(select(tables.event)) == []


def test_it_stops_the_clock(clock: StillClock) -> None:
    before = clock()
    assert clock() == before
    assert (clock.advance(hours=3) - before).total_seconds() == 3 * 3600


def test_it_blocks_the_network() -> None:
    with socket.socket() as outside, pytest.raises(UserWarning, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))  # an address that the standards keep for examples


def test_it_lets_tests_speak_to_their_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_it_takes_a_warning_for_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_it_runs_in_random_order(request: pytest.FixtureRequest) -> None:
    assert request.config.pluginmanager.hasplugin("randomly")


def test_it_explains_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    asked = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in COMMANDS:
        assert re.search(rf"^{target}:.* ## ", makefile, re.MULTILINE)
        assert f"make {target} " in asked.stdout


def test_it_lets_ci_run_what_everybody_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    assert "make test" in script.read_text(encoding="utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="root installs the browser instead of asking for it")
def test_it_ends_at_once_with_one_command_where_a_browser_is_missing(tmp_path: Path) -> None:
    asked = without_programs(tmp_path, ["tools/setup.py", "test"])
    assert asked.returncode == 1
    assert "sudo apt-get install chromium" in asked.stderr


def test_it_says_which_python_is_needed(tmp_path: Path) -> None:
    program = "import sys; sys.version_info = (3, 9); import runpy; runpy.run_path('tools/setup.py', run_name='__main__')"
    asked = without_programs(tmp_path, ["-c", program])
    assert asked.returncode == 1
    assert "Python 3.11" in asked.stderr


def without_programs(folder: Path, arguments: list[str]) -> Any:
    environment = {"PATH": str(folder)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
