"""What was submitted on a form: kept whole and unchanged, sealed with the case's key, with its version and author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, select

from engine.actor import Actor
from engine.ids import new_id
from engine.keys import CaseKey
from engine.store import tables
from engine.uow import InstanceRow, UnitOfWork


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in: which form of which deployment, at which element, and the answers to keep."""

    element_id: str
    form_id: str
    deployment_id: str
    answers: Mapping[str, object]
    task_id: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission read back; personal values in its answers are references."""

    id: str
    task_id: str | None
    element_id: str
    form_id: str
    deployment_id: str
    author: str
    post: str
    at: datetime
    answers: dict[str, Any]


def file_submission(uow: UnitOfWork, actor: Actor, case: InstanceRow, key: CaseKey, filled: Filled) -> str:
    """Keep what was submitted and return its id."""
    row_id = new_id()
    uow.insert(
        tables.submission,
        {
            "id": row_id,
            "instance_id": case.id,
            "task_id": filled.task_id,
            "element_id": filled.element_id,
            "form_id": filled.form_id,
            "deployment_id": filled.deployment_id,
            "author": actor.name,
            "post": actor.label,
            "at": uow.now,
            "sealed": seal(key, filled.answers),
        },
    )
    return row_id


def submissions_of(
    uow: UnitOfWork, instance_id: str, key: CaseKey, *, task_id: str | None = None
) -> tuple[Submission, ...]:
    """Return all that was submitted in a case, or at one of its tasks, in order; access is checked by the caller."""
    columns = tables.submission.c
    filed = select(tables.submission).where(columns.instance_id == instance_id)
    if task_id is not None:
        filed = filed.where(columns.task_id == task_id)
    return tuple(_opened(row, key) for row in uow.rows(filed.order_by(columns.at, columns.id)))


def seal(key: CaseKey, answers: Mapping[str, object]) -> bytes:
    """Return answers as ciphertext of the case."""
    return key.seal(orjson.dumps(answers, default=str))


def unseal(key: CaseKey, sealed: bytes) -> dict[str, Any]:
    """Return the answers that `seal` closed."""
    found: dict[str, Any] = orjson.loads(key.open(sealed))
    return found


def _opened(row: Row[Any], key: CaseKey) -> Submission:
    return Submission(
        row.id,
        row.task_id,
        row.element_id,
        row.form_id,
        row.deployment_id,
        row.author,
        row.post,
        row.at,
        unseal(key, row.sealed),
    )
