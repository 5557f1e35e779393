"""Seals: every ten minutes the heads of all chains that have moved go into one Merkle root, each root on the one before.

A chain alone shows what was changed in it; whoever cut its end off and set its head back, or wrote it anew from
somewhere on, shows by the seal, and whoever wrote the seals anew by their copy outside the database (`seal_file.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson
from sqlalchemy import and_, func, select

from engine.audit import GENESIS
from engine.jobs import JobRow, keep_waiting
from engine.merkle import leaf_hash, root_of
from engine.store import tables
from engine.uow import UnitOfWork

SEAL, EXPORT = "seal-audit", "export-seals"
EVERY = timedelta(minutes=10)
_LONGEST_ACT = timedelta(
    minutes=15
)  # an act's events have the time at which it began, and come when it commits
_event, _seal, _sealed = tables.event.c, tables.seal.c, tables.sealed_head.c


@dataclass(frozen=True, slots=True)
class SealedHead:
    """The head of a chain at the time of a seal."""

    chain: str
    seq: int
    hash: bytes

    @property
    def leaf(self) -> bytes:
        """What stands for the head in the Merkle tree."""
        return leaf_hash(orjson.dumps([self.chain, self.seq, self.hash.hex()]))


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal: how many heads it covers, their root, and the hash over that and the seal before."""

    seq: int
    at: datetime
    heads: int
    root: bytes
    previous: bytes
    hash: bytes


def keep_sealing(uow: UnitOfWork) -> None:
    """Make sure that a seal waits to be made; called when the server starts."""
    keep_waiting(uow, SEAL, {}, every=EVERY)


def seal_heads(uow: UnitOfWork, _job: JobRow | None = None) -> None:
    """Seal the heads that have moved since the last seal, defer its export and the next; nothing where none has."""
    last = last_seal(uow)
    heads = _moved_since(uow, last)
    if heads:
        seal = _next_seal(last, uow.now, heads)
        uow.insert(tables.seal, {name: getattr(seal, name) for name in Seal.__dataclass_fields__})
        for head in heads:
            row = {"seal": seal.seq, "chain": head.chain, "seq": head.seq, "hash": head.hash}
            uow.insert(tables.sealed_head, row)
        uow.defer(EXPORT, {})
    uow.defer(SEAL, {}, due_at=uow.now + EVERY)


def last_seal(uow: UnitOfWork) -> Seal | None:
    """Return the newest seal."""
    found = uow.first(select(tables.seal).order_by(_seal.seq.desc()).limit(1))
    return Seal(*found) if found else None


def seals_after(uow: UnitOfWork, seq: int, *, limit: int = 1000) -> list[Seal]:
    """Return seals in their order, after one of them."""
    return [
        Seal(*row)
        for row in uow.rows(select(tables.seal).where(_seal.seq > seq).order_by(_seal.seq).limit(limit))
    ]


def heads_of(uow: UnitOfWork, seq: int) -> list[SealedHead]:
    """Return the heads that a seal covers, in the order of its tree."""
    found = select(_sealed.chain, _sealed.seq, _sealed.hash).where(_sealed.seal == seq)
    return _in_order(SealedHead(*row) for row in uow.rows(found))


def seal_hash(seal: Seal) -> bytes:
    """Return the hash of a seal over all that it says."""
    said = [seal.seq, seal.at.astimezone(UTC).isoformat(), seal.heads, seal.root.hex()]
    return hashlib.sha256(seal.previous + orjson.dumps(said)).digest()


def _next_seal(last: Seal | None, at: datetime, heads: list[SealedHead]) -> Seal:
    root = root_of([head.leaf for head in heads])
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    open_seal = Seal(seq, at, len(heads), root, previous, b"")
    return Seal(seq, at, len(heads), root, previous, seal_hash(open_seal))


def _moved_since(uow: UnitOfWork, last: Seal | None) -> list[SealedHead]:
    """The heads of the chains with new events; those that the last seals have already are left out."""
    newest = select(_event.chain, func.max(_event.seq).label("seq")).group_by(_event.chain)
    done: set[tuple[str, int]] = set()
    if last:
        since = last.at - _LONGEST_ACT
        newest = newest.where(_event.at >= since)
        recent = select(_sealed.chain, _sealed.seq).join(tables.seal, _seal.seq == _sealed.seal)
        done = {(row.chain, row.seq) for row in uow.rows(recent.where(_seal.at >= since))}
    of_chain = newest.subquery()
    is_head = and_(of_chain.c.chain == _event.chain, of_chain.c.seq == _event.seq)
    found = uow.rows(select(_event.chain, _event.seq, _event.hash).join(of_chain, is_head))
    return _in_order(SealedHead(*row) for row in found if (row.chain, row.seq) not in done)


def _in_order(heads: Iterable[SealedHead]) -> list[SealedHead]:
    """By the chain's name, in Python: databases sort texts each in their own way."""
    return sorted(heads, key=lambda head: head.chain)
