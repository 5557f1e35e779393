"""Check the audit chains: whatever was changed, taken out or cut off in the database shows (decision 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import literal, select, tuple_, union_all

from engine.audit import Head, event_hash
from engine.store import tables
from engine.uow import UnitOfWork

AT_ONCE = 2000  # events read in one piece
Reason = Literal["changed", "missing", "cut-off"]
_event, _case, _head = tables.event.c, tables.instance.c, tables.chain_head.c
_HEADS = union_all(
    select(
        (literal("case:") + _case.id).label("chain"),
        _case.audit_seq.label("seq"),
        _case.audit_head.label("hash"),
    ),
    select(_head.chain, _head.seq, _head.hash),
).subquery()


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold: an event that was changed or is missing, or an end that was cut off."""

    chain: str
    seq: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked, and what does not hold."""

    chains: int
    events: int
    faults: tuple[Fault, ...]


def verify_audit(uow: UnitOfWork) -> Verified:
    """Follow every chain from its first event to its head, which stands outside it and is written with each act."""
    heads = {row.chain: Head(row.seq, row.hash) for row in uow.rows(select(_HEADS))}
    faults: list[Fault] = []
    seen: set[str] = set()
    events = 0
    for chain, rows in groupby(_events(uow), key=lambda row: str(row["chain"])):
        seen.add(chain)
        end = Head()
        passed = {end.seq: end.hash}
        for row in rows:
            faults += _faults_of(row, end)
            end = Head(row["seq"], row["hash"])
            passed[end.seq] = end.hash
            events += 1
        faults += _faults_at_end(uow, chain, heads.get(chain, Head()), passed)
    gone = (chain for chain, head in sorted(heads.items()) if head.seq and chain not in seen)
    return Verified(
        len(seen | heads.keys()), events, (*faults, *(Fault(chain, 1, "cut-off") for chain in gone))
    )


def _events(uow: UnitOfWork) -> Iterator[dict[str, Any]]:
    """All events in the order of their chains, in pieces by key, so that memory does not grow with the county."""
    last: tuple[str, int] | None = None
    while True:
        piece = select(tables.event).order_by(_event.chain, _event.seq).limit(AT_ONCE)
        if last:
            piece = piece.where(tuple_(_event.chain, _event.seq) > tuple_(*last))
        rows = uow.rows(piece)
        yield from (row._asdict() for row in rows)
        if len(rows) < AT_ONCE:
            return
        last = (rows[-1].chain, rows[-1].seq)


def _faults_of(row: dict[str, Any], before: Head) -> Iterator[Fault]:
    if row["seq"] != before.seq + 1:
        yield Fault(row["chain"], before.seq + 1, "missing")
    elif row["previous"] != before.hash or event_hash(row) != row["hash"]:
        yield Fault(row["chain"], row["seq"], "changed")


def _faults_at_end(uow: UnitOfWork, chain: str, head: Head, passed: dict[int, bytes]) -> Iterator[Fault]:
    """Compare the last event with the head; what was added since the heads were read has a newer head of its own."""
    last = max(passed)
    if last > head.seq:
        newer = uow.first(select(_HEADS.c.seq, _HEADS.c.hash).where(_HEADS.c.chain == chain))
        head = Head(newer.seq, newer.hash) if newer else head
    if head.seq not in passed:
        yield Fault(chain, last + 1, "cut-off")
    elif passed[head.seq] != head.hash or last > head.seq:
        yield Fault(chain, last, "changed")
