"""An import of letters as long work: the file is kept in the data folder until a worker has gone through it."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import orjson

from engine.actor import SYSTEM
from engine.disk import sync_folder
from engine.ids import new_id
from engine.jobs import JobRow
from engine.long_jobs import Outcome, Progress, defer_long_job
from engine.runtime import Runtime
from engine.uow import UnitOfWork
from registers.matters.importing import RowReport, import_letters

IMPORT_LETTERS = "import-letters"


def keep_file(data_folder: Path, file: Path) -> str:
    """Copy a file of letters to where the workers find it; returns the name under which it is kept."""
    folder = imports_folder(data_folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / f"{new_id()}.jsonl"
    descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as copy, file.open("rb") as letters:
        shutil.copyfileobj(letters, copy)
        copy.flush()  # to the system, so that the sync has it
        os.fsync(copy.fileno())
    sync_folder(folder)
    return kept.name


def defer_import(uow: UnitOfWork, name: str) -> str:
    """Queue the import of a file that was kept; returns the job's id. For the operator's own command."""
    return defer_long_job(uow, IMPORT_LETTERS, {"file": name})


def import_as_job(runtime: Runtime, job: JobRow, progress: Progress) -> Outcome:
    """Import the file of a job, write what became of each row beside it, and drop it.

    Begun again where a worker died, it imports nothing twice; where that was behind the last row, its report is there.
    """
    file = imports_folder(runtime.settings.data_folder) / str(job.payload["file"])
    report = file.with_suffix(".report.jsonl")
    if file.exists():
        _write_report(report, import_letters(runtime, SYSTEM, file, progress).rows)
        file.unlink()  # letters are people's: what is imported is kept sealed, and nowhere else
    return Counter(orjson.loads(line)["outcome"] for line in report.read_bytes().splitlines())


def imports_folder(data_folder: Path) -> Path:
    """Return the folder of files that wait to be imported."""
    return data_folder / "imports"


def _write_report(path: Path, rows: Iterable[RowReport]) -> None:
    """Write a line for each row: ids, numbers and codes, no word of a letter. Whole, or not at all."""
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows))
    unfinished.replace(path)
