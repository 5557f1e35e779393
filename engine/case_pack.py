"""A case as files that stand alone: what it is, what was done and submitted, its diagrams, and its chain with its seal.

Whoever has the pack and the copy of the seals can check it without us (`check_pack.py`, docs/operators/case-packs.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import orjson
from sqlalchemy import select

from engine.actor import Actor
from engine.errors import NotAllowed
from engine.merkle import proof_of
from engine.seals import Seal, heads_of
from engine.store import tables
from engine.uow import UnitOfWork
from engine.views import CaseView, case_view

CHAIN, SEAL = "chain.jsonl", "seal.json"
_event, _seal, _sealed, _resource = (
    tables.event.c,
    tables.seal.c,
    tables.sealed_head.c,
    tables.resource.c,
)
_INDENT = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def case_files(uow: UnitOfWork, actor: Actor, instance_id: str) -> dict[str, bytes]:
    """Return the files of a case by name; refused to those who do not see all of it.

    Personal values are in them for those who handle the case, and marks in their place for others.
    """
    view = case_view(uow, actor, instance_id)
    if view.case.is_clock_only:
        raise NotAllowed("not-your-case", by=actor, case=instance_id)
    return {
        "case.json": _json({**asdict(view.case), "version": view.definition.version}),
        "history.json": _json([_step(each) for each in asdict(view)["steps"]]),
        "submissions.json": _json([asdict(each) for each in _submissions(view)]),
        **_definition_files(uow, view.definition.deployment_id),
        **_chain_files(uow, f"case:{instance_id}"),
    }


def _json(value: object) -> bytes:
    return orjson.dumps(value, default=str, option=_INDENT)


def _step(step: dict[str, Any]) -> dict[str, Any]:
    """A step without what was submitted in it, which has a file of its own."""
    submission = step.pop("submission")
    return {**step.pop("step"), **step, "submission": submission and submission["id"]}


def _submissions(view: CaseView) -> Iterator[Any]:
    yield from (step.submission for step in view.steps if step.submission)


def _definition_files(uow: UnitOfWork, deployment_id: str) -> Mapping[str, bytes]:
    found = select(_resource.file_name, _resource.source).where(_resource.deployment_id == deployment_id)
    return {f"definition/{row.file_name}": row.source for row in uow.rows(found)}


def _chain_files(uow: UnitOfWork, chain: str) -> Mapping[str, bytes]:
    events = uow.rows(select(tables.event).where(_event.chain == chain).order_by(_event.seq))
    files = {CHAIN: b"".join(_event_line(row._asdict()) for row in events)}
    sealed = (
        select(tables.seal)
        .join(tables.sealed_head, _sealed.seal == _seal.seq)
        .where(_sealed.chain == chain)
        .order_by(_seal.seq.desc())
        .limit(1)
    )
    found = uow.first(sealed)
    return {**files, SEAL: _json(_proven(uow, chain, Seal(*found)))} if found else files


def _event_line(row: dict[str, Any]) -> bytes:
    said = {str(name): value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)


def _proven(uow: UnitOfWork, chain: str, seal: Seal) -> dict[str, object]:
    """The newest seal that covers the chain, and the way from the chain's head to its root."""
    heads = heads_of(uow, seal.seq)
    index = [head.chain for head in heads].index(chain)
    siblings = proof_of([head.leaf for head in heads], index)
    links = {"root": seal.root.hex(), "previous": seal.previous.hex(), "hash": seal.hash.hex()}
    return {
        "head": {"chain": chain, "seq": heads[index].seq, "hash": heads[index].hash.hex()},
        "proof": [{"side": side, "hash": beside.hex()} for side, beside in siblings],
        "seal": {"seq": seal.seq, "at": seal.at, "heads": seal.heads, **links},
    }
