"""Check the seals: against the chains that they cover, against each other, and against their copy outside the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import and_, select

from engine.audit import GENESIS
from engine.merkle import root_of
from engine.seals import Seal, heads_of, seal_hash, seals_after
from engine.store import tables
from engine.uow import UnitOfWork
from engine.verify import Fault

SEALS = "seals"  # the chain that faults of the seals themselves are named by
_event, _sealed = tables.event.c, tables.sealed_head.c


def verify_seals(uow: UnitOfWork, exported: Mapping[int, str]) -> tuple[int, tuple[Fault, ...]]:
    """Return how many seals there are, and what does not hold of them or of the events that they cover."""
    faults: list[Fault] = list(_faults_of_events(uow))
    seq, previous, known = 0, GENESIS, dict(exported)
    while piece := seals_after(uow, seq):
        for seal in piece:
            faults += _faults_of(uow, seal, seq, previous, known.pop(seal.seq, None))
            seq, previous = seal.seq, seal.hash
    faults += [Fault(SEALS, number, "cut-off") for number in sorted(known)]
    return seq, tuple(faults)


def _faults_of(
    uow: UnitOfWork, seal: Seal, before: int, previous: bytes, exported: str | None
) -> Iterator[Fault]:
    if seal.seq != before + 1:
        yield Fault(SEALS, before + 1, "missing")
    heads = heads_of(uow, seal.seq)
    holds = (
        (seal.previous == previous or seal.seq != before + 1)
        and seal.heads == len(heads)
        and seal.root == root_of([head.leaf for head in heads])
        and seal.hash == seal_hash(seal)
        and exported in {None, seal.hash.hex()}
    )
    if not holds:
        yield Fault(SEALS, seal.seq, "changed")


def _faults_of_events(uow: UnitOfWork) -> Iterator[Fault]:
    """Events that a seal has and that are gone or not the same any more, whatever their chain's head says now."""
    same = and_(_event.chain == _sealed.chain, _event.seq == _sealed.seq)
    found = (
        select(_sealed.chain, _sealed.seq, _event.hash)
        .outerjoin_from(tables.sealed_head, tables.event, same)
        .where(_event.hash.is_distinct_from(_sealed.hash))
        .order_by(_sealed.chain, _sealed.seq)
    )
    for row in uow.rows(found.limit(1000)):
        yield Fault(row.chain, row.seq, "changed" if row.hash else "cut-off")
