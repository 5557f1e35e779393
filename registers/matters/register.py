"""The matter's row and its entries: how they are read and changed within an act that holds the case.

The procedure runs in the act that raises a matter, before its row has left for the database; so what operations ask of
the row is remembered until that act ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import bindparam, select, update

from engine.actor import Actor
from engine.errors import NotFound
from engine.ids import new_id
from engine.keys import CaseKey
from engine.store.prepared import Hot
from engine.uow import InstanceRow, UnitOfWork
from registers.matters import tables

UNSEEN = "registered"  # the first phase: what nobody in office has read yet is shown to nobody else
_COUNTERS = frozenset({"supporters", "supplements", "reopened"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What operations ask of a matter's row."""

    sealed: bytes
    phase: str
    may_be_public: bool
    reopened: int


_ASKED = tuple(tables.matter.c[name] for name in Kept.__dataclass_fields__)


@dataclass(slots=True)
class _Memory:
    """What one act has written of matters and cannot read yet."""

    raised: dict[str, Kept] = field(default_factory=dict)
    entries: int = 0


_memories: WeakKeyDictionary[UnitOfWork, _Memory] = WeakKeyDictionary()


def add_matter(uow: UnitOfWork, row: Mapping[str, Any]) -> None:
    """Write the row of a new matter."""
    uow.insert(tables.matter, row)
    kept = Kept(**{name: row[name] for name in Kept.__dataclass_fields__})
    _memory(uow).raised[row["instance_id"]] = kept


def kept_of(uow: UnitOfWork, instance_id: str) -> Kept:
    """Return what the register keeps of a matter; refused where the case is none."""
    if kept := _memory(uow).raised.get(instance_id):
        return kept
    found = uow.first(select(*_ASKED).where(tables.matter.c.instance_id == instance_id))
    if found is None:
        raise NotFound("no-such-matter")
    return Kept(*found)


def change_matter(uow: UnitOfWork, case: InstanceRow, **values: object) -> None:
    """Set columns of a matter; the instance row, which the act holds, keeps others out."""
    params = {f"new_{name}": value for name, value in values.items()}
    uow.write(_update_of(tuple(sorted(values))), params | {"id_read": case.id}, expect=1)


def count_one(uow: UnitOfWork, case: InstanceRow, counter: str) -> None:
    """Add one to a counter of a matter."""
    uow.write(_count_of(counter), {"id_read": case.id}, expect=1)


def add_entry(
    uow: UnitOfWork,
    actor: Actor,
    case: InstanceRow,
    kind: str,
    *,
    key: CaseKey | None = None,
    said: Mapping[str, object] | None = None,
) -> str:
    """Note what happened, for the progress page; what was said is sealed with the case's key."""
    row_id, memory = new_id(), _memory(uow)
    memory.entries += 1
    uow.insert(
        tables.matter_entry,
        {
            "id": row_id,
            "instance_id": case.id,
            "kind": kind,
            "at": uow.now,
            "after_event": case.audit_seq,
            "position": memory.entries,
            "post": post_of(actor),
            "unit_id": case.unit_id,
            "sealed": key.seal(orjson.dumps(said, default=str)) if key and said else None,
        },
    )
    return row_id


def post_of(actor: Actor) -> str:
    """Name who acted by post, party or system; never by person."""
    if actor.kind == "staff":
        return f"{actor.post}@{actor.unit}" if actor.post else "staff"
    return "party" if actor.kind == "party" else "system"


def _memory(uow: UnitOfWork) -> _Memory:
    return _memories.setdefault(uow, _Memory())


@cache
def _update_of(columns: tuple[str, ...]) -> Hot:
    by_key = update(tables.matter).where(tables.matter.c.instance_id == bindparam("id_read"))
    return Hot(
        by_key.values({name: bindparam(f"new_{name}", type_=tables.matter.c[name].type) for name in columns})
    )


@cache
def _count_of(counter: str) -> Hot:
    if counter not in _COUNTERS:
        raise ValueError(f"not a counter: {counter}")
    column = tables.matter.c[counter]
    by_key = update(tables.matter).where(tables.matter.c.instance_id == bindparam("id_read"))
    return Hot(by_key.values({counter: column + 1}))
