"""Long work: says how far it is, is noticed where its worker dies, ends where its worker is told to stop."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.errors import Changed, NotAllowed
from engine.failed_jobs import retry_job
from engine.job_list import LongJob, Queue, failed_jobs_of_no_case, long_jobs, queue
from engine.jobs import OUTBOX, JobRow, lease_job, send_message
from engine.long_jobs import LEASE, Outcome, Progress, defer_long_job, note_outcome, note_progress
from engine.runtime import Runtime
from engine.uow import reading, run
from engine.worker import Worker, run_due_jobs, run_job
from tests.conftest import StillClock
from tests.small_county import Cast

Work = Callable[[Runtime, JobRow, Progress], Outcome]


def with_work(runtime: Runtime, work: Work) -> Runtime:
    return replace(runtime, long_jobs={"count": work})


def asked(runtime: Runtime) -> str:
    return run(runtime, defer_long_job, "count", {"file": "f"})


def listed(runtime: Runtime) -> LongJob:
    with reading(runtime) as uow:
        (job,) = long_jobs(uow).rows
    return job


def test_it_says_how_far_it_is_and_what_came_of_it(runtime: Runtime, clock: StillClock) -> None:
    seen: list[tuple[str, int, int | None, int]] = []

    def work(runtime: Runtime, job: JobRow, progress: Progress) -> Outcome:
        for done in (1, 2, 3):
            clock.advance(seconds=2)
            progress(done, 4)
            job_now = listed(runtime)
            seen.append((job_now.state, job_now.done, job_now.total, job_now.percent))
        progress(4, 4)
        return {"counted": 4}

    asked(runtime)
    assert listed(runtime).state == "waiting"
    assert run_due_jobs(with_work(runtime, work)) == 1
    assert seen == [("running", 1, 4, 25), ("running", 2, 4, 50), ("running", 3, 4, 75)]
    ended = listed(runtime)
    assert (ended.state, ended.percent, ended.outcome) == ("done", 100, {"counted": 4})


def test_it_writes_once_a_second_however_often_it_is_told(runtime: Runtime) -> None:
    written = []

    def work(runtime: Runtime, job: JobRow, progress: Progress) -> Outcome:
        for done in range(1, 11):
            progress(done, 20)
            written.append(listed(runtime).done)
        return {}

    asked(runtime)
    run_due_jobs(with_work(runtime, work))
    assert written == [1] * 10


def test_each_report_renews_the_lease(runtime: Runtime, clock: StillClock) -> None:
    leased = run(runtime, lease_job, asked(runtime))
    assert leased
    for done in range(5):
        run(runtime, note_progress, leased, done, 10)
        clock.advance(seconds=LEASE.total_seconds() - 1)
        assert run_due_jobs(with_work(runtime, lambda *_: {"by another": 1})) == 0
    clock.advance(seconds=1)
    assert run_due_jobs(with_work(runtime, lambda *_: {"by another": 1})) == 1
    assert listed(runtime).outcome == {"by another": 1}


def test_one_that_was_taken_over_writes_nothing_more(runtime: Runtime, clock: StillClock) -> None:
    job_id = asked(runtime)
    first = run(runtime, lease_job, job_id)
    clock.advance(minutes=1)
    second = run(runtime, lease_job, job_id)
    assert first
    assert second
    run(runtime, note_progress, second, 3, 10)
    with pytest.raises(Changed):
        run(runtime, note_progress, first, 9, 10)
    with pytest.raises(Changed):
        run(runtime, note_outcome, first, {"counted": 10})
    assert (listed(runtime).state, listed(runtime).done) == ("running", 3)


def test_it_is_given_back_where_the_worker_is_told_to_stop(runtime: Runtime) -> None:
    def work(runtime: Runtime, job: JobRow, progress: Progress) -> Outcome:
        progress(1, 2)
        raise AssertionError("it goes on although it was told to stop")

    job_id = asked(runtime)
    run_job(with_work(runtime, work), job_id, is_stopping=lambda: True)
    assert (listed(runtime).state, listed(runtime).attempts) == ("waiting", 0)
    assert run_due_jobs(with_work(runtime, lambda *_: {})) == 1, "another takes it up at once"


def test_long_work_holds_up_nothing_else(runtime: Runtime) -> None:
    begun, goes_on, told = threading.Event(), threading.Event(), threading.Event()

    def work(runtime: Runtime, job: JobRow, progress: Progress) -> Outcome:
        begun.set()
        assert goes_on.wait(20)
        return {}

    asked(runtime)
    busy = replace(with_work(runtime, work), job_handlers={OUTBOX: lambda uow, job: told.set()})
    worker = Worker(busy, poll_seconds=0.01)
    worker.start()
    assert begun.wait(20)
    run(runtime, lambda uow: send_message(uow, None, "told", "party:applicant@x"))
    assert told.wait(20), "the message waits for the long work"
    goes_on.set()
    assert worker.stop()


def test_what_fails_for_good_is_listed_and_retried_by_who_supervises_the_county(
    runtime: Runtime, clock: StillClock, cast: Cast
) -> None:
    def fail(runtime: Runtime, job: JobRow, progress: Progress) -> Outcome:
        raise OSError("no such file")

    job_id = asked(runtime)
    while run_due_jobs(with_work(runtime, fail)):
        clock.advance(days=1)
    with reading(runtime) as uow:
        (failed,) = failed_jobs_of_no_case(uow)
        assert queue(uow) == Queue(0, None, 1)
    assert (failed.id, failed.state, failed.error) == (job_id, "failed", "OSError: no such file")
    for who in (cast.clerk, cast.office):
        with pytest.raises(NotAllowed):
            run(runtime, retry_job, who, job_id)
    run(runtime, retry_job, cast.supervisor, job_id)
    assert run_due_jobs(with_work(runtime, lambda *_: {})) == 1
    assert listed(runtime).state == "done"


def test_the_newest_comes_first_page_by_page(runtime: Runtime, clock: StillClock) -> None:
    ids = []
    for _ in range(5):
        ids.append(asked(runtime))
        clock.advance(minutes=1)
    found: list[str] = []
    after = None
    with reading(runtime) as uow:
        for _ in range(3):
            page = long_jobs(uow, limit=2, after=after)
            found += [job.id for job in page.rows]
            after = page.after
    assert (found, after) == (ids[::-1], None)
