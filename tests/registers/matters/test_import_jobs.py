"""An import as long work: by a worker, from a file kept for it, with counts as its outcome."""

import json
from dataclasses import replace
from pathlib import Path

import orjson

from engine.job_list import LongJob, long_jobs
from engine.jobs import JobRow
from engine.runtime import Runtime
from engine.uow import reading, run
from engine.worker import run_due_jobs
from registers.matters.import_jobs import (
    IMPORT_LETTERS,
    defer_import,
    import_as_job,
    imports_folder,
    keep_file,
)
from tests.conftest import StillClock
from tests.registers.matters.test_import_letters import LETTER

LETTERS = [LETTER, {**LETTER, "id": "X2"}, {"id": "X3"}]


def kept(office: Runtime, tmp_path: Path) -> Runtime:
    given = tmp_path / "given.jsonl"
    given.write_text("\n".join(map(json.dumps, LETTERS)), encoding="utf-8")
    run(office, defer_import, keep_file(office.settings.data_folder, given))
    return replace(office, long_jobs={IMPORT_LETTERS: import_as_job})


def listed(runtime: Runtime) -> LongJob:
    with reading(runtime) as uow:
        (job,) = long_jobs(uow).rows
    return job


def test_a_worker_imports_the_file_and_drops_it(office: Runtime, tmp_path: Path) -> None:
    working = kept(office, tmp_path)
    assert run_due_jobs(working, limit=1) == 1
    found = listed(office)
    assert (found.state, found.done, found.total) == ("done", 3, 3)
    assert found.outcome == {"imported": 2, "refused": 1}
    (report,) = imports_folder(office.settings.data_folder).iterdir()
    assert str(LETTER["text"]) not in report.read_text(encoding="utf-8")
    assert [orjson.loads(line)["letter_id"] for line in report.read_bytes().splitlines()] == [
        "X1",
        "X2",
        "X3",
    ]


def test_begun_again_it_imports_nothing_twice(office: Runtime, tmp_path: Path, clock: StillClock) -> None:
    """The worker dies amid the file, and another one behind its last row."""
    working = kept(office, tmp_path)

    def die_in_the_middle(runtime: Runtime, job: JobRow, progress: object) -> dict[str, int]:
        import_as_job(runtime, job, lambda done, total: die_at(2, done))  # type: ignore[arg-type]
        return {}

    def die_at_the_end(runtime: Runtime, job: JobRow, progress: object) -> dict[str, int]:
        import_as_job(runtime, job, lambda done, total: None)  # type: ignore[arg-type]
        raise OSError("gone")

    for death in (die_in_the_middle, die_at_the_end):
        assert run_due_jobs(replace(working, long_jobs={IMPORT_LETTERS: death}), limit=1) == 1
        clock.advance(hours=1)
    assert listed(office).state == "running"
    run_due_jobs(working, limit=1)
    assert listed(office).outcome == {"already-there": 2, "refused": 1}


def die_at(row: int, done: int) -> None:
    if done == row:
        raise OSError("gone")
