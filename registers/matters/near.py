"""Near matters: shown before one raises the same again, so that one may join instead. Public ones alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from engine import access
from engine.keys import Keyring
from engine.store import tables as engine_tables
from engine.uow import AnyRow, UnitOfWork
from registers.matters import tables
from registers.matters.likeness import ENOUGH, likeness, rarity
from registers.matters.raising import unseal_told
from registers.matters.register import UNSEEN
from registers.matters.words import pairs_of, words_of

MOST_COMPARED = 500  # the newest of the area: older ones are rarely the same matter
MOST_WORDS = 400
_case, _matter, _word = engine_tables.instance.c, tables.matter.c, tables.matter_word.c


@dataclass(frozen=True, slots=True)
class Near:
    """A public matter that is like the one about to be raised."""

    instance_id: str
    number: str
    title: str
    phase: str
    supporters: int
    score: float


def near_matters(
    uow: UnitOfWork, unit_id: str, text: str, limit: int = 3, *, title: str = ""
) -> tuple[Near, ...]:
    """Return the public matters that run in the township of a place and are like a text, the likest first."""
    words = dict(sorted(pairs_of(words_of(title, text)).items())[:MOST_WORDS])
    compared = _compared(uow, unit_id)
    shared = _shared(uow, compared, words)
    rare = rarity(len(compared), shared.values())
    scored = [
        (likeness(words, shared[row.id], row.words, rare, is_same_place=row.unit_id == unit_id), row)
        for row in compared
        if row.id in shared
    ]
    near = sorted((each for each in scored if each[0] >= ENOUGH), key=lambda each: (-each[0], each[1].id))
    return tuple(_near(uow.runtime.keyring, row, score) for score, row in near[:limit])


def _compared(uow: UnitOfWork, unit_id: str) -> Sequence[AnyRow]:
    """The newest public matters that run in the township, by index on unit_path."""
    performers = uow.runtime.performers
    area = performers.unit_path(uow, performers.ancestor(uow, unit_id, "township") or unit_id)
    if area is None:
        return ()
    public = and_(_case.visibility == "public", _case.status == "active", _case.wrapped_key.is_not(None))
    seen = _matter.phase != UNSEEN
    return uow.rows(
        select(
            _case.id, _case.number, _case.unit_id, _case.wrapped_key,
            _matter.phase, _matter.supporters, _matter.sealed, _matter.words,
        )
        .join_from(engine_tables.instance, tables.matter)
        .where(access.in_areas([area]), public, seen)
        .order_by(_case.started_at.desc(), _case.id)
        .limit(MOST_COMPARED)
    )  # fmt: skip


def _shared(
    uow: UnitOfWork, compared: Sequence[AnyRow], words: Mapping[str, int]
) -> dict[str, dict[str, int]]:
    """Which of the words each matter has, by index on instance_id."""
    if not compared or not words:
        return {}
    rows = uow.rows(
        select(_word.instance_id, _word.word, _word.weight).where(
            _word.instance_id.in_([row.id for row in compared]), _word.word.in_(list(words))
        )
    )
    shared: dict[str, dict[str, int]] = {}
    for instance_id, word, weight in rows:
        shared.setdefault(instance_id, {})[word] = weight
    return shared


def _near(keyring: Keyring, row: AnyRow, score: float) -> Near:
    told = unseal_told(keyring.unwrap(row.wrapped_key), row.sealed)
    return Near(row.id, row.number, told.title, row.phase, row.supporters, round(score, 3))
