"""The rows of incidents: opened and closed by the acts that bring a case to a stop and let it go on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, update

from engine.bpmn.cases import WaitingIncident
from engine.bpmn.elements import Element
from engine.ids import new_id
from engine.jobs import JobRow
from engine.keys import CaseKey
from engine.naming import chinese_name, english_name
from engine.store import tables
from engine.store.prepared import Hot

_incident = tables.incident.c
JOB_FAILED = "job-failed"  # the cause of what a job has left; a step's is that of its `StepFailed`

# By the index on instance_id.
RESOLVE_STEP = Hot(
    update(tables.incident)
    .where(
        _incident.instance_id == bindparam("case_id"),
        _incident.token_id == bindparam("token"),
        _incident.kind == "step",
        _incident.resolved_at.is_(None),
    )
    .values(resolved_at=bindparam("at"), resolved_by=bindparam("by"))
)
# By the index on job_id.
RESOLVE_JOB = Hot(
    update(tables.incident)
    .where(_incident.job_id == bindparam("of_job"), _incident.resolved_at.is_(None))
    .values(resolved_at=bindparam("at"), resolved_by=bindparam("by"))
)


def of_step(case_id: str, stuck: WaitingIncident, key: CaseKey, at: datetime) -> dict[str, object]:
    """Return the row of a step that could not run."""
    detail = {"detail": stuck.detail, "params": dict(stuck.params)}
    return {
        **_row(case_id, "step", stuck.cause, stuck.element, at),
        "token_id": stuck.id,
        "job_id": None,
        "sealed": seal(key, detail),
    }


def of_job(
    case_id: str, job: JobRow, element: Element | None, key: CaseKey | None, error: str, at: datetime
) -> dict[str, object]:
    """Return the row of a job that was given up; `element` is what waits for it, if anything does."""
    return {
        **_row(case_id, "job", JOB_FAILED, element, at),
        "token_id": job.task_id,
        "job_id": job.id,
        "sealed": seal(key, {"detail": error, "params": {"kind": job.kind}}) if key else None,
    }


def seal(key: CaseKey, said: Mapping[str, Any]) -> bytes:
    """Seal what an incident says in particular: it may quote the case's data."""
    return key.seal(orjson.dumps(said, default=str))


def opened(key: CaseKey, sealed: bytes) -> dict[str, Any]:
    """Return what was sealed: `detail` and `params`."""
    found: dict[str, Any] = orjson.loads(key.open(sealed))
    return found


def _row(case_id: str, kind: str, cause: str, element: Element | None, at: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "instance_id": case_id,
        "kind": kind,
        "cause": cause,
        "element_id": element.id if element else "",
        "name": chinese_name(element) if element else "",
        "name_en": english_name(element) if element else "",
        "opened_at": at,
        "resolved_at": None,
        "resolved_by": None,
    }
