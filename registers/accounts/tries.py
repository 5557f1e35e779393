"""Guards against guessing: so many wrong tries within so long, then none until the oldest of them has passed.

They are counted in the database, so that several processes count together. What is guarded (a login, an address, a
number) stands there as a keyed hash: people type passwords into the field for the login. The guesses in flight while
the last one is being counted go through, at most one for each thread of the servers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select

from engine.errors import TooMany
from engine.ids import new_id
from engine.store.prepared import Hot
from engine.uow import UnitOfWork
from registers.accounts import tables

_try = tables.wrong_try.c
KEPT = timedelta(days=1)  # no guard looks further back
_FORGET_OLD = Hot(delete(tables.wrong_try).where(_try.at < bindparam("before")))
_FORGET = Hot(delete(tables.wrong_try).where(_try.key == bindparam("the_key")))


@dataclass(frozen=True, slots=True)
class Guard:
    """What is guarded, and how many wrong tries within how long are let through."""

    purpose: str
    value: str
    most: int = 10
    within: timedelta = timedelta(minutes=15)

    def key(self, uow: UnitOfWork) -> str:
        """Return the keyed hash under which its tries are counted."""
        return uow.runtime.keyring.lookup_hash(f"tries:{self.purpose}", self.value)


def check_tries(uow: UnitOfWork, *guards: Guard) -> None:
    """Refuse a further try where a guard has counted too many of late, and say until when. One statement."""
    by_key = {guard.key(uow): guard for guard in guards}
    reach = uow.now - max(guard.within for guard in guards)
    rows = uow.rows(
        select(_try.key, _try.at)
        .where(_try.key.in_(sorted(by_key)), _try.at > reach)
        .order_by(_try.at.desc())
    )
    until = [
        _shut_until(guard, [at for found, at in rows if found == key], uow.now)
        for key, guard in by_key.items()
    ]
    if latest := max((each for each in until if each), default=None):
        raise TooMany("too-many-tries", until=latest)


def count_wrong_try(uow: UnitOfWork, *guards: Guard) -> None:
    """Count a wrong try with each guard, and forget those too old to matter."""
    for guard in guards:
        uow.insert(tables.wrong_try, {"id": new_id(), "key": guard.key(uow), "at": uow.now})
    uow.write(_FORGET_OLD, {"before": uow.now - KEPT})


def forget_tries(uow: UnitOfWork, guard: Guard) -> None:
    """Begin to count anew, after a right try."""
    uow.write(_FORGET, {"the_key": guard.key(uow)})


def _shut_until(guard: Guard, tries: list[datetime], now: datetime) -> datetime | None:
    """Return when the guard lets the next try through, given those of late, newest first; None: at once."""
    if len(tries) < guard.most:
        return None
    opens = tries[guard.most - 1] + guard.within
    return opens if opens > now else None
