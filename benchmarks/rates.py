"""Tasks per second of one process and of several at once, each with cases of its own on one database."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import URL

from benchmarks.completing import acts, opened
from benchmarks.processes import Measured

WARM_UP = 3


@dataclass(frozen=True, slots=True)
class _Worked:
    """What one process did: how many tasks, from when to when by the clock that all share."""

    tasks: int
    begun: float
    ended: float


def rate(measured: Measured, url: URL, folder: Path, *, processes: int, cases: int) -> float:
    """Return the tasks per second of so many processes together."""
    spawning = get_context("spawn")
    barrier = spawning.Barrier(processes)
    with ProcessPoolExecutor(processes, spawning, _meet_at, (barrier,)) as pool:
        given = [(measured, url, folder, f"{processes}-{number}", cases) for number in range(processes)]
        worked = list(pool.map(_work, *zip(*given, strict=True)))
    seconds = max(each.ended for each in worked) - min(each.begun for each in worked)
    return sum(each.tasks for each in worked) / seconds


_together: list[Barrier] = []  # of this process


def _meet_at(barrier: Barrier) -> None:
    _together.append(barrier)


def _work(measured: Measured, url: URL, folder: Path, name: str, cases: int) -> _Worked:
    """Begin all cases, wait for the other processes, then complete their tasks."""
    runtime = opened(url, folder)
    for number in range(WARM_UP):
        for act in acts(runtime, measured, f"W-{name}-{number}"):
            act()
    cases_begun = [acts(runtime, measured, f"R-{name}-{number}") for number in range(cases)]
    first_acts = [next(case) for case in cases_begun]
    _together[0].wait()
    begun, tasks = time.monotonic(), 0
    for first, others in zip(first_acts, cases_begun, strict=True):
        for act in chain([first], others):
            act()
            tasks += 1
    runtime.database.dispose()
    return _Worked(tasks, begun, time.monotonic())
