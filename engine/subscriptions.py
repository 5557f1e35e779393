"""The rows of what a case waits for from outside it: messages, by name and key, and signals, by name."""

from __future__ import annotations

from engine import buffer
from engine.bpmn.cases import Waiting
from engine.running import Running
from engine.store import tables
from engine.store.message_rows import SIGNAL
from engine.store.task_rows import STOP_WAITING
from engine.uow import UnitOfWork


def move_subscriptions(uow: UnitOfWork, running: Running, after: Waiting) -> None:
    """Bring the rows from what the case waited for before the act to what it waits for now."""
    old = _tokens(running.before)
    for token in sorted(old - _tokens(after)):
        uow.write(STOP_WAITING, {"token": token})
    buffer.begin_to_wait(uow, running, [waiting for waiting in after.messages if waiting.id not in old])
    for waiting in after.signals:
        if waiting.id not in old:
            row = {"task_id": waiting.id, "instance_id": running.setting.row.id, "kind": SIGNAL}
            uow.insert(
                tables.subscription, {**row, "message": waiting.name, "correlation_key": "", "since": uow.now}
            )


def _tokens(waiting: Waiting) -> set[str]:
    return {each.id for each in waiting.messages} | {each.id for each in waiting.signals}
