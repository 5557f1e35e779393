"""Messages that are kept until somebody waits for them, or their time is over.

A case that begins to wait is given the oldest message that fits in the same act. Whether there is one is asked by the
statement that writes the wait (`BEGIN_TO_WAIT`), so that it costs nothing where there is none; where there is one the act is
repeated, and gives it before anything is written. So neither passes the other by (`store/message_rows.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import and_, delete, func, or_, select

from engine.actor import SYSTEM
from engine.bpmn import tagged
from engine.bpmn.cases import Waiting, WaitingMessage
from engine.ids import new_id
from engine.jobs import JobRow, keep_waiting
from engine.running import Running
from engine.store import tables
from engine.store.message_rows import (
    BEGIN_TO_WAIT,
    FITTING,
    SHARE_LOCK,
    keep,
    locks_to_share,
    note_taken,
    share_locks,
)
from engine.uow import UnitOfWork

EXPIRE = "expire-messages"
KEPT = timedelta(days=7)  # how long a message's own id is known: longer than senders try again
_EVERY = timedelta(hours=1)
_message = tables.message.c


def keep_message(
    uow: UnitOfWork,
    name: str,
    key: str,
    payload: Mapping[str, object],
    *,
    expires_at: datetime,
    message_id: str | None,
) -> str | None:
    """Write a message into the open transaction at once, and return its row's id; None where its own id is known."""
    row_id = new_id()
    row = {"id": row_id, "name": name, "correlation_key": key, "message_id": message_id, "at": uow.now}
    uow.open_write()
    is_new = keep(uow.connection, {**row, "expires_at": expires_at, "payload": dump_payload(payload)})
    return row_id if is_new else None


def mark_taken(uow: UnitOfWork, row_id: str, processes: Iterable[str]) -> None:
    """Note at once that processes have had a kept message: what runs on in this act must not get it again."""
    for process_id in sorted(set(processes)):
        note_taken(uow.connection, {"message_id": row_id, "process_id": process_id})


def is_first_to_take(uow: UnitOfWork, row_id: str, process_id: str) -> bool:
    """Note at once that a process has a kept message, and say whether it had not had it before."""
    uow.open_write()
    return note_taken(uow.connection, {"message_id": row_id, "process_id": process_id})


def begin_to_wait(uow: UnitOfWork, running: Running, opened: Iterable[WaitingMessage]) -> None:
    """Queue the rows of tokens that begin to wait; the act is repeated where a message is kept for one of them."""
    waits = sorted(opened, key=lambda waiting: waiting.id)
    if not waits:
        return
    for lock in locks_to_share(uow.connection, {(each.name, each.correlation_key) for each in waits}):
        uow.write(SHARE_LOCK, {"lock": lock})
    for waiting in waits:
        row = {"token": waiting.id, "case_id": running.setting.row.id, **_wanted(uow, waiting)}
        uow.write(BEGIN_TO_WAIT, row, expect=1)


def give_what_is_kept(uow: UnitOfWork, running: Running) -> Waiting:
    """Give tokens that have begun to wait what is kept for them, the oldest first, and return what the case waits for then.

    Only an act that is repeated looks: most cases wait for what has not come yet, and the first try finds out for nothing.
    """
    after = running.case.waiting()
    asked = {waiting.id for waiting in running.before.messages}
    while uow.is_repeated and (opened := [each for each in after.messages if each.id not in asked]):
        uow.open_write()
        share_locks(uow.connection, {(each.name, each.correlation_key) for each in opened})
        for waiting in opened:
            asked.add(waiting.id)
            if any(each.id == waiting.id for each in running.case.waiting().messages):
                _give_the_oldest(uow, running, waiting)
        after = running.case.waiting()
    return after


def _give_the_oldest(uow: UnitOfWork, running: Running, waiting: WaitingMessage) -> None:
    process_id = waiting.element.process_id
    while found := uow.fetch(FITTING, **_wanted(uow, waiting)):
        row_id, payload = found[0]
        if is_first_to_take(
            uow, row_id, process_id
        ):  # else another act of the process has it: look for the next
            running.case.receive(waiting.id, load_payload(payload))
            told = {"message": waiting.name, "element": waiting.element.id}
            uow.audit(SYSTEM, "message-received", running.setting.row, **told)
            return


def _wanted(uow: UnitOfWork, waiting: WaitingMessage) -> dict[str, Any]:
    what = {"message": waiting.name, "key": waiting.correlation_key}
    return {**what, "now": uow.now, "process": waiting.element.process_id}


def dump_payload(payload: Mapping[str, object]) -> str:
    """Return a payload as the JSON that rows keep, FEEL's dates and numbers in it."""
    return tagged.dump(payload).decode()


def load_payload(text: str | None) -> dict[str, object]:
    """Return what `dump_payload` wrote."""
    found: dict[str, object] = tagged.untag(orjson.loads(text)) if text else {}
    return found


def keep_expiring(uow: UnitOfWork) -> None:
    """Make sure that old messages are looked for every hour; called when the server starts."""
    keep_waiting(uow, EXPIRE, {}, every=_EVERY)


def expire_messages(uow: UnitOfWork, _job: JobRow) -> None:
    """Drop the messages whose time is over, those with an id of their own a week after they came, and look again later."""
    is_over = func.coalesce(_message.expires_at, _message.at) <= uow.now
    is_forgotten = or_(_message.message_id.is_(None), _message.at <= uow.now - KEPT)
    old = and_(_message.at <= uow.now, is_over, is_forgotten)
    of_old = select(_message.id).where(old)
    uow.write(delete(tables.message_taken).where(tables.message_taken.c.message_id.in_(of_old)))
    uow.write(delete(tables.message).where(old))
    uow.defer(EXPIRE, {}, due_at=uow.now + _EVERY)
