"""The message backend that writes to files: one JSON line for each message, one file a day, in `outbox/`.

A line holds references only and begins with its job's id. Delivery is at least once: a line that a crash left without
its commit is not written again, since a repeated try first looks for it; one that the disk had no room for is.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

import orjson

from engine.disk import sync_folder
from engine.jobs import JobRow
from engine.uow import UnitOfWork
from engine.zone import CHINA


def write_line(uow: UnitOfWork, job: JobRow) -> None:
    """Append a message to the file of its day; does nothing where an earlier try has written it."""
    folder = uow.runtime.settings.data_folder / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    if job.attempts and any(_has_line(file, job.id) for file in folder.glob("*.jsonl")):
        return
    path = folder / f"{uow.now.astimezone(CHINA):%Y-%m-%d}.jsonl"
    line = orjson.dumps(
        {"job": job.id, "case": job.instance_id, "at": uow.now, **job.payload},
        option=orjson.OPT_APPEND_NEWLINE,
    )
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab+") as file:
        fcntl.flock(
            file, fcntl.LOCK_EX
        )  # another process may be amid its line; freed when the file is closed
        file.write(line if _ends_whole(file) else b"\n" + line)
        file.flush()  # to the system, so that the sync has it
        os.fsync(file.fileno())
    if is_new:
        sync_folder(folder)


def _has_line(file: Path, job_id: str) -> bool:
    begins = orjson.dumps({"job": job_id})[:-1]
    with file.open("rb") as lines:
        return any(line.startswith(begins) and line.endswith(b"\n") for line in lines)


def _ends_whole(file: BinaryIO) -> bool:
    """Say whether the last line is whole: a full disk leaves the beginning of one."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 1, 0))
    return file.read() in {b"", b"\n"}
