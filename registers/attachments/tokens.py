"""Tokens of uploads: the row keeps a hash, the file is sealed by what only the token gives."""

from __future__ import annotations

import hashlib
import secrets

from engine.keys import CaseKey


def new_token() -> str:
    """Return a random token of 192 bits."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """Return the hash under which a token is kept."""
    return hashlib.sha256(f"upload\0{token}".encode()).hexdigest()[:60]


def token_key(token: str) -> CaseKey:
    """Return the key that seals the file while it waits: without the token nobody reads it, not even we."""
    return CaseKey(hashlib.sha256(f"upload-key\0{token}".encode()).digest())
