"""What begins a case from outside: the message, signal and timer starts of the newest version of each process, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from engine.bpmn.elements import Element, Message, Signal, Timer, Trigger
from engine.bpmn.env import Env
from engine.bpmn.moments import Cycle, less_one, read_cycle, read_duration, read_moment
from engine.bpmn.parsed import Parsed, ParsedProcess
from engine.bpmn.script_engine import evaluate_text
from engine.bpmn.starts import start_triggers
from engine.errors import Finding, Unpublishable
from engine.feel import FeelError
from engine.functions import host_functions
from engine.jobs import job_row
from engine.store import tables
from engine.store.prepared import Hot
from engine.uow import UnitOfWork
from engine.zone import CHINA

BEGIN_BY_TIME = "begin-by-time"
UNIT = "unit"  # the property of a start, or the field of a payload, that says where the case belongs
_row = tables.start_trigger.c
# By the index on kind and name.
NAMED = Hot(
    select(_row.process_id, _row.element_id)
    .where(_row.kind == bindparam("kind"), _row.name == bindparam("name"))
    .order_by(_row.process_id, _row.position)
)
_OF_PROCESS = select(_row.job_id).where(_row.process_id == bindparam("process"))
_FORGET = Hot(delete(tables.start_trigger).where(_row.process_id == bindparam("process")))
_DROP_JOB = Hot(
    delete(tables.job).where(tables.job.c.id == bindparam("job_id"), tables.job.c.status == "waiting")
)


@dataclass(frozen=True, slots=True)
class Start:
    """An element at which a process of which only the newest version counts is begun from outside."""

    process_id: str
    element_id: str


def starts_named(uow: UnitOfWork, kind: str, name: str) -> list[Start]:
    """Return the starts that a message or signal of a name begins."""
    return [Start(*found) for found in uow.fetch(NAMED, kind=kind, name=name)]


def env_outside(uow: UnitOfWork) -> Env:
    """Return what expressions may use where there is no case yet."""
    return Env(uow.now.astimezone(CHINA), host_functions(uow))


def replace_starts(uow: UnitOfWork, versions: Mapping[str, str], parsed: Parsed) -> None:
    """Put the starts of new versions (process → definition) in the place of the last ones'.

    Refused where a name or a time is none. All that goes is queued first: rows of one table leave in one statement.
    """
    for process_id in versions:
        for (job_id,) in uow.rows(_OF_PROCESS, process=process_id):
            if job_id:
                uow.write(_DROP_JOB, {"job_id": job_id})
        uow.write(_FORGET, {"process": process_id})
    for process_id, definition_id in versions.items():
        process = parsed.processes[process_id]
        own = next(spec for spec in process.specs if spec.name == process_id)
        for position, start in enumerate(start_triggers(own)):
            element = own.steps[start.element_id].element
            known = _of_trigger(uow, process, element, start.trigger, position)
            row = {"process_id": process_id, "position": position, "element_id": element.id, **known}
            uow.insert(tables.start_trigger, {**row, "definition_id": definition_id})


def _of_trigger(
    uow: UnitOfWork, process: ParsedProcess, element: Element, trigger: Trigger, position: int
) -> dict[str, object]:
    if isinstance(trigger, Message | Signal):
        kind = "message" if isinstance(trigger, Message) else "signal"
        return {"kind": kind, "name": _name_of(uow, process, element, trigger.name), "job_id": None}
    if not isinstance(trigger, Timer):
        raise TypeError(trigger)
    try:
        due, left = first_time(uow, trigger)
    except (FeelError, ValueError, OverflowError) as error:
        wrong = Finding(process.file, element.id, "not-a-time", {"text": trigger.text})
        raise Unpublishable([wrong]) from error
    job_id = defer_start(uow, process.id, position, due, left) if due else None
    return {"kind": "timer", "name": "", "job_id": job_id}


def _name_of(uow: UnitOfWork, process: ParsedProcess, element: Element, text: str) -> str:
    try:
        name = evaluate_text(text, {}, env_outside(uow))
    except FeelError:
        name = None
    if not isinstance(name, str) or not name:
        raise Unpublishable([Finding(process.file, element.id, "incomplete", {"missing": "name"})])
    return name


def first_time(uow: UnitOfWork, timer: Timer) -> tuple[datetime | None, int]:
    """Return when a timer start begins a case, and how often after that; None where that time is over already."""
    env = env_outside(uow)
    value = evaluate_text(timer.text, {}, env)
    if timer.kind == "duration":
        return read_duration(value).after(env.now, env.functions), 0
    if timer.kind == "date":
        moment = read_moment(value)
        return moment if moment > env.now else None, 0
    cycle = read_cycle(value)
    return next_of(cycle, cycle.start, env), less_one(cycle.times)


def next_of(cycle: Cycle, last: datetime | None, env: Env) -> datetime:
    """Return the next time of a cycle that is still to come: those missed are not made up for."""
    due = last or env.now
    return cycle.every.next_after(due, env.now, env.functions)


def defer_start(uow: UnitOfWork, process_id: str, position: int, due: datetime, left: int) -> str:
    """Queue the job that begins a case when a time has come; returns its id."""
    row = job_row(
        BEGIN_BY_TIME, {"process": process_id, "position": position, "left": left, "due": due}, due_at=due
    )
    uow.insert(tables.job, row)
    return str(row["id"])
