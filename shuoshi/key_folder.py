"""The key folder: the master keys of the county and the secret that signs sessions, each in a file of mode 0600.

It stands outside the database and its backups. Without the master keys nothing personal can be read again.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from engine.keys import KeyMissing, Keyring, create_key_file, load_key_file

MASTER = "master.json"
SESSION = "session.key"
_SESSION_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """What the key folder holds."""

    keyring: Keyring
    session_secret: bytes


def make_keys(folder: Path) -> tuple[Path, ...]:
    """Make the files that are not there yet, readable by this account alone; returns those that were made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = [path for path in (folder / MASTER, folder / SESSION) if not path.exists()]
    for path in made:
        if path.name == MASTER:
            create_key_file(path)
        else:
            _create_session_file(path)
    return tuple(made)


def load_keys(folder: Path) -> Keys:
    """Read both files; raises KeyMissing, with the path, for one that is missing or unusable."""
    return Keys(load_key_file(folder / MASTER), _session_secret(folder / SESSION))


def _create_session_file(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_SESSION_BYTES))


def _session_secret(path: Path) -> bytes:
    try:
        secret = path.read_bytes()
    except OSError as error:
        raise KeyMissing(f"no usable session key at {path}: {error}") from error
    if len(secret) < _SESSION_BYTES:
        raise KeyMissing(f"the session key at {path} is too short; delete it and run `shuoshi init`")
    return secret
