"""Password hashes: Argon2id with the library's parameters (RFC 9106, the one for less memory)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_HASHER = PasswordHasher()
# The hash of random bytes that nobody kept: an unknown login takes as long as a wrong password.
_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$xn7JZTldSzbwJUzZQQYEtQ$RAgXGGhI6CzrrrYqCk3WxbkjMsz8NUgg7S3VavPJwos"


def hash_password(password: str) -> str:
    """Return the hash to be stored."""
    return _HASHER.hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """Say whether a password is the one that was hashed; with no hash, say no after the same time."""
    try:
        _HASHER.verify(stored or _NOBODYS, password)
    except VerificationError:
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Say whether a hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(stored)
