"""Merkle roots over lists of leaves, with the proof that one leaf belongs to a root (RFC 6962, section 2.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()
_LEAF, _NODE = b"\x00", b"\x01"  # so that no node can pass for a leaf
Sibling = tuple[str, bytes]  # on which side it stands, `left` or `right`, and its hash


def leaf_hash(said: bytes) -> bytes:
    """Return the hash of one leaf."""
    return hashlib.sha256(_LEAF + said).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of leaves, in their order."""
    row = list(leaves)
    while len(row) > 1:
        row = _row_above(row)
    return row[0] if row else EMPTY


def proof_of(leaves: Sequence[bytes], index: int) -> list[Sibling]:
    """Return the hashes with which a leaf comes to the root, from the leaf upwards."""
    row, found = list(leaves), []
    while len(row) > 1:
        beside = index ^ 1
        if beside < len(row):
            found.append(("left" if beside < index else "right", row[beside]))
        row, index = _row_above(row), index // 2
    return found


def root_by(leaf: bytes, proof: Sequence[Sibling]) -> bytes:
    """Return the root to which a proof leads."""
    for side, beside in proof:
        leaf = _node(beside, leaf) if side == "left" else _node(leaf, beside)
    return leaf


def _row_above(row: Sequence[bytes]) -> list[bytes]:
    pairs = [_node(*row[start : start + 2]) for start in range(0, len(row) - 1, 2)]
    return pairs + ([row[-1]] if len(row) % 2 else [])  # the odd one goes up as it is


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()
