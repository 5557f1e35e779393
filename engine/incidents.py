"""What supervisors do about an incident: try again what could not run, with the case's data mended where they were the fault."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engine import access, history
from engine.actor import Actor
from engine.bpmn.tagged import NotStorable, check_storable, dump
from engine.errors import AlreadyDone, Invalid, NotAllowed, NotFound, Problem
from engine.failed_jobs import retry_job
from engine.incident_list import may_retry_in
from engine.instances import CASE
from engine.reconcile import reconcile
from engine.running import Running, resume
from engine.store import tables
from engine.uow import AnyRow, InstanceRow, UnitOfWork

LARGEST_CHANGE = 100_000  # bytes, as the case keeps them
_NAME = re.compile(r"[^\W\d]\w*")
_incident = tables.incident.c


@dataclass(frozen=True, slots=True)
class Retried:
    """What trying again came to: how the case stands, and whether it is stuck at the same place still."""

    instance_id: str
    status: str
    still_stuck: bool


def retry_incident(uow: UnitOfWork, actor: Actor, incident_id: str) -> Retried:
    """Try again what made an incident: the step, or the job; refused to all but those who supervise its area.

    Of a case for named people alone, which its area does not see, its handlers may too.
    """
    found, case = _open_incident(uow, actor, incident_id)
    if found.job_id is not None:
        retry_job(uow, actor, found.job_id)
        return Retried(case.id, case.status, still_stuck=False)
    running = resume(uow, actor, case)
    return _try_again(uow, actor, running, found)


def retry_with(uow: UnitOfWork, actor: Actor, incident_id: str, variables: Mapping[str, object]) -> Retried:
    """Set top-level variables of a case, for all its branches, and try again the step that could not run.

    For those who supervise the area; what was set is sealed in the audit. Refused where a name or value cannot be kept.
    """
    found, case = _open_incident(uow, actor, incident_id)
    access.check_supervises(actor, case.unit_path, case.id)
    if problems := _problems(variables):
        raise Invalid(problems)
    if found.job_id is not None:  # a job has no data of its own: it is tried with the case's
        raise NotFound("no-such-incident", incident=incident_id)
    running = resume(uow, actor, case)
    running.case.change(variables)
    sealed = running.setting.key.seal(dump(dict(variables)))
    said = {"incident": found.id, "names": sorted(variables), "values": base64.b64encode(sealed).decode()}
    uow.audit(actor, "case-data-changed", case, **said)
    return _try_again(uow, actor, running, found)


def _open_incident(uow: UnitOfWork, actor: Actor, incident_id: str) -> tuple[AnyRow, InstanceRow]:
    """Return an incident that is open, with its case locked; refused to those who may do nothing about it."""
    found = uow.first(select(tables.incident).where(_incident.id == incident_id))
    case = uow.lock_instance(found.instance_id) if found else None
    if found is None or case is None:
        raise NotFound("no-such-incident", incident=incident_id)
    if actor.kind == "program":  # of a case that is sealed to others it knows nothing
        access.check_sees(uow, actor, case.id)
    if not may_retry_in(actor, case, handles=_handles(uow, actor, case)):
        raise NotAllowed("not-your-area", by=actor, case=case.id)
    if found.resolved_at is not None:
        raise AlreadyDone("incident-resolved", by=found.resolved_by, at=found.resolved_at)
    return found, case


def _handles(uow: UnitOfWork, actor: Actor, case: InstanceRow) -> bool:
    found = uow.first(select(access.handles(actor)).where(tables.instance.c.id == case.id))
    return found is not None and bool(found[0])


def _try_again(uow: UnitOfWork, actor: Actor, running: Running, found: AnyRow) -> Retried:
    running.case.retry(found.token_id)
    reconcile(uow, actor, running)
    row = running.setting.row
    history.note(uow, actor, "incident-retried", running, element=found.element_id, incident=found.id)
    still = any(stuck.id == found.token_id for stuck in running.case.waiting().incidents)
    return Retried(row.id, row.status, still_stuck=still)


def _problems(variables: Mapping[str, object]) -> dict[str, list[Problem]]:
    if not variables:
        return {"variables": [Problem("required")]}
    found = {name: _problem(name, value) for name, value in variables.items()}
    return {f"variables.{name}": [problem] for name, problem in found.items() if problem}


def _problem(name: str, value: object) -> Problem | None:
    if name == CASE:  # number, unit and beginning of the case itself
        return Problem("not-asked")
    if not _NAME.fullmatch(name):
        return Problem("bad-characters")
    try:
        check_storable({name: value})
    except NotStorable:
        return Problem("wrong-type")
    return Problem("too-long", {"most": LARGEST_CHANGE}) if len(dump(value)) > LARGEST_CHANGE else None
