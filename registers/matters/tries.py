"""Wrong tries to follow a matter by number: counted per number in the database, so that every process counts the same.

A number that does not exist is counted as well: wrong and unknown look alike.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import bindparam, delete, select, update

from engine.errors import TooMany
from engine.store.prepared import Hot
from engine.uow import UnitOfWork
from registers.matters import tables

MOST_WRONG = 10
LOCKED_FOR = timedelta(minutes=15)
_tries = tables.matter_tries.c
_NOTE = Hot(
    update(tables.matter_tries)
    .where(_tries.number == bindparam("of_number"))
    .values(wrong=bindparam("times"), last_at=bindparam("at"))
)
# Index on last_at.
_FORGET = Hot(
    delete(tables.matter_tries).where(_tries.last_at < bindparam("before"), _tries.number != bindparam("but"))
)


def wrong_tries(uow: UnitOfWork, number: str) -> int | None:
    """Return how often a number was tried wrongly of late, None for never; refused while the number is locked.

    From here to the end of the act nobody else tries the number: the row is locked, on SQLite the whole database.
    """
    uow.open_write()
    found = uow.first(select(_tries.wrong, _tries.last_at).where(_tries.number == number).with_for_update())
    if found is None:
        return None
    until = found.last_at + LOCKED_FOR
    if uow.now >= until:
        return 0
    if found.wrong >= MOST_WRONG:
        raise TooMany("too-many-tries", until=until)
    return int(found.wrong)


def note_wrong(uow: UnitOfWork, number: str, wrong: int | None) -> None:
    """Count one more wrong try, and forget the numbers that nobody has tried for a while."""
    uow.write(_FORGET, {"before": uow.now - LOCKED_FOR, "but": number})
    if wrong is None:
        uow.insert(tables.matter_tries, {"number": number, "wrong": 1, "last_at": uow.now})
    else:
        uow.write(_NOTE, {"of_number": number, "times": wrong + 1, "at": uow.now}, expect=1)
