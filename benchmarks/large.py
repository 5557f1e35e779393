"""A county's ten years: the inbox page at a million open tasks, and a look for due jobs among many cases: `python -m benchmarks.large`."""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import URL, insert

from benchmarks.completing import CLERK, prepared
from benchmarks.processes import linear
from engine.clock import utc_now
from engine.inbox import open_tasks
from engine.jobs import TIMER, due_jobs, job_row
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading
from tests.make import engine as make

TASKS = 1_000_000
CLERK_POST = "station-clerk@v-dukou"
TASKS_OF_A_CASE = 5
POSTS = 500  # that share the tasks; the clerk's own gets as many as the others
PAGE = 20
ASKED = 200  # times
CASES = (1_000, 100_000)
AT_ONCE = 20_000
NOTHING_DUE = timedelta(days=30)
_OF_SUBJECT = "SELECT due_at, task_id FROM inbox WHERE subject = ? AND claimed_by IS NULL ORDER BY due_at, task_id LIMIT ?"
BARE = f"""
SELECT f.due_at, t.*, c.number FROM (SELECT * FROM ({_OF_SUBJECT}) UNION SELECT * FROM ({_OF_SUBJECT})) f
JOIN task t ON t.id = f.task_id JOIN instance c ON c.id = t.instance_id ORDER BY f.due_at, f.task_id LIMIT ?
"""  # noqa: S608  only the text above goes into it


def main(arguments: list[str]) -> None:
    """Print the table; the number of tasks may be given."""
    tasks = int(arguments[0]) if arguments else TASKS
    table = Table(title="Large data on SQLite: medians, the cache warm")
    for name in ("asked", "rows", "ms", "beside"):
        table.add_column(name, justify="left" if name in {"asked", "beside"} else "right")
    with _runtime() as runtime:
        _fill(runtime, tasks)
        page, bare = _inbox_page(runtime), _bare_query(runtime)
    beside = f"{page / bare:.2f} times the bare query, {bare:.2f} ms (aim 2)"
    table.add_row(f"inbox page of {PAGE}", f"{tasks:,} open tasks", f"{page:.2f}", beside)
    sweeps = [_sweep(cases) for cases in CASES]
    for cases, taken in zip(CASES, sweeps, strict=True):
        times = f"{taken / sweeps[0]:.2f} times that of {CASES[0]:,} (aim 1)"
        table.add_row("a sweep with nothing due", f"{cases:,} open cases", f"{taken:.3f}", times)
    Console(width=120).print(table)


@contextmanager
def _runtime() -> Iterator[Runtime]:
    with tempfile.TemporaryDirectory(prefix="shuoshi-large-") as name:
        url = URL.create("sqlite", database=f"{name}/large.sqlite")
        runtime = prepared(url, Path(name), linear())
        try:
            yield runtime
        finally:
            runtime.database.dispose()


def _fill(runtime: Runtime, tasks: int) -> None:
    """Put open tasks of many posts beside one case that was begun by the engine, each row like one of its own."""
    make.begun(runtime, number="L-0")
    like = {table.name: make.rows_of(runtime, table)[0]._asdict() for table in _FILLED}
    for first in range(0, tasks, AT_ONCE):
        with runtime.database.begin() as connection:
            for table, rows in _rows(like, range(first, min(first + AT_ONCE, tasks))).items():
                connection.execute(insert(_FILLED[_NAMES.index(table)]), rows)


_FILLED = (tables.instance, tables.task, tables.inbox)
_NAMES = [table.name for table in _FILLED]


def _rows(like: Mapping[str, dict[str, Any]], numbers: range) -> dict[str, list[dict[str, Any]]]:
    """The rows of some tasks: due in no order, spread over the posts."""
    instances = [
        {**like["instance"], "id": f"case-{number}", "number": f"L-{number + 1}"}
        for number in numbers
        if number % TASKS_OF_A_CASE == 0
    ]
    tasks, inbox = [], []
    for number in numbers:
        task_id, case_id = f"task-{number}", f"case-{number - number % TASKS_OF_A_CASE}"
        due = utc_now() + timedelta(seconds=number * 7919 % 5_000_000)
        post = number % POSTS
        subject = CLERK_POST if post == 0 else f"post-{post}@v-{post}"
        tasks.append({**like["task"], "id": task_id, "instance_id": case_id, "due_at": due})
        inbox.append({**like["inbox"], "subject": subject, "due_at": due, "task_id": task_id})
    return {"instance": instances, "task": tasks, "inbox": inbox}


def _inbox_page(runtime: Runtime) -> float:
    with reading(runtime) as uow:
        return _milliseconds(lambda: open_tasks(uow, CLERK, tab="waiting", limit=PAGE))


def _bare_query(runtime: Runtime) -> float:
    """The same page by the driver: no values made of its rows."""
    connection = sqlite3.connect(str(runtime.database.url.database))
    given = (CLERK_POST, PAGE + 1, "user:clerk", PAGE + 1, PAGE + 1)
    try:
        return _milliseconds(lambda: connection.execute(BARE, given).fetchall())
    finally:
        connection.close()


def _sweep(cases: int) -> float:
    """Look for due jobs where each case has a timer that is not due."""
    with _runtime() as runtime:
        due = utc_now() + NOTHING_DUE
        for first in range(0, cases, AT_ONCE):
            rows = [
                job_row(TIMER, {}, due_at=due, instance_id=f"case-{number}", task_id=f"token-{number}")
                for number in range(first, min(first + AT_ONCE, cases))
            ]
            with runtime.database.begin() as connection:
                connection.execute(insert(tables.job), rows)
        with reading(runtime) as uow:
            return _milliseconds(lambda: due_jobs(uow, 100))


def _milliseconds(ask: Callable[[], object]) -> float:
    taken = []
    for _ in range(ASKED):
        before = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - before)
    return 1000 * median(taken)


if __name__ == "__main__":
    main(sys.argv[1:])
