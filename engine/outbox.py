"""The message backend that writes to files: one JSON line for each message, one file a day, in `outbox/`.

A line holds references only. Delivery is at least once: a line that a crash left without its commit is not written
again, since a repeated try first looks for the job's id.
"""

from __future__ import annotations

import os

import orjson

from engine.jobs import JobRow
from engine.uow import UnitOfWork
from engine.zone import CHINA


def write_line(uow: UnitOfWork, job: JobRow) -> None:
    """Append a message to the file of its day; does nothing where an earlier try has written it."""
    folder = uow.runtime.settings.data_folder / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    if job.attempts and any(job.id.encode() in file.read_bytes() for file in folder.glob("*.jsonl")):
        return
    path = folder / f"{uow.now.astimezone(CHINA):%Y-%m-%d}.jsonl"
    line = orjson.dumps(
        {"job": job.id, "case": job.instance_id, "at": uow.now, **job.payload},
        option=orjson.OPT_APPEND_NEWLINE,
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        file.write(line)
        file.flush()  # to the system, so that the sync has it
        os.fsync(file.fileno())
