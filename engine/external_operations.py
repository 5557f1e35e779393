"""Operations that reach outside the database: done by one of our workers as a job, after the act that asked for them.

The worker calls the operation and lets the case go on in one act; so an operation may be called again where that act failed,
and must not mind.
"""

from __future__ import annotations

from engine import history
from engine.actor import SYSTEM
from engine.bpmn.elements import OperationWork
from engine.bpmn.env import BpmnError, StepFailed
from engine.jobs import JobRow
from engine.operations import OperationCall, perform
from engine.reconcile import reconcile
from engine.running import resume
from engine.uow import UnitOfWork


def perform_operation(uow: UnitOfWork, job: JobRow) -> None:
    """Call the operation for which a case waits; does nothing where it waits no more."""
    case = uow.lock_instance(job.instance_id or "")
    if case is None or case.status != "active" or job.task_id is None:
        return
    running = resume(uow, SYSTEM, case)
    found = next((waiting for waiting in running.before.jobs if waiting.id == job.task_id), None)
    if found is None:
        return
    work = found.element.work(OperationWork)
    call = OperationCall(uow, SYSTEM, case, found.scope, dict(work.headers), running.setting.key)
    try:
        result = perform(uow.runtime.operations[work.operation], call, found.element)
    except BpmnError as error:
        running.case.throw_error(found.id, error.code, error.variables)
    except StepFailed as failed:
        if failed.cause != "operation-input":
            raise  # a bug of the register: its job fails
        running.case.hold_job(found.id, failed)  # another try would give it the same
    else:
        running.case.complete_job(found.id, result)
    reconcile(uow, SYSTEM, running)
    history.note(uow, SYSTEM, "operation-done", running, element=found.element.id)
