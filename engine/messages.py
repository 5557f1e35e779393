"""Messages: what comes from outside to whoever waits for it, by name and correlation key."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from engine import history
from engine.actor import Actor
from engine.reconcile import reconcile
from engine.running import resume
from engine.store import tables
from engine.uow import UnitOfWork

NOTHING: Mapping[str, object] = {}


def publish_message(  # noqa: PLR0913  a message has that many parts, and all but two are rarely given
    uow: UnitOfWork,
    actor: Actor,
    name: str,
    correlation_key: str,
    *,
    payload: Mapping[str, object] = NOTHING,
    message_id: str | None = None,
    instance_id: str | None = None,
) -> int:
    """Give a message to all tokens that wait for it and return how many took it; 0 where nobody waits.

    Who may send it, and that its payload holds references in the place of personal values, is for the caller to see to.
    A message with an id of its own is taken once: a second delivery does nothing.
    """
    if message_id and not _is_first(uow, message_id, name, correlation_key):
        return 0
    waiting = _waiting_cases(uow, name, correlation_key, instance_id)
    return sum(_give(uow, actor, case_id, (name, correlation_key), payload) for case_id in waiting)


def _is_first(uow: UnitOfWork, message_id: str, name: str, correlation_key: str) -> bool:
    if uow.first(select(tables.message.c.id).where(tables.message.c.id == message_id)):
        return False
    row = {"id": message_id, "name": name, "correlation_key": correlation_key, "at": uow.now}
    uow.insert(
        tables.message, row
    )  # of two at once the unique key lets one through; the other is repeated and finds it
    return True


def _waiting_cases(uow: UnitOfWork, name: str, correlation_key: str, instance_id: str | None) -> list[str]:
    """The cases that wait, always in the same order, so that two messages never lock them crosswise."""
    columns = tables.subscription.c
    found = select(columns.instance_id).where(
        columns.message == name, columns.correlation_key == correlation_key
    )
    if instance_id is not None:
        found = found.where(columns.instance_id == instance_id)
    return [row.instance_id for row in uow.rows(found.distinct().order_by(columns.instance_id))]


def _give(
    uow: UnitOfWork, actor: Actor, case_id: str, message: tuple[str, str], payload: Mapping[str, object]
) -> int:
    case = uow.lock_instance(case_id)
    if case is None or case.status != "active":
        return 0
    running = resume(uow, actor, case)
    taken = []
    for waiting in running.before.messages:
        still_waits = any(other.id == waiting.id for other in running.case.waiting().messages)
        if (waiting.name, waiting.correlation_key) == message and still_waits:
            running.case.receive(waiting.id, payload)
            taken.append(waiting.element.id)
    reconcile(uow, actor, running)
    if taken:
        history.note(uow, actor, "message-received", running, message=message[0], element=taken[0])
    return len(taken)
