"""Completing tasks through the engine, beside the floor: the two take turns, case by case, in one process."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median
from typing import Any

from sqlalchemy import URL, Engine, event

from benchmarks.floor import Commit, Library, bytes_like, postgres_commit, sqlite_commit
from benchmarks.processes import ANSWERS, Measured
from engine.clock import utc_now
from engine.definitions import publish
from engine.keys import Keyring
from engine.runtime import Runtime, Settings
from engine.store import tables
from engine.store.database import create_engine
from engine.tasks import complete_task
from engine.uow import run
from tests.make import engine as make
from tests.small_county import Cast, SmallCounty

WARM_UP = 5  # cases that are not counted
CLERK = Cast.clerk


@dataclass
class Timed:
    """How long each completion took, in seconds."""

    floor: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Result:
    """One line of the table, in milliseconds: means, since a slow completion counts in a day's work, and medians."""

    process: str
    database: str
    floor: float
    ours: float
    floor_median: float
    ours_median: float
    statements: float
    state_bytes: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def ratio_of_medians(self) -> float:
        return self.ours_median / self.floor_median

    @property
    def per_second(self) -> float:
        return 1000 / self.ours


def measure(measured: Measured, url: URL, folder: Path, cases: int) -> Result:
    """Complete all tasks of so many cases on an empty database, the floor and ours by turns."""
    database = create_engine(url.render_as_string(hide_password=False))
    tables.metadata.create_all(database)
    runtime = _runtime(database, folder)
    run(runtime, publish, CLERK, "measured", measured.files)
    statements, state_bytes = _counted(runtime, measured)
    is_sqlite = url.get_backend_name() == "sqlite"
    commit = sqlite_commit(f"{url.database}.floor") if is_sqlite else postgres_commit(url)
    library, timed = Library(measured), Timed()
    for number in range(WARM_UP + cases):
        if number == WARM_UP:
            timed = Timed()
        for step in library.steps(library.begin()):
            timed.floor.append(_seconds(step, commit, round(state_bytes)))
        for act in _acts(runtime, measured, f"N-{number}"):
            timed.ours.append(_seconds(act))
    database.dispose()
    floor, ours = ([1000 * of(times) for of in (fmean, median)] for times in (timed.floor, timed.ours))
    return Result(
        measured.name, url.get_backend_name(), floor[0], ours[0], floor[1], ours[1], statements, state_bytes
    )


def _counted(runtime: Runtime, measured: Measured) -> tuple[float, float]:
    """Complete one case uncounted in time: the mean number of statements of a completion, and of bytes of state."""
    sent: list[str] = []
    sizes: list[int] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    acts = 0
    for act in _acts(runtime, measured, "counted"):
        event.listen(runtime.database, "before_cursor_execute", note)
        act()
        event.remove(runtime.database, "before_cursor_execute", note)
        (case,) = make.rows_of(runtime, tables.instance)
        sizes.append(len(case.state))
        acts += 1
    return len(sent) / acts, fmean(sizes)


def _acts(runtime: Runtime, measured: Measured, number: str) -> Iterator[Callable[[], None]]:
    """Begin a case and give the acts that complete its tasks one by one, each to be timed by who takes it."""
    answers = ANSWERS if measured.has_start_form else {}
    waiting = deque(make.begun(runtime, number=number, answers=answers, **measured.variables).opened)
    while waiting:
        task = waiting.popleft()

        def act(task_id: str = task.task_id) -> None:
            waiting.extend(run(runtime, complete_task, CLERK, task_id, answers=ANSWERS).opened)

        yield act


def _runtime(database: Engine, folder: Path) -> Runtime:
    return Runtime(
        database=database,
        keyring=Keyring(1, {1: bytes(32)}),
        settings=Settings(data_folder=folder),
        performers=SmallCounty(),
        operations={},
        job_handlers={},
        clock=utc_now,
    )


def _seconds(act: Callable[[], object], commit: Commit | None = None, size: int = 0) -> float:
    """How long an act takes, with a commit of other bytes than before: SQLite skips a write that changes nothing."""
    state = bytes_like(size)
    before = time.perf_counter()
    act()
    if commit:
        commit(state)
    return time.perf_counter() - before
