"""Cases that nobody begins by hand: by a message, by a signal, or when a time has come; each in one act.

Such a case needs a unit: the start's property `unit` names it, or FEEL over the payload does, or else `unit` in the payload.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from engine import buffer
from engine.actor import SYSTEM, Actor
from engine.bpmn.elements import Element, Timer
from engine.bpmn.moments import less_one, read_cycle
from engine.bpmn.script_engine import evaluate_text
from engine.errors import Invalid, NotFound, Problem
from engine.feel import FeelError
from engine.instances import Started, begin_at, open_case
from engine.jobs import JobRow
from engine.message_starts import is_begun, note_begun
from engine.numbers import next_case_number
from engine.start_triggers import UNIT, Start, defer_start, env_outside, next_of, starts_named
from engine.store import tables
from engine.store.message_rows import MESSAGE
from engine.uow import UnitOfWork

BEGIN = "begin-case"
NOTHING: Mapping[str, object] = {}
_message, _trigger = tables.message.c, tables.start_trigger.c


def begin_case(
    uow: UnitOfWork, actor: Actor, start: Start, payload: Mapping[str, object] = NOTHING
) -> Started:
    """Begin a case of the newest version at one of its starts, with a number of its own.

    Refused where no unit is named, or there is none of that name, and where the newest version has no such start.
    """
    definition = uow.runtime.definitions.current(uow, start.process_id)
    element = definition.element(start.element_id)
    if element is None or all(each.element_id != element.id for each in definition.specs.starts):
        raise NotFound("no-such-start", process=start.process_id, element=start.element_id)
    unit_id = _unit_of(uow, element, payload)
    number = next_case_number(uow, start.process_id)
    opened = open_case(uow, actor, start.process_id, number=number, unit_id=unit_id)
    return begin_at(uow, actor, opened, element, payload=payload)


def _unit_of(uow: UnitOfWork, element: Element, payload: Mapping[str, object]) -> str:
    text = element.property(UNIT)
    try:
        unit = payload.get(UNIT) if text is None else evaluate_text(text, payload, env_outside(uow))
    except FeelError:
        unit = None
    if not isinstance(unit, str) or not unit:
        raise Invalid({UNIT: [Problem("required")]})
    return unit


def begin_by_message(  # noqa: PLR0913  a message has that many parts
    uow: UnitOfWork,
    actor: Actor,
    name: str,
    key: str,
    payload: Mapping[str, object],
    *,
    row_id: str | None,
    taken_by: set[str],
) -> tuple[str, ...]:
    """Begin a case of each process that a message begins, and return their ids.

    Not where the process has had the message, nor, for a message with a key, while a case runs that one of that name and
    key has begun: then it stays with those that are kept.
    """
    begun = []
    for start in starts_named(uow, MESSAGE, name):
        if start.process_id not in taken_by and not (key and is_begun(uow, start.process_id, name, key)):
            taken_by.add(start.process_id)
            begun.append(_begin_one(uow, actor, start, (name, key), payload, row_id))
    return tuple(begun)


def _begin_one(
    uow: UnitOfWork,
    actor: Actor,
    start: Start,
    message: tuple[str, str],
    payload: Mapping[str, object],
    row_id: str | None,
) -> str:
    if row_id:
        buffer.mark_taken(uow, row_id, [start.process_id])
    started = begin_case(uow, actor, start, payload)
    if message[1] and started.status == "active":
        note_begun(uow, start.process_id, *message, started.instance_id)
    return started.instance_id


def begin_by_kept_message(uow: UnitOfWork, job: JobRow) -> None:
    """Begin a case by a message that was kept while another ran; does nothing where that has been done, or its time is over."""
    found = uow.first(
        select(_message.name, _message.correlation_key, _message.payload).where(
            _message.id == job.payload["message"], _message.expires_at > uow.now
        )
    )
    process_id = job.payload["process"]
    if found is None or is_begun(uow, process_id, found.name, found.correlation_key):
        return
    for start in starts_named(uow, MESSAGE, found.name):
        if start.process_id == process_id and buffer.is_first_to_take(
            uow, job.payload["message"], process_id
        ):
            message = found.name, found.correlation_key
            _begin_one(uow, SYSTEM, start, message, buffer.load_payload(found.payload), None)


def defer_case(uow: UnitOfWork, start: Start, payload: Mapping[str, object] = NOTHING) -> None:
    """Let a case begin in an act of its own: where it is refused, that stands on its job, and nothing else is held up."""
    told = {"process": start.process_id, "element": start.element_id, "payload": buffer.dump_payload(payload)}
    uow.defer(BEGIN, told)


def begin_deferred(uow: UnitOfWork, job: JobRow) -> None:
    """Begin the case that a job was deferred for."""
    start = Start(job.payload["process"], job.payload["element"])
    begin_case(uow, SYSTEM, start, buffer.load_payload(job.payload["payload"]))


def begin_by_time(uow: UnitOfWork, job: JobRow) -> None:
    """Let a case begin whose time has come, and wait for the next time; nothing where a newer version has other starts."""
    process_id, position = job.payload["process"], job.payload["position"]
    is_this = _trigger.process_id == process_id, _trigger.position == position, _trigger.job_id == job.id
    found = uow.first(select(_trigger.element_id, _trigger.definition_id).where(*is_this))
    if found is None:
        return
    following = None
    if job.payload["left"]:
        following = _defer_next(uow, found.definition_id, job)
    uow.write(update(tables.start_trigger).where(*is_this).values(job_id=following), expect=1)
    defer_case(uow, Start(process_id, found.element_id))


def _defer_next(uow: UnitOfWork, definition_id: str, job: JobRow) -> str:
    """A cycle may be FEEL: it is asked again, as for a timer inside a case."""
    starts = uow.runtime.definitions.get(uow, definition_id).specs.starts
    timer = starts[job.payload["position"]].trigger
    if not isinstance(timer, Timer):
        raise TypeError(timer)
    env = env_outside(uow)
    cycle = read_cycle(evaluate_text(timer.text, {}, env))
    due = next_of(cycle, datetime.fromisoformat(job.payload["due"]), env)
    told = job.payload
    return defer_start(uow, told["process"], told["position"], due, less_one(told["left"]))
