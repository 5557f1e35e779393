"""Sweeping: uploads that nobody handed in within a day, and files without a row. A job that defers the next one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Column, Table, delete, select

from engine.jobs import JobRow, keep_waiting
from engine.uow import UnitOfWork
from registers.attachments import tables
from registers.attachments.acts import WAITS_FOR
from registers.attachments.folder import Folder, attachments_folder, uploads_folder

SWEEP = "sweep-uploads"
EVERY = timedelta(hours=1)
_PARTS = 256


def keep_sweeping(uow: UnitOfWork) -> None:
    """Make sure that a sweep waits to be run; called when the server starts."""
    keep_waiting(uow, SWEEP, {"hour": 0}, every=EVERY)


def sweep(uow: UnitOfWork, job: JobRow) -> None:
    """Drop uploads older than a day and files whose row is gone, and defer the next sweep.

    A file goes at the earliest an hour after its row: what is dropped now may still be brought back by a rollback.
    The waiting files are looked through each time, of the kept ones a 256th part.
    """
    hour = int(job.payload.get("hour", 0))
    uow.write(delete(tables.upload).where(tables.upload.c.at < uow.now - WAITS_FOR))
    data = uow.runtime.settings.data_folder
    for part in range(_PARTS):
        _drop_orphans(uow, uploads_folder(data), part, tables.upload)
    _drop_orphans(uow, attachments_folder(data), hour % _PARTS, tables.attachment)
    uow.defer(SWEEP, {"hour": hour + 1}, due_at=uow.now + EVERY)


def _drop_orphans(uow: UnitOfWork, folder: Folder, part: int, table: Table) -> None:
    old = list(folder.older_than((uow.now - WAITS_FOR).timestamp(), part))
    known = _known(uow, table.c.file_hash, [file.name for file in old])
    for file in old:
        if file.name not in known:
            _remove(file)


def _known(uow: UnitOfWork, column: Column[str], names: Iterable[str]) -> set[str]:
    wanted = sorted(names)
    batches = [wanted[start : start + 500] for start in range(0, len(wanted), 500)]
    return {row[0] for batch in batches for row in uow.rows(select(column).where(column.in_(batch)))}


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)  # another worker may have been faster
