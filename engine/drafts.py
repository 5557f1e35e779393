"""What a person has typed and not yet sent, sealed with the case's key; gone when the task ends.

Not an act of the case: no audit row, and the case's row version stays, so that nobody's work is overtaken by typing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select

from engine.actor import Actor
from engine.errors import TooMany
from engine.keys import CaseKey
from engine.offered import lock_task
from engine.personal import case_key
from engine.store import tables
from engine.store.prepared import Hot
from engine.submissions import seal, unseal
from engine.uow import UnitOfWork

MOST_BYTES = 200_000
_draft = tables.draft.c
_MINE = (_draft.task_id == bindparam("of_task"), _draft.person_id == bindparam("author"))
# Both by primary key.
FIND_DRAFT = Hot(select(_draft.at, _draft.sealed).where(*_MINE))
DROP_DRAFT = Hot(delete(tables.draft).where(*_MINE))


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, and when it was kept."""

    answers: Mapping[str, Any]
    at: datetime


def save_draft(uow: UnitOfWork, actor: Actor, task_id: str, *, answers: Mapping[str, object]) -> Draft:
    """Keep what the actor has typed at a task so far; refused like completing it, and when it is too large."""
    task, case = lock_task(uow, actor, task_id)
    sealed = seal(case_key(uow, case), answers)
    if len(sealed) > MOST_BYTES:
        raise TooMany("draft-too-large", most=MOST_BYTES)
    uow.write(DROP_DRAFT, {"of_task": task.id, "author": actor.name})
    uow.insert(tables.draft, {"task_id": task.id, "person_id": actor.name, "at": uow.now, "sealed": sealed})
    return Draft(answers, uow.now)


def find_draft(uow: UnitOfWork, actor: Actor, task_id: str, key: CaseKey) -> Draft | None:
    """Return what the actor has typed at a task; access to the task is checked by the caller."""
    for at, sealed in uow.fetch(FIND_DRAFT, of_task=task_id, author=actor.name):
        return Draft(unseal(key, sealed), at)
    return None
