"""The worker: threads that run what is due, one act for each job, and stop without leaving one half done.

One thread runs long work and nothing else, so that an import holds up no timer. Any number of workers, in any number of
processes on PostgreSQL, take from the same rows: a job is taken with SKIP LOCKED, and a try is noted before it is made.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import count

from engine import timers
from engine.actor import SYSTEM
from engine.errors import Changed
from engine.failed_jobs import note_failure
from engine.jobs import (
    MARK_DONE,
    TIMER,
    USUAL,
    JobHandler,
    JobRow,
    Retries,
    due_jobs,
    is_leased,
    lease_job,
    take_job,
)
from engine.long_jobs import USUAL_OF_LONG, Progress, Stopped, give_back, note_outcome
from engine.own_jobs import HANDLERS
from engine.runtime import Runtime
from engine.uow import UnitOfWork, reading, run
from engine.worker_signs import Sign

A_LOOK = 20  # jobs that one look finds; workers side by side begin at different ones

log = logging.getLogger(__name__)
_chance = random.Random()  # noqa: S311  nothing is kept secret by it


def run_due_jobs(runtime: Runtime, limit: int = 100) -> int:
    """Run all jobs that are due now, one act each, in this thread; returns how many were tried."""
    with reading(runtime) as uow:
        waiting = due_jobs(uow, limit)
    for job_id in waiting:
        run_job(runtime, job_id)
    return len(waiting)


def run_job(runtime: Runtime, job_id: str, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Run one job: a timer in a single act; what reaches outside notes its try first, so that a crash is seen.

    Long work asks `is_stopping` whenever it says how far it is, and is given back to others then.
    """
    with reading(runtime) as uow:
        job = take_job(uow, job_id)
    if job is None:
        return
    retries = _retries(runtime, job.kind)
    try:
        if job.kind == TIMER:
            run(runtime, _perform_timer, job)
        elif job.attempts >= retries.most:
            run(runtime, note_failure, job, "the process ended during every try", SYSTEM, retries)
        elif leased := run(runtime, lease_job, job_id, retries):
            _try(runtime, leased, is_stopping)
    except Changed:
        log.info("job %s was overtaken; it stays due", job_id)
    except Exception as error:  # the worker's border: whatever a handler raises is noted on the job
        log.exception("job %s (%s) failed", job_id, job.kind)
        run(runtime, note_failure, job, f"{type(error).__name__}: {error}", SYSTEM, retries)


def _retries(runtime: Runtime, kind: str) -> Retries:
    return runtime.retries.get(kind) or (USUAL_OF_LONG if kind in runtime.long_jobs else USUAL)


def _try(runtime: Runtime, leased: JobRow, is_stopping: Callable[[], bool]) -> None:
    work = runtime.long_jobs.get(leased.kind)
    if work is None:
        run(runtime, _perform, leased, count(leased.attempts))
        return
    try:
        outcome = work(runtime, leased, Progress(runtime, leased, is_stopping))
    except Stopped:
        run(runtime, give_back, leased)
    else:
        run(runtime, note_outcome, leased, outcome)


def _perform_timer(uow: UnitOfWork, job: JobRow) -> None:
    case = uow.lock_instance(
        job.instance_id or ""
    )  # before the job, as acts do that remove a timer: no deadlock
    if case and take_job(uow, job.id):
        uow.write(MARK_DONE, {"job_id": job.id, "done": uow.now}, expect=1)
        timers.fire_timer(uow, job, case)


def _perform(uow: UnitOfWork, leased: JobRow, calls: Iterator[int]) -> None:
    """Call the handler, unless another worker has taken the job over since.

    `calls` goes on counting when the act is repeated: the handler must know that it may have been called before.
    """
    if is_leased(uow, leased):
        _handler(uow.runtime, leased.kind)(uow, replace(leased, attempts=next(calls)))
        uow.write(MARK_DONE, {"job_id": leased.id, "done": uow.now}, expect=1)


def _handler(runtime: Runtime, kind: str) -> JobHandler:
    """What the composition root plugs in goes before the engine's own."""
    found = runtime.job_handlers.get(kind) or HANDLERS.get(kind)
    if found is None:
        raise LookupError(f"nobody runs jobs of the kind {kind}")
    return found


class Worker:
    """Threads that run due jobs until they are told to stop: some for what is quick, one for long work."""

    def __init__(self, runtime: Runtime, *, threads: int = 1, poll_seconds: float = 1.0) -> None:
        self._runtime = runtime
        self._poll_seconds = poll_seconds
        self._sign = Sign(runtime)
        self._stopping = threading.Event()
        long = frozenset(runtime.long_jobs)
        self._threads = [self._thread(f"worker-{number}", without=long) for number in range(threads)]
        if long:
            self._threads.append(self._thread("long-work", only=long))

    def start(self) -> None:
        """Begin to look for due jobs."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 10.0) -> bool:
        """Let the jobs in hand finish and end; says whether they did within the time."""
        self._stopping.set()
        until = time.monotonic() + timeout
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(until - time.monotonic(), 0))
        self._sign.take_away()
        return not any(thread.is_alive() for thread in self._threads)

    def is_alive(self) -> bool:
        """Say whether all threads run, for those who watch the process."""
        return all(thread.is_alive() for thread in self._threads)

    def _thread(
        self, name: str, *, only: Collection[str] | None = None, without: Collection[str] = ()
    ) -> threading.Thread:
        return threading.Thread(target=self._work, args=(only, without), name=name, daemon=True)

    def _work(self, only: Collection[str] | None, without: Collection[str]) -> None:
        while not self._stopping.is_set():
            if not self._run_some(only, without):
                self._stopping.wait(self._poll_seconds)

    def _run_some(self, only: Collection[str] | None, without: Collection[str]) -> bool:
        try:
            self._give_sign()
            with reading(self._runtime) as uow:
                found = due_jobs(uow, A_LOOK, only=only, without=without)
            for job_id in self._in_turn(found):
                if self._stopping.is_set():
                    break
                run_job(self._runtime, job_id, self._stopping.is_set)
        except Exception:  # a database that is away for a moment must not end the worker
            log.exception("the worker could not look for jobs")
            return False
        return bool(found)

    def _give_sign(self) -> None:
        """One thread speaks for all."""
        if threading.current_thread() is self._threads[0]:
            self._sign.give()

    def _in_turn(self, found: list[str]) -> list[str]:
        """The oldest first where nobody else takes from them; else from a place of its own, so that few meet."""
        if self._runtime.database.dialect.name == "sqlite" or len(found) < A_LOOK:
            return found
        begin = _chance.randrange(len(found))
        return found[begin:] + found[:begin]
