"""Completing tasks through the engine and through the API, beside the floor: all take turns, case by case, in one process."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from sqlalchemy import URL, event

from benchmarks.floor import Commit, Library, bytes_like, postgres_commit, sqlite_commit
from benchmarks.over_http import Program
from benchmarks.processes import ANSWERS, Measured
from benchmarks.slices import Side, Slice, Spread, Step, ratios, take_turns, typical
from engine.clock import utc_now
from engine.definitions import publish
from engine.keys import Keyring
from engine.runtime import Runtime, Settings
from engine.store import tables
from engine.store.database import create_engine
from engine.tasks import complete_task
from engine.uow import run
from shuoshi.database import all_tables
from tests.make import engine as make
from tests.small_county import Cast, SmallCounty

WARM_UP = 10  # cases that are not counted: statements are prepared, definitions read
CLERK = Cast.clerk


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured of one process on one database: slices by side, statements and bytes of a completion."""

    process: str
    database: str
    slices: dict[str, list[Slice]]
    statements: float
    state_bytes: float

    def wall(self, side: str) -> float:
        """Milliseconds by the clock, the median of the cases."""
        return typical(each.wall for each in self.slices[side])

    def cpu(self, side: str) -> float:
        """Milliseconds of this process on the processor, likewise."""
        return typical(each.cpu for each in self.slices[side])

    def times_floor(self, side: str) -> Spread:
        """How many times the floor, by the clock."""
        return ratios(*([each.wall for each in self.slices[name]] for name in (side, "floor")))


def prepared(url: URL, folder: Path, measured: Measured) -> Runtime:
    """Return a runtime on an empty database in which the process is in force."""
    database = create_engine(url.render_as_string(hide_password=False))
    all_tables().create_all(database)
    runtime = opened(url, folder)
    run(runtime, publish, CLERK, "measured", measured.files)
    return runtime


def opened(url: URL, folder: Path) -> Runtime:
    """Return a runtime on a database that is there."""
    return Runtime(
        database=create_engine(url.render_as_string(hide_password=False)),
        keyring=Keyring(1, {1: bytes(32)}),
        settings=Settings(data_folder=folder),
        performers=SmallCounty(),
        operations={},
        job_handlers={},
        clock=utc_now,
    )


def measure(measured: Measured, url: URL, folder: Path, cases: int) -> Result:
    """Complete all tasks of so many cases on an empty database: the floor, the engine and the API by turns."""
    runtime = prepared(url, folder, measured)
    statements, state_bytes = _counted(runtime, measured)
    is_sqlite = url.get_backend_name() == "sqlite"
    commit = sqlite_commit(f"{url.database}.floor") if is_sqlite else postgres_commit(url)
    program = Program(runtime)
    sides: dict[str, Side] = {
        "floor": partial(_floor, Library(measured), commit, round(state_bytes)),
        "engine": lambda number: acts(runtime, measured, f"E-{number}"),
        "api": lambda number: _requests(program, runtime, measured, f"A-{number}"),
    }
    slices = take_turns(sides, cases, WARM_UP)
    runtime.database.dispose()
    return Result(measured.name, url.get_backend_name(), slices, statements, state_bytes)


def acts(runtime: Runtime, measured: Measured, number: str) -> Iterator[Step]:
    """Begin a case and give the acts that complete its tasks one by one."""

    def complete(task_id: str) -> list[str]:
        done = run(runtime, complete_task, CLERK, task_id, answers=ANSWERS)
        return [each.task_id for each in done.opened]

    return _steps(runtime, measured, number, complete)


def _requests(program: Program, runtime: Runtime, measured: Measured, number: str) -> Iterator[Step]:
    """The same by the API."""
    return _steps(runtime, measured, number, lambda task_id: program.complete(task_id, ANSWERS))


def _steps(
    runtime: Runtime, measured: Measured, number: str, complete: Callable[[str], list[str]]
) -> Iterator[Step]:
    answers = ANSWERS if measured.has_start_form else {}
    started = make.begun(runtime, number=number, answers=answers, **measured.variables)
    waiting = deque(each.task_id for each in started.opened)
    while waiting:
        task_id = waiting.popleft()
        yield lambda task_id=task_id: waiting.extend(complete(task_id))  # type: ignore[misc]  # mypy: no default


def _floor(library: Library, commit: Commit, size: int, _number: int) -> Iterator[Step]:
    """The library's steps, each with a commit of other bytes than before: SQLite skips a write that changes nothing."""

    def step_and_commit(step: Step, state: bytes) -> None:
        step()
        commit(state)

    for step in library.steps(library.begin()):
        yield partial(step_and_commit, step, bytes_like(size))


def _counted(runtime: Runtime, measured: Measured) -> tuple[float, float]:
    """Complete one case untimed: the mean number of statements of a completion, and of bytes of state."""
    sent: list[str] = []
    sizes: list[int] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    for act in acts(runtime, measured, "counted"):
        event.listen(runtime.database, "before_cursor_execute", note)
        act()
        event.remove(runtime.database, "before_cursor_execute", note)
        (case,) = make.rows_of(runtime, tables.instance)
        sizes.append(len(case.state))
    return len(sent) / len(sizes), fmean(sizes)
