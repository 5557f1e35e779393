"""Jobs: run when due, once; tried again after a pause; given up where a supervisor sees it."""

import fcntl
import json
import sqlite3
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.errors import NotAllowed, NotFound
from engine.failed_jobs import retry_job
from engine.jobs import MOST_TRIES, OUTBOX, USUAL, JobRow, lease_job, send_message
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import UnitOfWork, run
from engine.worker import Worker, run_due_jobs
from tests.conftest import StillClock
from tests.make import engine as make
from tests.small_county import Cast


def deferred(runtime: Runtime, instance_id: str | None = None) -> str:
    run(runtime, lambda uow: send_message(uow, instance_id, "told", "party:applicant@x"))
    return str(make.rows_of(runtime, tables.job)[-1].id)


def failing(runtime: Runtime) -> Runtime:
    def fail(uow: UnitOfWork, job: JobRow) -> None:
        raise OSError("no way out")

    return replace(runtime, job_handlers={OUTBOX: fail})


def test_it_writes_a_message_once(runtime: Runtime, clock: StillClock) -> None:
    job_id = deferred(runtime)
    assert [run_due_jobs(runtime), run_due_jobs(runtime)] == [1, 0]
    (file,) = (runtime.settings.data_folder / "outbox").glob("*.jsonl")
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) | {"at": ""} == {
        "job": job_id, "case": None, "at": "", "template": "told", "to": "party:applicant@x",
    }  # fmt: skip
    assert make.rows_of(runtime, tables.job)[0].status == "done"


def test_it_does_not_write_again_what_a_crash_left_without_its_commit(
    runtime: Runtime, clock: StillClock
) -> None:
    deferred(runtime)

    def stop(name: str) -> None:
        if name.startswith("sent UPDATE job") and (runtime.settings.data_folder / "outbox").exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_due_jobs(replace(runtime, on_step=stop))
    assert run_due_jobs(runtime) == 0, "its try is noted: it is put off"
    clock.advance(minutes=1)
    assert run_due_jobs(runtime) == 1
    (file,) = (runtime.settings.data_folder / "outbox").glob("*.jsonl")
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1


def test_it_writes_anew_a_message_for_which_the_disk_had_no_room(runtime: Runtime, clock: StillClock) -> None:
    job_id = deferred(runtime)
    assert run(runtime, lease_job, job_id)
    (runtime.settings.data_folder / "outbox").mkdir()
    file = runtime.settings.data_folder / "outbox" / "2026-03-16.jsonl"
    file.write_text(f'{{"job":"{job_id}","ca', encoding="utf-8")
    clock.advance(minutes=1)
    assert run_due_jobs(runtime) == 1
    _torn, line = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["job"] == job_id


def test_it_waits_for_a_process_that_is_amid_its_line(runtime: Runtime) -> None:
    job_id = deferred(runtime)
    (runtime.settings.data_folder / "outbox").mkdir()
    with (runtime.settings.data_folder / "outbox" / "2026-03-16.jsonl").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.write(b'{"job":"of an')
        other.flush()
        worker = threading.Thread(target=run_due_jobs, args=[runtime])
        worker.start()
        worker.join(0.2)
        other.write(b'other"}\n')
    worker.join()
    lines = Path(other.name).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["job"] for line in lines] == ["of another", job_id]


def test_it_writes_a_message_once_however_often_its_act_is_repeated(runtime: Runtime) -> None:
    """The first commit meets a lock: the act is repeated, the line of the first time stays."""
    deferred(runtime)
    passed: list[str] = []

    def lose_the_first(name: str) -> None:
        if (runtime.settings.data_folder / "outbox").exists() and name == "before-commit":
            passed.append(name)
            if len(passed) == 1:
                raise sqlite3.OperationalError("database is locked")

    run_due_jobs(replace(runtime, on_step=lose_the_first))
    (file,) = (runtime.settings.data_folder / "outbox").glob("*.jsonl")
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1
    assert (len(passed), make.rows_of(runtime, tables.job)[0].status) == (2, "done")


def test_it_gives_up_a_job_during_which_the_process_ends_every_time(
    standard: Runtime, clock: StillClock
) -> None:
    case_id = make.begun(standard, answers={"what": "the pump"}).instance_id
    job_id = deferred(standard, case_id)
    for _ in range(MOST_TRIES):
        leased = run(standard, lease_job, job_id)
        assert leased is not None
        clock.advance(seconds=USUAL.pause_after(leased.attempts).total_seconds())
    assert run_due_jobs(standard) == 1
    assert make.rows_of(standard, tables.job)[0].status == "failed"
    assert len(make.rows_of(standard, tables.event, what="job-failed")) == 1


def test_a_failing_job_is_put_off_and_at_last_given_up(standard: Runtime, clock: StillClock) -> None:
    case_id = make.begun(standard, answers={"what": "the pump"}).instance_id
    deferred(standard, case_id)
    for tries in range(MOST_TRIES):
        assert run_due_jobs(failing(standard)) == 1
        assert run_due_jobs(failing(standard)) == 0
        clock.advance(seconds=USUAL.pause_after(tries).total_seconds())
    (job,) = make.rows_of(standard, tables.job)
    assert (job.status, job.attempts, job.error) == ("failed", MOST_TRIES, "OSError: no way out")
    assert make.rows_of(standard, tables.event, what="job-failed")[0].chain == f"case:{case_id}"


def test_a_supervisor_lets_it_be_tried_again(standard: Runtime, clock: StillClock, cast: Cast) -> None:
    case_id = make.begun(standard, answers={"what": "the pump"}).instance_id
    job_id = deferred(standard, case_id)
    with pytest.raises(NotFound):
        run(standard, retry_job, cast.supervisor, job_id)  # has not failed
    for _ in range(MOST_TRIES):
        run_due_jobs(failing(standard))
        clock.advance(days=1)
    with pytest.raises(NotAllowed):
        run(standard, retry_job, cast.clerk, job_id)
    run(standard, retry_job, cast.supervisor, job_id)
    assert run_due_jobs(standard) == 1
    assert make.rows_of(standard, tables.job)[0].status == "done"


def test_of_two_workers_one_takes_a_job(runtime: Runtime) -> None:
    job_id = deferred(runtime)
    assert run(runtime, lease_job, job_id) is not None
    assert run(runtime, lease_job, job_id) is None


def test_a_job_that_nobody_runs_fails(runtime: Runtime) -> None:
    run(runtime, lambda uow: uow.defer("strange", {}))
    assert run_due_jobs(runtime) == 1
    assert "nobody runs jobs of the kind strange" in make.rows_of(runtime, tables.job)[0].error


def test_it_pauses_twice_as_long_each_time() -> None:
    assert [USUAL.pause_after(tries) for tries in (0, 1, 3)] == [
        timedelta(seconds=seconds) for seconds in (30, 60, 240)
    ]


def test_the_worker_runs_what_is_due_and_stops(runtime: Runtime) -> None:
    ran = threading.Event()
    worker = Worker(replace(runtime, job_handlers={OUTBOX: lambda uow, job: ran.set()}), poll_seconds=0.01)
    deferred(runtime)
    worker.start()
    assert ran.wait(10)
    assert worker.stop()
    assert make.rows_of(runtime, tables.job)[0].status == "done"


def test_a_worker_that_never_started_stops(runtime: Runtime) -> None:
    assert Worker(runtime).stop()
