"""The worker: one thread that runs what is due, one act for each job, and stops without leaving one half done."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from engine import timers
from engine.actor import SYSTEM
from engine.errors import Changed
from engine.jobs import (
    MARK_DONE,
    MOST_TRIES,
    TIMER,
    JobHandler,
    JobRow,
    due_jobs,
    is_leased,
    lease_job,
    note_failure,
    take_job,
)
from engine.own_jobs import HANDLERS
from engine.runtime import Runtime
from engine.uow import UnitOfWork, reading, run

log = logging.getLogger(__name__)


def run_due_jobs(runtime: Runtime, limit: int = 100) -> int:
    """Run all jobs that are due now, one act each, in this thread; returns how many were tried."""
    with reading(runtime) as uow:
        waiting = due_jobs(uow, limit)
    for job_id in waiting:
        run_job(runtime, job_id)
    return len(waiting)


def run_job(runtime: Runtime, job_id: str) -> None:
    """Run one job: a timer in a single act; what reaches outside notes its try first, so that a crash is seen."""
    with reading(runtime) as uow:
        job = take_job(uow, job_id)
    if job is None:
        return
    try:
        if job.kind == TIMER:
            run(runtime, _perform_timer, job)
        elif job.attempts >= MOST_TRIES:
            run(runtime, note_failure, job, "the process ended during every try", SYSTEM)
        elif leased := run(runtime, lease_job, job_id):
            run(runtime, _perform, leased, count(leased.attempts))
    except Changed:
        log.info("job %s was overtaken; it stays due", job_id)
    except Exception as error:  # the worker's border: whatever a handler raises is noted on the job
        log.exception("job %s (%s) failed", job_id, job.kind)
        run(runtime, note_failure, job, f"{type(error).__name__}: {error}", SYSTEM)


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
    """A thread of the server process that runs due jobs until it is told to stop."""

    def __init__(self, runtime: Runtime, *, poll_seconds: float = 1.0) -> None:
        self._runtime = runtime
        self._poll_seconds = poll_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="worker", daemon=True)

    def start(self) -> None:
        """Begin to look for due jobs."""
        self._thread.start()

    def stop(self, timeout: float = 10.0) -> bool:
        """Let the job in hand finish and end; says whether it did within the time."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def is_alive(self) -> bool:
        """Say whether the thread runs, for those who watch the server."""
        return self._thread.is_alive()

    def _work(self) -> None:
        while not self._stopping.is_set():
            if not self._run_one():
                self._stopping.wait(self._poll_seconds)

    def _run_one(self) -> bool:
        try:
            return run_due_jobs(self._runtime, limit=1) > 0
        except Exception:  # a database that is away for a moment must not end the worker
            log.exception("the worker could not look for jobs")
            return False
