"""The folder of sealed files: each under the hash of its ciphertext, so that a name never means two contents.

A file is written before its row commits; one whose act was refused or repeated is swept away later (`sweeping.py`).
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.disk import sync_folder
from engine.errors import NotFound


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder, in 256 parts by the first two letters of the hash."""

    path: Path

    def keep(self, sealed: bytes) -> str:
        """Write a file and return its hash; a crash leaves either the whole file or none under that name."""
        name = hashlib.sha256(sealed).hexdigest()
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = place.with_name(f"{name}.{secrets.token_hex(4)}.part")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)
            file.flush()  # to the system, so that the sync has it
            os.fsync(file.fileno())
        unfinished.replace(place)
        sync_folder(place.parent)
        return name

    def read(self, name: str) -> bytes:
        """Return a file; refused where it is gone."""
        try:
            return self._place(name).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("no-such-photo") from error

    def older_than(self, moment: float, part: int) -> Iterator[Path]:
        """Give the files of one of the 256 parts that were written before a moment (seconds since 1970)."""
        for file in sorted((self.path / f"{part:02x}").glob("*")):
            if file.stat().st_mtime < moment:
                yield file

    def _place(self, name: str) -> Path:
        return self.path / name[:2] / name


def uploads_folder(data_folder: Path) -> Folder:
    """Where photos wait that are not handed in yet."""
    return Folder(data_folder / "uploads")


def attachments_folder(data_folder: Path) -> Folder:
    """Where the photos of cases lie."""
    return Folder(data_folder / "attachments")
