"""A procedure's files as they come in: by themselves or in one zip, within bounds that no bomb gets past."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath

from werkzeug.datastructures import FileStorage

from engine.checks import KINDS
from engine.checks import MOST_BYTES as MOST_OF_A_FILE
from engine.errors import Invalid, Problem

MOST_FILES = 100
MOST_BYTES = 20_000_000


def files_of(uploads: Sequence[FileStorage]) -> dict[str, bytes]:
    """Return the files by name; refuses what is no zip, names a file twice, or is more than a procedure can be."""
    if len(uploads) == 1 and PurePosixPath(uploads[0].filename or "").suffix == ".zip":
        return _unzipped(uploads[0])
    found: dict[str, bytes] = {}
    for upload in uploads:
        _add(found, upload.filename or "", upload.stream.read(MOST_OF_A_FILE + 1))
    return found


def _unzipped(upload: FileStorage) -> dict[str, bytes]:
    """The files of a zip that are of a procedure's kinds, whatever folder they stand in."""
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(upload.stream.read())) as archive:
            for each in archive.infolist():
                if not each.is_dir() and PurePosixPath(each.filename).suffix in KINDS:
                    with archive.open(each) as file:  # what its header claims of its size counts for nothing
                        _add(found, each.filename, file.read(MOST_OF_A_FILE + 1))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise _wrong("wrong-type") from error
    return found


def _add(found: dict[str, bytes], path: str, source: bytes) -> None:
    name = PurePosixPath(path).name
    if name in found:
        raise _wrong("file-twice", name=name)
    found[name] = source
    if len(found) > MOST_FILES:
        raise _wrong("too-many-files", most=MOST_FILES)
    if sum(map(len, found.values())) > MOST_BYTES:
        raise _wrong("too-large", most=MOST_BYTES)


def _wrong(code: str, **params: object) -> Invalid:
    return Invalid({"files": [Problem(code, params)]})
