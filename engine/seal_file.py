"""The seals outside the database: one line each in `seals/seals.jsonl`, to be copied where the database's owner cannot write.

A line is written once its seal is committed. A crash between the two leaves a line to the next export; a line cut off by one
is completed.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping
from pathlib import Path

import orjson

from engine.disk import sync_folder
from engine.jobs import JobRow
from engine.seals import Seal, seals_after
from engine.uow import UnitOfWork


def seal_file(data_folder: Path) -> Path:
    """Return the file of the seals in the data folder."""
    return data_folder / "seals" / "seals.jsonl"


def export_seals(uow: UnitOfWork, _job: JobRow | None = None) -> None:
    """Append the seals that the file does not have yet."""
    path = seal_file(uow.runtime.settings.data_folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # another process may export as well; freed when the file is closed
        whole = _whole_lines(file.read())
        known = [orjson.loads(line)["seal"] for line in whole.splitlines()[-1:]]
        file.truncate(len(whole))
        file.seek(len(whole))
        file.writelines(_line(seal) for seal in seals_after(uow, *known or (0,)))
        file.flush()  # to the system, so that the sync has it
        os.fsync(file.fileno())
    sync_folder(path.parent)


def exported_seals(path: Path) -> Mapping[int, str]:
    """Return the hashes in a file of seals by number; empty where there is no file. Raises ValueError for another file."""
    if not path.exists():
        return {}
    lines = [orjson.loads(line) for line in _whole_lines(path.read_bytes()).splitlines()]
    try:
        return {int(line["seal"]): str(line["hash"]) for line in lines}
    except (TypeError, KeyError) as error:
        raise ValueError(f"{path} is not a file of seals") from error


def _line(seal: Seal) -> bytes:
    said = {"seal": seal.seq, "at": seal.at, "heads": seal.heads, "root": seal.root.hex()}
    links = {"previous": seal.previous.hex(), "hash": seal.hash.hex()}
    return orjson.dumps({**said, **links}, option=orjson.OPT_APPEND_NEWLINE)


def _whole_lines(content: bytes) -> bytes:
    return content[: content.rfind(b"\n") + 1]
