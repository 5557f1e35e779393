"""Keys: the master key file, a key of its own for each case, and the keyed hash for look-ups.

Every ciphertext begins with the algorithm byte and carries the id of the key that made it, so that keys rotate
while the server runs and another algorithm can take over (architecture, decision 11).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

AES_GCM = 1
_NONCE = 12


class KeyMissing(Exception):
    """The key file is missing or unreadable, or lacks a key that a ciphertext names. Restore it from its copy."""


@dataclass(frozen=True, slots=True)
class CaseKey:
    """The key of one case: seals what the case keeps. Lost with the case, so destroying it erases the case."""

    secret: bytes

    def seal(self, plain: bytes) -> bytes:
        """Encrypt bytes; the result names the algorithm and carries its nonce."""
        nonce = os.urandom(_NONCE)
        return bytes((AES_GCM,)) + nonce + AESGCM(self.secret).encrypt(nonce, plain, None)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt what `seal` made; raises KeyMissing for another key's or a damaged ciphertext."""
        try:
            return AESGCM(self.secret).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], None)
        except InvalidTag as error:
            raise KeyMissing("ciphertext does not belong to this key, or was changed") from error


@dataclass(frozen=True, slots=True)
class Keyring:
    """The master keys by id; the current one wraps new case keys and hashes look-ups."""

    current: int
    masters: Mapping[int, bytes]

    def new_case_key(self) -> tuple[CaseKey, bytes]:
        """Make a key for a new case; returns it with its wrapped form for the instance row."""
        key = CaseKey(secrets.token_bytes(32))
        wrapped = self.current.to_bytes(2, "big") + CaseKey(self._master(self.current)).seal(key.secret)
        return key, wrapped

    def unwrap(self, wrapped: bytes) -> CaseKey:
        """Return the case key from the instance row; raises KeyMissing if its master key is not in the file."""
        master = self._master(int.from_bytes(wrapped[:2], "big"))
        return CaseKey(CaseKey(master).open(wrapped[2:]))

    def lookup_hash(self, purpose: str, value: str) -> str:
        """Return the keyed hash by which a personal value (a phone, a receipt code) is found again."""
        digest = hmac.new(
            self._master(min(self.masters)), f"{purpose}\0{value}".encode(), hashlib.sha256
        ).digest()
        return base64.b32encode(digest).decode().rstrip("=")

    def _master(self, key_id: int) -> bytes:
        try:
            return self.masters[key_id]
        except KeyError as error:
            raise KeyMissing(f"master key {key_id} is not in the key file") from error


def create_key_file(path: Path) -> None:
    """Write a new key file with mode 0600; never overwrites one."""
    body = json.dumps({"current": 1, "keys": {"1": base64.b64encode(secrets.token_bytes(32)).decode()}})
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(body)


def load_key_file(path: Path) -> Keyring:
    """Read the key file; raises KeyMissing with the path when it is not there or not readable."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        masters = {int(key_id): base64.b64decode(text) for key_id, text in content["keys"].items()}
        return Keyring(content["current"], masters)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeyMissing(f"no usable key file at {path}: {error}") from error
