"""The vault: personal values of citizens, sealed by field with the case's key, found again by keyed hash alone.

Everything else (submission, engine state, audit, jobs) holds a reference (decision 11).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from sqlalchemy import select

from engine.errors import NotFound
from engine.ids import new_id
from engine.keys import CaseKey, KeyMissing
from engine.store import tables
from engine.uow import InstanceRow, UnitOfWork

PREFIX = "personal:"
HIDDEN = "•••"
_LOOKED_UP = {"phone", "identity_number"}


def store(uow: UnitOfWork, case_id: str, key: CaseKey, kind: str, value: str) -> str:
    """Keep a personal value and return the reference that stands for it everywhere else."""
    row_id = new_id()
    lookup = uow.runtime.keyring.lookup_hash(kind, _plain(value)) if kind in _LOOKED_UP else None
    row = {
        "id": row_id,
        "instance_id": case_id,
        "kind": kind,
        "sealed": key.seal(value.encode()),
        "lookup": lookup,
    }
    uow.insert(tables.personal, row)
    return PREFIX + row_id


def reveal(uow: UnitOfWork, key: CaseKey, refs: Iterable[str]) -> dict[str, str]:
    """Return the values of references that belong to the key's case; one of another case is left out."""
    ids = sorted({ref.removeprefix(PREFIX) for ref in refs})
    if not ids:
        return {}
    column = tables.personal.c
    found = uow.rows(select(column.id, column.sealed).where(column.id.in_(ids)))
    values: dict[str, str] = {}
    for row in found:
        with suppress(KeyMissing):  # another case's reference, typed in by hand
            values[PREFIX + row.id] = key.open(row.sealed).decode()
    return values


def reveal_in(uow: UnitOfWork, key: CaseKey, value: object) -> object:
    """Return a copy of a nested value in which every reference is replaced by what it stands for."""
    return _replaced(value, reveal(uow, key, references_in(value)))


def hide_in(value: object) -> object:
    """Return a copy of a nested value in which a mark stands for every reference: for who sees a case and does not handle it."""
    return _replaced(value, dict.fromkeys(references_in(value), HIDDEN))


def references_in(value: object) -> set[str]:
    """Return all references that stand in a nested value."""
    if isinstance(value, Mapping):
        return set().union(*(references_in(item) for item in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(references_in(item) for item in value))
    return {value} if isinstance(value, str) and is_reference(value) else set()


def find_cases(uow: UnitOfWork, kind: str, value: str) -> tuple[str, ...]:
    """Return the cases in which a phone or identity number stands; access to them is checked by the caller."""
    column = tables.personal.c
    lookup = uow.runtime.keyring.lookup_hash(kind, _plain(value))
    statement = select(column.instance_id).where(column.lookup == lookup, column.kind == kind)
    return tuple(row.instance_id for row in uow.rows(statement.distinct().order_by(column.instance_id)))


def is_reference(value: object) -> bool:
    """Say whether a value is a reference into the vault."""
    return isinstance(value, str) and value.startswith(PREFIX) and len(value) == len(PREFIX) + 36


def case_key(uow: UnitOfWork, case: InstanceRow) -> CaseKey:
    """Return the key of a case; refused once the case is erased."""
    if case.wrapped_key is None:
        raise NotFound("erased")
    return uow.runtime.keyring.unwrap(case.wrapped_key)


def _plain(value: str) -> str:
    """The form in which values are compared: without spaces and hyphens, in small letters."""
    return value.replace(" ", "").replace("-", "").casefold()


def _replaced(value: object, values: Mapping[str, str]) -> object:
    if isinstance(value, Mapping):
        return {name: _replaced(item, values) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(item, values) for item in value]
    return values.get(value, value) if isinstance(value, str) else value
