"""The record of a case's steps: written as audit events by each act, read back even where the engine's own history is cut.

What a decision said, and why, is the case's own matter: it is sealed with the case's key inside the event, so that the
chain is hashed over ciphertext and still verifies when the case is erased (decision 10).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select

from engine.actor import Actor
from engine.keys import CaseKey
from engine.running import Running
from engine.store import tables
from engine.uow import UnitOfWork

Decision = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One act on a case: who, in which post, what, when; the elements it passed, and the decisions taken on the way.

    A decision says `decision_id`, `deployment_id` (the version of its table), `value` and `explanation`.
    """

    at: datetime
    actor: str
    post: str
    what: str
    element_id: str | None
    task_id: str | None
    passed: tuple[str, ...]
    decisions: tuple[Decision, ...]
    details: Mapping[str, Any]


def note(uow: UnitOfWork, actor: Actor, what: str, running: Running, **references: object) -> None:
    """Write the event of an act that ran a case: by element ids in the clear, decisions sealed."""
    details: dict[str, object] = {
        **references,
        "passed": [passed.element_id for passed in running.case.passed],
    }
    if running.setting.decisions:
        record = orjson.dumps([asdict(decision) for decision in running.setting.decisions], default=str)
        details["decisions"] = base64.b64encode(running.setting.key.seal(record)).decode()
    uow.audit(actor, what, running.setting.row, chain="", **details)


def steps_of(uow: UnitOfWork, instance_id: str, key: CaseKey | None) -> tuple[Step, ...]:
    """Return all acts on a case in order; access is checked by the caller. Without the key, without decisions."""
    columns = tables.event.c
    found = uow.rows(select(tables.event).where(columns.chain == f"case:{instance_id}").order_by(columns.seq))
    return tuple(_step(row, orjson.loads(row.details), key) for row in found)


def some_steps_of(
    uow: UnitOfWork, instance_id: str, *, after: int, limit: int
) -> tuple[tuple[int, Step], ...]:
    """Return acts on a case behind the one of that number, each with its own; access is checked by the caller."""
    columns = tables.event.c
    behind = select(tables.event).where(columns.chain == f"case:{instance_id}", columns.seq > after)
    found = uow.rows(behind.order_by(columns.seq).limit(limit))
    return tuple((row.seq, _step(row, orjson.loads(row.details), None)) for row in found)


def passed_elements(steps: Sequence[Step]) -> frozenset[str]:
    """Return every element that a case has passed."""
    return frozenset(element for step in steps for element in step.passed)


def _step(row: Any, details: dict[str, Any], key: CaseKey | None) -> Step:
    sealed = details.pop("decisions", None)
    decisions = orjson.loads(key.open(base64.b64decode(sealed))) if sealed and key else []
    passed = tuple(details.pop("passed", ()))
    element, task = details.pop("element", None), details.pop("task", None)
    return Step(row.at, row.actor, row.post, row.what, element, task, passed, tuple(decisions), details)
