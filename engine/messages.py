"""Messages: what comes from outside a case to whoever waits for it, by name and correlation key.

All who wait at that moment take it, and it begins a case of each process that it starts. It is kept for its time to live, and then
goes to the first of each process that comes to wait (`buffer.py`). A process has it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from engine import buffer, history
from engine.actor import SYSTEM, Actor
from engine.errors import Invalid
from engine.jobs import JobRow
from engine.message_limits import life_problem, name_problem, payload_problem, text_problem
from engine.reconcile import reconcile
from engine.running import resume
from engine.starts import begin_by_message
from engine.store.message_rows import WAITING_CASES, hold_lock
from engine.uow import InstanceRow, Stale, UnitOfWork

NOTHING: Mapping[str, object] = {}
TIME_TO_LIVE = timedelta(hours=1)  # where nobody says otherwise, as in Zeebe
ONLY_NOW = timedelta(0)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message.

    `taken` is how many tokens took it, `begun` which cases it has begun, `is_kept` whether it goes to those who come to
    wait; `is_repeated` says that a message with this id was there before, so that nothing was done.
    """

    taken: int = 0
    begun: tuple[str, ...] = ()
    is_kept: bool = False
    is_repeated: bool = False


@dataclass(slots=True)
class _Message:
    """A message on its way: the row that keeps it, and which processes have had it."""

    name: str
    key: str
    payload: Mapping[str, object]
    row_id: str | None = None
    taken_by: set[str] = field(default_factory=set)


def publish_message(  # noqa: PLR0913  a message has that many parts, and all but one are rarely given
    uow: UnitOfWork,
    actor: Actor,
    name: str,
    correlation_key: str = "",
    *,
    payload: Mapping[str, object] = NOTHING,
    time_to_live: timedelta = TIME_TO_LIVE,
    message_id: str | None = None,
    instance_id: str | None = None,
) -> Delivery:
    """Give a message to all tokens that wait for it, begin the cases that it starts, and keep it for its time to live.

    Who may send it is for the caller to see to, and that its payload holds references in the place of personal values:
    it is kept as it is, not sealed with any case's key. With an id of its own it is taken once: a second one with that
    name, key and id, within a week or its time to live, does nothing and says so. What is meant for one instance alone
    is not kept and begins none. A case that cannot begin refuses the whole.
    """
    _check(name, correlation_key, message_id, time_to_live, payload)
    message = _Message(name, correlation_key, payload)
    lives = ONLY_NOW if instance_id else time_to_live
    if lives or message_id:
        message.row_id = buffer.keep_message(
            uow, name, correlation_key, payload, expires_at=uow.now + lives, message_id=message_id
        )
        if message.row_id is None:
            return Delivery(is_repeated=True)
    waiting = _lock_waiting(uow, message, instance_id, is_kept=bool(lives))
    taken = sum(_give(uow, actor, case, message) for case in waiting)
    begun = () if instance_id else _begin(uow, actor, message)
    if actor.kind != "system":
        uow.audit(actor, "message-published", chain=f"account:{actor.name}", message=name, taken=taken)
    return Delivery(taken, begun, is_kept=bool(lives))


def publish_thrown(uow: UnitOfWork, job: JobRow) -> None:
    """Publish a message that a case has thrown."""
    payload = buffer.load_payload(job.payload["payload"])
    publish_message(uow, SYSTEM, job.payload["name"], job.payload["key"], payload=payload)


def _check(
    name: str, key: str, message_id: str | None, time_to_live: timedelta, payload: Mapping[str, object]
) -> None:
    """Refuse what no row could hold, by field."""
    found = {
        "name": name_problem(name),
        "correlation_key": text_problem(key),
        "message_id": text_problem(message_id or ""),
        "time_to_live": life_problem(time_to_live),
        "payload": payload_problem(payload),
    }
    if problems := {part: [problem] for part, problem in found.items() if problem}:
        raise Invalid(problems)


def _lock_waiting(
    uow: UnitOfWork, message: _Message, instance_id: str | None, *, is_kept: bool
) -> list[InstanceRow]:
    """Lock the cases that wait, always in the same order, so that two messages never lock them crosswise.

    A message that will be kept holds off those who begin to wait, after the cases are locked, as they lock their own case
    first: whoever has come since is found by doing it all again.
    """
    found = _waiting_cases(uow, message, instance_id)
    locked = [uow.lock_instance(case_id) for case_id in found]
    if is_kept:
        hold_lock(uow.connection, message.name, message.key)
        if not set(_waiting_cases(uow, message, instance_id)) <= set(found):
            raise Stale
    return [case for case in locked if case is not None and case.status == "active"]


def _waiting_cases(uow: UnitOfWork, message: _Message, instance_id: str | None) -> list[str]:
    found = [row[0] for row in uow.fetch(WAITING_CASES, message=message.name, key=message.key)]
    return found if instance_id is None else [case_id for case_id in found if case_id == instance_id]


def _give(uow: UnitOfWork, actor: Actor, case: InstanceRow, message: _Message) -> int:
    running = resume(uow, actor, case)
    taken = []
    for waiting in running.before.messages:
        still_waits = any(other.id == waiting.id for other in running.case.waiting().messages)
        if (waiting.name, waiting.correlation_key) == (message.name, message.key) and still_waits:
            running.case.receive(waiting.id, message.payload)
            taken.append(waiting.element)
    message.taken_by |= {element.process_id for element in taken}
    if message.row_id:
        buffer.mark_taken(uow, message.row_id, message.taken_by)
    reconcile(uow, actor, running)
    if taken:
        history.note(uow, actor, "message-received", running, message=message.name, element=taken[0].id)
    return len(taken)


def _begin(uow: UnitOfWork, actor: Actor, message: _Message) -> tuple[str, ...]:
    return begin_by_message(
        uow,
        actor,
        message.name,
        message.key,
        message.payload,
        row_id=message.row_id,
        taken_by=message.taken_by,
    )
