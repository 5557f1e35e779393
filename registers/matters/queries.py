"""What is read of the register: titles for lists, a matter for its handlers, the public ones for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import orjson
from sqlalchemy import Select, select

from engine import access
from engine.actor import Actor
from engine.errors import NotFound
from engine.keys import CaseKey, Keyring
from engine.store import tables as engine_tables
from engine.uow import AnyRow, UnitOfWork
from registers.matters import tables
from registers.matters.raising import unseal_told
from registers.matters.register import UNSEEN
from registers.matters.values import Called, Entry, Matter, PublicMatter, Whistle

MOST_PUBLIC = 100
_case, _matter, _entry = engine_tables.instance.c, tables.matter.c, tables.matter_entry.c
_whistle, _called = tables.matter_whistle.c, tables.matter_whistle_unit.c
# The matters that everyone may see, from when an office has received them.
_PUBLIC = (
    select(_case.id, _case.number, _case.unit_id, _case.started_at, _case.wrapped_key)
    .add_columns(_matter.sealed, _matter.phase, _matter.outcome, _matter.supporters)
    .join_from(engine_tables.instance, tables.matter)
    .where(_case.visibility == "public", _case.wrapped_key.is_not(None), _matter.phase != UNSEEN)
)


def titles_of(uow: UnitOfWork, actor: Actor, instance_ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of these matters that the actor sees; those of others, and of what is no matter, are left out."""
    rows = uow.rows(
        select(_case.id, _case.wrapped_key, _matter.sealed)
        .join_from(engine_tables.instance, tables.matter)
        .where(_case.id.in_(sorted(set(instance_ids))), _case.wrapped_key.is_not(None), access.sees(actor))
    )
    return {row.id: _title(uow.runtime.keyring, row) for row in rows}


def public_matters(uow: UnitOfWork, limit: int = 20) -> tuple[PublicMatter, ...]:
    """Return the newest public matters that an office has received."""
    newest = _PUBLIC.order_by(_case.started_at.desc(), _case.id).limit(min(limit, MOST_PUBLIC))
    return tuple(_public(uow.runtime.keyring, row) for row in uow.rows(newest))


def public_matter(uow: UnitOfWork, instance_id: str) -> PublicMatter:
    """Return one public matter; refused where it is not public, as where there is none."""
    found = uow.first(_PUBLIC.where(_case.id == instance_id))
    if found is None:
        raise NotFound("no-such-matter")
    return _public(uow.runtime.keyring, found)


def matter(uow: UnitOfWork, actor: Actor, instance_id: str) -> Matter:
    """Return a matter with its history and whistles; refused to those who do not see the case, and when it is erased."""
    access.check_sees(uow, actor, instance_id)
    joined = select(
        tables.matter, _case.number, _case.visibility, _case.unit_id, _case.started_at, _case.wrapped_key
    )
    found = uow.first(joined.join(engine_tables.instance).where(_matter.instance_id == instance_id))
    if found is None:
        raise NotFound("no-such-matter")
    if found.wrapped_key is None:
        raise NotFound("erased")
    return _matter_of(uow, found, uow.runtime.keyring.unwrap(found.wrapped_key))


def entries_of(uow: UnitOfWork, instance_id: str, key: CaseKey) -> tuple[Entry, ...]:
    """Return what happened in a matter, in order; access is checked by the caller."""
    rows = uow.rows(
        select(tables.matter_entry)
        .where(_entry.instance_id == instance_id)
        .order_by(_entry.after_event, _entry.position)
    )
    return tuple(Entry(row.kind, row.at, row.post, row.unit_id, _said(key, row.sealed)) for row in rows)


def whistles_of(uow: UnitOfWork, instance_id: str, key: CaseKey) -> tuple[Whistle, ...]:
    """Return the whistles of a matter with whom they called, in order; access is checked by the caller."""
    called: defaultdict[str, list[Called]] = defaultdict(list)
    for row in uow.rows(_called_in(instance_id)):
        said = _said(key, row.sealed)
        called[row.whistle_id].append(
            Called(row.unit_id, row.is_lead, row.answer, row.answered_at, str(said.get("basis", "")))
        )
    by_time = (
        select(tables.matter_whistle)
        .where(_whistle.instance_id == instance_id)
        .order_by(_whistle.blown_at, _whistle.id)
    )
    return tuple(_whistle_of(row, _said(key, row.sealed), called[row.id]) for row in uow.rows(by_time))


def _matter_of(uow: UnitOfWork, row: AnyRow, key: CaseKey) -> Matter:
    told = unseal_told(key, row.sealed)
    return Matter(
        instance_id=row.instance_id,
        number=row.number,
        title=told.title,
        text=told.text,
        wish=told.wish,
        spot=told.spot,
        notes=told.notes,
        channel=row.channel,
        origin=(row.origin_source, row.origin_id) if row.origin_id else None,
        phase=row.phase,
        outcome=row.outcome,
        matter_class=row.matter_class,
        urgency=row.urgency,
        is_private=row.is_private,
        is_sensitive=row.is_sensitive,
        may_be_public=row.may_be_public,
        visibility=row.visibility,
        unit_id=row.unit_id,
        supporters=row.supporters,
        supplements=row.supplements,
        reopened=row.reopened,
        raised_at=row.started_at,
        accepted_at=row.accepted_at,
        replied_at=row.replied_at,
        closed_at=row.closed_at,
        was_contacted=row.was_contacted,
        was_done=row.was_done,
        rating=row.rating,
        entries=entries_of(uow, row.instance_id, key),
        whistles=whistles_of(uow, row.instance_id, key),
    )


def _whistle_of(row: AnyRow, said: Mapping[str, object], called: list[Called]) -> Whistle:
    facts, tried = str(said.get("facts", "")), str(said.get("tried", ""))
    return Whistle(
        row.id,
        row.kind,
        row.urgency,
        row.status,
        row.blown_at,
        row.blown_by,
        facts,
        tried,
        row.score,
        tuple(called),
    )


def _called_in(instance_id: str) -> Select[tuple[object, ...]]:
    of_case = (
        select(tables.matter_whistle_unit)
        .join(tables.matter_whistle)
        .where(_whistle.instance_id == instance_id)
    )
    return of_case.order_by(_called.whistle_id, _called.is_lead.desc(), _called.unit_id)


def _public(keyring: Keyring, row: AnyRow) -> PublicMatter:
    return PublicMatter(
        row.id,
        row.number,
        _title(keyring, row),
        row.phase,
        row.outcome,
        row.unit_id,
        row.supporters,
        row.started_at,
    )


def _title(keyring: Keyring, row: AnyRow) -> str:
    return unseal_told(keyring.unwrap(row.wrapped_key), row.sealed).title


def _said(key: CaseKey, sealed: bytes | None) -> Mapping[str, object]:
    found: Mapping[str, object] = orjson.loads(key.open(sealed)) if sealed else {}
    return found
