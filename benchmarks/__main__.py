"""Print the tables: `python -m benchmarks [CASES]`."""

import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table
from sqlalchemy import URL

from benchmarks.completing import Result, measure, prepared
from benchmarks.floor import seconds_to_sync
from benchmarks.processes import Measured, big, linear
from benchmarks.rates import rate
from tests import postgres

CASES = 100
CASES_FOR_RATE = 40
PROCESSES = (1, 2)
AIMS = {"sqlite": 1.5, "postgresql": 1.8}  # times the floor, on the process `big`
DATABASES = ("sqlite", "postgresql")


def main() -> None:
    """Measure both processes on both databases and print a line for each."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    console = Console(width=150)
    with (
        tempfile.TemporaryDirectory(prefix="shuoshi-bench-") as name,
        postgres.server(durable=True) as server,
    ):
        folder = Path(name)
        console.print(_machine(server, folder))
        times, rates = _table_of_times(cases), _table_of_rates()
        for measured in (linear(), big()):
            for kind in DATABASES:
                with _empty(kind, server, folder, measured.name) as url:
                    _add_times(times, measure(measured, url, folder, cases))
                with _empty(kind, server, folder, f"{measured.name}-rate") as url:
                    _add_rates(rates, measured, url, folder)
        console.print(times, rates)


@contextmanager
def _empty(kind: str, server: URL, folder: Path, name: str) -> Iterator[URL]:
    if kind == "sqlite":
        yield URL.create("sqlite", database=str(folder / f"{name}.sqlite"))
        return
    with postgres.database(server) as url:
        yield url


def _machine(server: URL, folder: Path) -> str:
    """What the figures were measured on; how busy it was says how far to trust them."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("SpiffWorkflow", "SQLAlchemy", "psycopg"))
    given = server.query
    with psycopg.connect(
        host=str(given.get("host", server.host or "")),
        port=str(given.get("port", server.port or 5432)),
        user=server.username,
        password=server.password,
        dbname=server.database,
    ) as connection:
        of_postgresql = connection.info.parameter_status("server_version")
    sync = 1000 * seconds_to_sync(folder)
    return (
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {platform.system()} {platform.release()}; one sync of 4 kB "
        f"{sync:.2f} ms\nPython {platform.python_version()}, SQLite {sqlite3.sqlite_version}, PostgreSQL {of_postgresql}, "
        f"{libraries}\nSQLite: WAL, synchronous=FULL on both sides. PostgreSQL: fsync and synchronous_commit on for both sides."
    )


def _table_of_times(cases: int) -> Table:
    return _table(
        f"Completing a task: medians of {cases} cases in turns. Floor: the library's step in memory, one durable commit",
        ("process", "database"),
        (
            "floor ms",
            "ours ms",
            "times floor (quartiles)",
            "aim",
            "floor CPU ms",
            "ours CPU ms",
            "API ms",
            "API times floor",
        ),
        ("statements", "state B"),
    )


def _add_times(table: Table, result: Result) -> None:
    table.add_row(
        result.process,
        result.database,
        f"{result.wall('floor'):.2f}",
        f"{result.wall('engine'):.2f}",
        str(result.times_floor("engine")),
        f"{AIMS[result.database]:.1f}" if result.process == "big" else "",
        f"{result.cpu('floor'):.2f}",
        f"{result.cpu('engine'):.2f}",
        f"{result.wall('api'):.2f}",
        f"{result.times_floor('api').middle:.2f}",
        f"{result.statements:.1f}",
        f"{result.state_bytes:.0f}",
    )


def _table_of_rates() -> Table:
    columns = [f"{count} process{'es' if count > 1 else ''}" for count in PROCESSES]
    return _table(
        "Tasks per second through the engine, each process with cases of its own",
        ("process", "database"),
        columns,
    )


def _add_rates(table: Table, measured: Measured, url: URL, folder: Path) -> None:
    prepared(url, folder, measured).database.dispose()
    rates = [rate(measured, url, folder, processes=count, cases=CASES_FOR_RATE) for count in PROCESSES]
    table.add_row(measured.name, url.get_backend_name(), *(f"{each:.0f}" for each in rates))


def _table(title: str, left: tuple[str, ...], *right: list[str] | tuple[str, ...]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in left:
        table.add_column(name)
    for name in (name for names in right for name in names):
        table.add_column(name, justify="right")
    return table


if __name__ == "__main__":  # the processes of the second table import this module too
    main()
