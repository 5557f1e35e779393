"""Which active case a message with a key has begun: while it runs, another with that name and key begins none beside it.

When it ends, the oldest message that was kept meanwhile begins the next, by a job of the same act (as in Zeebe).
"""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from engine.bpmn.elements import Message
from engine.running import Running
from engine.store import tables
from engine.store.message_rows import FITTING, share_locks
from engine.store.prepared import Hot
from engine.uow import UnitOfWork

BEGIN_KEPT = "begin-by-kept-message"
_begun = tables.begun_by_message.c

# By primary key.
IS_BEGUN = Hot(
    select(_begun.instance_id).where(
        _begun.process_id == bindparam("process"),
        _begun.message == bindparam("message"),
        _begun.correlation_key == bindparam("key"),
    )
)
# By the index on instance_id.
BEGUN_BY = Hot(
    select(_begun.process_id, _begun.message, _begun.correlation_key).where(
        _begun.instance_id == bindparam("case_id")
    )
)
FORGET_BEGUN = Hot(delete(tables.begun_by_message).where(_begun.instance_id == bindparam("case_id")))


def is_begun(uow: UnitOfWork, process_id: str, name: str, key: str) -> bool:
    """Say whether an active case of the process was begun by a message of that name and key."""
    return bool(uow.fetch(IS_BEGUN, process=process_id, message=name, key=key))


def note_begun(uow: UnitOfWork, process_id: str, name: str, key: str, instance_id: str) -> None:
    """Note that an active case was begun by a message; of two at once the primary key lets one through."""
    row = {"process_id": process_id, "message": name, "correlation_key": key, "instance_id": instance_id}
    uow.insert(tables.begun_by_message, row)


def release(uow: UnitOfWork, running: Running) -> None:
    """Let the next message begin a case where this one, that has ended, was begun by one; nothing for all other cases."""
    if not any(isinstance(start.trigger, Message) for start in running.setting.definition.specs.starts):
        return
    case_id = running.setting.row.id
    for process_id, name, key in uow.fetch(BEGUN_BY, case_id=case_id):
        uow.write(FORGET_BEGUN, {"case_id": case_id}, expect=1)
        uow.open_write()
        share_locks(uow.connection, {(name, key)})
        for row_id, _ in uow.fetch(FITTING, message=name, key=key, now=uow.now, process=process_id):
            uow.defer(BEGIN_KEPT, {"message": row_id, "process": process_id})
