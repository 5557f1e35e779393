"""Finding matters by what they say: an index of our own, the same on both databases.

No sealed, named or erased case stands in it; what the asker may not see is left out by the list that takes the
select (`engine.access.lists`).
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Select, and_, delete, false, func, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from engine.store import tables as engine_tables
from engine.uow import UnitOfWork
from engine.zone import CHINA
from registers.matters import tables
from registers.matters.words import is_chinese, runs_in

SEARCHABLE = ("public", "unit")
MOST_WORDS = 40  # of a search; what comes after is not looked for
PREFIX = "SS"
_NUMBER = re.compile(r"\s*SS-?(\d{4})-?(\d{1,6})\s*", re.IGNORECASE)
_word = tables.matter_word.c


def index_matter(uow: UnitOfWork, instance_id: str, words: dict[str, int]) -> None:
    """Put the words of a matter into the index."""
    for word, weight in sorted(words.items()):
        uow.insert(tables.matter_word, {"word": word, "instance_id": instance_id, "weight": weight})


def unindex_matter(uow: UnitOfWork, instance_id: str) -> None:
    """Take a matter out of the index."""
    uow.write(delete(tables.matter_word).where(_word.instance_id == instance_id))


def matching(uow: UnitOfWork, text: str) -> Select[Any]:
    """Return a SELECT of the instance ids that hold all words of a text, or bear the number that it gives."""
    case = engine_tables.instance.c
    parts = _parts(text)
    found = select(_word.instance_id).where(or_(false(), *parts)).group_by(_word.instance_id)
    by_words = found.having(and_(true(), *(func.count().filter(part) > 0 for part in parts)))
    return select(case.id).where(or_(case.number.in_(_numbers(uow, text)), case.id.in_(by_words)))


def number_of(text: str) -> str | None:
    """Return a case number as it is written in full, or None for what is none."""
    found = _NUMBER.fullmatch(text)
    return f"{PREFIX}-{found[1]}-{int(found[2]):06}" if found else None


def _numbers(uow: UnitOfWork, text: str) -> list[str]:
    """The numbers that may be meant: the one given in full, or those of this year and the last by their end."""
    if full := number_of(text):
        return [full]
    digits = text.strip()
    if not re.fullmatch(r"[0-9]{1,6}", digits):
        return []
    year = uow.now.astimezone(CHINA).year
    return [f"{PREFIX}-{each}-{int(digits):06}" for each in (year, year - 1)]


def _parts(text: str) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    for run in runs_in(text)[:MOST_WORDS]:
        if is_chinese(run) and len(run) > 1:
            pairs = dict.fromkeys(run[start : start + 2] for start in range(len(run) - 1))
            parts += [_word.word == pair for pair in pairs]
        else:  # one character, or the beginning of a Latin word or a number
            parts.append(and_(_word.word >= run, _word.word < run[:-1] + chr(ord(run[-1]) + 1)))
    return parts[:MOST_WORDS]
