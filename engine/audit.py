"""The audit trail: every act is an event row, hashed onto the one before it in its chain (decision 10).

Hashes are taken over references and ciphertext alone, so that erasing a case leaves its chain whole.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from engine.actor import Actor

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many events it has and the hash of the last."""

    seq: int = 0
    hash: bytes = GENESIS


def next_event(
    chain: str, head: Head, *, at: datetime, actor: Actor, what: str, details: dict[str, object]
) -> tuple[dict[str, object], Head]:
    """Return the row of the next event of a chain and the chain's new head."""
    row: dict[str, object] = {
        "chain": chain,
        "seq": head.seq + 1,
        "at": at,
        "actor": actor.name,
        "post": actor.label,
        "what": what,
        "details": orjson.dumps(details, option=orjson.OPT_SORT_KEYS).decode(),
        "previous": head.hash,
    }
    row["hash"] = event_hash(row)
    return row, Head(head.seq + 1, row["hash"])  # type: ignore[arg-type]  # event_hash returns bytes


def event_hash(row: dict[str, object]) -> bytes:
    """Return the hash of an event row over all that it says and the hash before it."""
    at = row["at"]
    assert isinstance(at, datetime)  # noqa: S101  # narrows the row's type
    said = [
        row["chain"],
        row["seq"],
        at.astimezone(UTC).isoformat(),
        row["actor"],
        row["post"],
        row["what"],
        row["details"],
    ]
    previous = row["previous"]
    assert isinstance(previous, bytes)  # noqa: S101  # narrows the row's type
    return hashlib.sha256(previous + orjson.dumps(said)).digest()
