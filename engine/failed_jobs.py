"""Jobs that fail: put off, and at last given up, as an incident of their case that a supervisor sees and lets be tried again."""

from __future__ import annotations

from sqlalchemy import select

from engine import access, incident_rows
from engine.actor import Actor
from engine.bpmn.elements import Element
from engine.errors import NotFound
from engine.incident_rows import RESOLVE_JOB
from engine.jobs import USUAL, JobRow, Retries, note_try, try_again
from engine.keys import CaseKey
from engine.personal import case_key
from engine.running import resume
from engine.store import tables
from engine.store.rows import InstanceRow
from engine.uow import UnitOfWork


def note_failure(uow: UnitOfWork, job: JobRow, error: str, actor: Actor, retries: Retries = USUAL) -> None:
    """Put a failed job off, or give it up after the last try; what is given up is an incident of its case."""
    case = uow.lock_instance(job.instance_id) if job.instance_id else None
    if note_try(uow, job, error, retries) and case:
        key = case_key(uow, case) if case.wrapped_key is not None else None
        element = _waiting_for(uow, actor, case, job, key)
        row = incident_rows.of_job(case.id, job, element, key, error, uow.now)
        uow.insert(tables.incident, row)
        uow.audit(actor, "job-failed", case, job=job.id, kind=job.kind, incident=row["id"])


def retry_job(uow: UnitOfWork, actor: Actor, job_id: str) -> None:
    """Let a failed job be tried again at once; who supervises the case's area may, or the whole county where there is no case."""
    columns = tables.job.c
    found = uow.first(select(tables.job).where(columns.id == job_id, columns.status == "failed"))
    if found is None:
        raise NotFound("no-such-job")
    case = uow.lock_instance(found.instance_id) if found.instance_id else None
    if case:
        access.check_supervises(actor, case.unit_path, case.id)
    else:
        access.check_supervises_all(actor, job=job_id)
    try_again(uow, job_id)
    if case:
        uow.write(RESOLVE_JOB, {"of_job": job_id, "at": uow.now, "by": actor.name})
        uow.audit(actor, "job-retried", case, job=job_id)
    else:
        uow.audit(actor, "job-retried", chain=f"account:{actor.name}", job=job_id, kind=found.kind)


def _waiting_for(
    uow: UnitOfWork, actor: Actor, case: InstanceRow, job: JobRow, key: CaseKey | None
) -> Element | None:
    """The element whose token waits for the job, if one does."""
    if job.task_id is None or key is None or case.status != "active":
        return None
    before = resume(uow, actor, case).before
    uow.in_motion.discard(case.id)  # it was only looked at
    found = {each.id: each.element for each in before.timers} | {
        each.id: each.element for each in before.jobs
    }
    return found.get(job.task_id)
