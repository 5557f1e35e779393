"""Work that programs outside do for a case: fetched and locked by a worker, then completed, failed or refused by an error.

A service task waits meanwhile. What it gives out, and takes back, goes through its input and output mappings. Who may do such
work is for the caller to see to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine import history
from engine.actor import Actor
from engine.bpmn import cases
from engine.bpmn.cases import WaitingJob
from engine.bpmn.elements import OperationWork
from engine.bpmn.env import StepFailed
from engine.errors import AlreadyDone
from engine.naming import chinese_name
from engine.personal import case_key
from engine.reconcile import reconcile
from engine.running import Running, resume, setting_of
from engine.store.rows import READ_INSTANCE
from engine.store.work_rows import CASE_OF_WORK, FREE_WORK, GIVE_BACK, LOCK_WORK, TAKE_WORK
from engine.uow import InstanceRow, UnitOfWork

MOST_FETCHED = 100
LONGEST_LOCK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A piece of work as its worker gets it; `error` is what the last one who failed at it said."""

    id: str
    topic: str
    instance_id: str
    number: str
    process_id: str
    element_id: str
    name: str
    headers: Mapping[str, str]
    variables: Mapping[str, Any]
    priority: int
    retries: int
    locked_until: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Locked:
    """How long a worker holds a piece of work now."""

    id: str
    locked_until: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a case when a worker was done with a piece of its work."""

    instance_id: str
    element_id: str
    status: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What a worker says that could not do its work; without `retries` one less than before."""

    error: str
    retries: int | None = None
    pause: timedelta = timedelta(0)


def fetch_work(
    uow: UnitOfWork, actor: Actor, worker: str, topics: Sequence[str], *, most: int, lock: timedelta
) -> tuple[Fetched, ...]:
    """Give a worker the most urgent work of its topics and lock it, so that no other gets it until the time is over."""
    uow.open_write()  # on SQLite nobody else may take what is read now; PostgreSQL passes over locked rows
    until = uow.now + min(lock, LONGEST_LOCK)
    found: list[Fetched] = []
    for topic in dict.fromkeys(topics):
        free = FREE_WORK.limit(min(most, MOST_FETCHED) - len(found))
        for row in uow.rows(free, of_topic=topic, at=uow.now):
            given = _given(uow, actor, row, until)
            if given is None:
                continue  # its case went on meanwhile, and takes the row with it
            taken = {"work_id": row.id, "was_free_at": row.free_at, "until": until}
            uow.write(TAKE_WORK, {**taken, "worker": _name(actor, worker)}, expect=1)
            found.append(given)
    return tuple(found)


def extend_work(uow: UnitOfWork, actor: Actor, worker: str, work_id: str, *, lock: timedelta) -> Locked:
    """Lock a piece of work for longer, counted from now; refused to one who holds it no more."""
    row = _held(uow, actor, worker, work_id)
    until = uow.now + min(lock, LONGEST_LOCK)
    taken = {"work_id": work_id, "was_free_at": row.free_at, "until": until}
    uow.write(TAKE_WORK, {**taken, "worker": _name(actor, worker)}, expect=1)
    return Locked(work_id, until)


def complete_work(
    uow: UnitOfWork, actor: Actor, worker: str, work_id: str, *, variables: Mapping[str, object]
) -> Done:
    """Take a worker's result, let the case go on; refused to one who holds the work no more."""

    def complete(running: Running) -> None:
        running.case.complete_job(work_id, variables)

    return _go_on(uow, actor, worker, work_id, "work-completed", complete)


def throw_error(
    uow: UnitOfWork, actor: Actor, worker: str, work_id: str, *, code: str, variables: Mapping[str, object]
) -> Done:
    """Throw a business error where the work waits, to be caught at its boundary; refused to one who holds it no more."""

    def throw(running: Running) -> None:
        running.case.throw_error(work_id, code, variables)

    return _go_on(uow, actor, worker, work_id, "work-error", throw)


def fail_work(uow: UnitOfWork, actor: Actor, worker: str, work_id: str, failure: Failure) -> int:
    """Give work back that could not be done, for a later try; with none left it is an incident of its case.

    Returns how many tries are left.
    """
    case, row = _held_in_case(uow, actor, worker, work_id)
    left = max(row.retries - 1 if failure.retries is None else failure.retries, 0)
    if left == 0:
        _go_on(uow, actor, worker, work_id, "work-failed", lambda running: _hold(running, work_id, failure))
        return 0
    params = {
        "work_id": work_id,
        "was_free_at": row.free_at,
        "from_when": uow.now + failure.pause,
        "left": left,
        "error": case_key(uow, case).seal(failure.error.encode()),
    }
    uow.write(GIVE_BACK, params, expect=1)
    return left


def _hold(running: Running, work_id: str, failure: Failure) -> None:
    job = _job(running, work_id)
    failed = StepFailed(job.element, "work-failed", failure.error)
    running.case.hold_job(work_id, failed)


def _go_on(
    uow: UnitOfWork,
    actor: Actor,
    worker: str,
    work_id: str,
    what: str,
    move: Callable[[Running], None],
) -> Done:
    case, row = _held_in_case(uow, actor, worker, work_id)
    still = {"work_id": work_id, "was_free_at": row.free_at, "until": row.free_at}
    uow.write(TAKE_WORK, {**still, "worker": row.locked_by}, expect=1)  # nobody has taken it meanwhile
    running = resume(uow, actor, case)
    element = _job(running, work_id).element
    move(running)
    reconcile(uow, actor, running)
    history.note(uow, actor, what, running, element=element.id)
    return Done(case.id, element.id, case.status)


def _held_in_case(uow: UnitOfWork, actor: Actor, worker: str, work_id: str) -> tuple[InstanceRow, Any]:
    """The case of a piece of work and its row; the case is locked first, as every act does: no deadlock."""
    instance_id = uow.first(CASE_OF_WORK, work_id=work_id)
    case = uow.lock_instance(instance_id[0]) if instance_id else None
    if case is None or case.status != "active":
        raise _gone(work_id)
    return case, _held(uow, actor, worker, work_id)


def _held(uow: UnitOfWork, actor: Actor, worker: str, work_id: str) -> Any:
    """The row of a piece of work, locked; refused to a worker who does not hold it."""
    row = uow.first(LOCK_WORK, work_id=work_id)
    if row is None:
        raise _gone(work_id)
    if row.locked_by != _name(actor, worker):
        raise AlreadyDone("work-not-yours", work=work_id, until=row.free_at)
    return row


def _given(uow: UnitOfWork, actor: Actor, row: Any, until: datetime) -> Fetched | None:
    """What a worker gets of a piece of work, as the case has it now; None where it has gone on."""
    case = InstanceRow(*uow.fetch(READ_INSTANCE, instance_id=row.instance_id)[0])
    if case.wrapped_key is None:
        return None
    key = case_key(uow, case)
    definition = uow.runtime.definitions.get(uow, case.definition_id)
    env = setting_of(uow, actor, case, key, definition).env
    jobs = cases.load(definition.specs, key.open(case.state), env).waiting().jobs
    job = next((job for job in jobs if job.id == row.id), None)
    if job is None:
        return None
    return Fetched(
        id=row.id,
        topic=row.topic,
        instance_id=case.id,
        number=case.number,
        process_id=job.element.process_id,
        element_id=job.element.id,
        name=chinese_name(job.element),
        headers=dict(job.element.work(OperationWork).headers),
        variables=job.given,
        priority=-row.rank,
        retries=row.retries,
        locked_until=until,
        error=key.open(row.sealed).decode() if row.sealed else "",
    )


def _job(running: Running, work_id: str) -> WaitingJob:
    found = next((job for job in running.before.jobs if job.id == work_id), None)
    if found is None:
        raise _gone(work_id)
    return found


def _gone(work_id: str) -> AlreadyDone:
    return AlreadyDone("work-gone", work=work_id)


def _name(actor: Actor, worker: str) -> str:
    """A worker's name counts only together with who vouches for it."""
    return f"{actor.name}/{worker}"
