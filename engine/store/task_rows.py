"""The rows beside a case's open steps (task, inbox, handler, draft, subscription, timer): the statements of the hot path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, delete, exists, func, insert, or_, select, update

from engine.store import tables
from engine.store.prepared import Hot
from engine.store.rows import INSTANCE

_task, _inbox, _handler, _draft = tables.task.c, tables.inbox.c, tables.handler.c, tables.draft.c
_others, _instance = tables.task.alias("others"), tables.instance.alias("as_first_seen")


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A task as its row says it, with what completing it needs to know of its neighbours.

    `others_due` is the earliest due date of the case's other open tasks, `rev_seen` the case's row version when the
    statement began to read.
    """

    id: str
    instance_id: str
    element_id: str
    name: str
    name_en: str
    subjects: str
    form_id: str | None
    status: str
    created_at: datetime
    due_at: datetime | None
    claimed_by: str | None
    claimed_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    has_draft: bool
    others_due: datetime | None
    rev_seen: int


_TASK = tuple(
    tables.task.c[name]
    for name in TaskRecord.__dataclass_fields__
    if name not in {"has_draft", "others_due", "rev_seen"}
)
_NEIGHBOURS = (
    exists().where(_draft.task_id == _task.id).label("has_draft"),
    select(func.min(_others.c.due_at))
    .where(_others.c.instance_id == _task.instance_id, _others.c.status == "open", _others.c.id != _task.id)
    .scalar_subquery()
    .label("others_due"),
    select(_instance.c.rev).where(_instance.c.id == _task.instance_id).scalar_subquery().label("rev_seen"),
)
OF_TASK = len(TaskRecord.__dataclass_fields__)

# A task by primary key, with its case; locks the case on PostgreSQL. What is read besides the case may then be older
# than the lock: `rev_seen` tells, and TASK_AGAIN reads it anew.
LOCK_TASK = Hot(
    select(*_TASK, *_NEIGHBOURS, *INSTANCE)
    .join_from(tables.task, tables.instance, tables.instance.c.id == _task.instance_id)
    .where(_task.id == bindparam("task_id"))
    .with_for_update(of=tables.instance)
)
# A task by primary key.
TASK_AGAIN = Hot(select(*_TASK, *_NEIGHBOURS).where(_task.id == bindparam("task_id")))

# What is open in a case (index on instance_id): asked where more ended than the task that was completed.
OPEN_OF_CASE = Hot(
    select(_task.id, _task.due_at).where(_task.instance_id == bindparam("case_id"), _task.status == "open")
)

# By primary key; meets no row when the task ended meanwhile.
END_TASK = Hot(
    update(tables.task)
    .where(_task.id == bindparam("task_id"), _task.status == "open")
    .values(status=bindparam("status"), ended_at=bindparam("ended_at"), ended_by=bindparam("ended_by"))
)
# By primary key; meets no row when the task ended, or someone else took or gave it back, meanwhile.
CLAIM_TASK = Hot(
    update(tables.task)
    .where(_task.id == bindparam("task_id"), _task.status == "open", _task.claimed_by.is_(None))
    .values(claimed_by=bindparam("person"), claimed_at=bindparam("at"))
)
RELEASE_TASK = Hot(
    update(tables.task)
    .where(_task.id == bindparam("task_id"), _task.status == "open", _task.claimed_by == bindparam("person"))
    .values(claimed_by=None, claimed_at=None)
)
# By the index on task_id.
CLAIM_IN_INBOX = Hot(
    update(tables.inbox).where(_inbox.task_id == bindparam("of_task")).values(claimed_by=bindparam("person"))
)
LEAVE_INBOX = Hot(delete(tables.inbox).where(_inbox.task_id == bindparam("of_task")))
# By the first column of the primary key.
DROP_DRAFTS = Hot(delete(tables.draft).where(_draft.task_id == bindparam("of_task")))

# By primary key; a subject that had a task of the case before stays as it is.
NOTE_HANDLER = Hot(
    insert(tables.handler).from_select(
        ["instance_id", "subject"],
        select(bindparam("case_id", type_=String), bindparam("subject", type_=String)).where(
            ~exists().where(
                _handler.instance_id == bindparam("case_id"), _handler.subject == bindparam("subject")
            )
        ),
    )
)

# By the first column of the primary key; parties of the case stay.
FORGET_HANDLERS = Hot(
    delete(tables.handler).where(
        _handler.instance_id == bindparam("of_case"), ~_handler.subject.startswith("party:")
    )
)

# By primary key.
STOP_WAITING = Hot(delete(tables.subscription).where(tables.subscription.c.task_id == bindparam("token")))
# By the index on instance_id.
# One that failed was put off, or given up.
DROP_TIMER = Hot(
    delete(tables.job).where(
        tables.job.c.instance_id == bindparam("case_id"),
        tables.job.c.task_id == bindparam("token"),
        tables.job.c.kind == "timer",
        or_(tables.job.c.due_at == bindparam("due"), tables.job.c.attempts > 0),
        tables.job.c.status != "done",
    )
)


def task_record(row: tuple[Any, ...]) -> TaskRecord:
    """Return the task that a row of LOCK_TASK or TASK_AGAIN begins with."""
    return TaskRecord(*row[:OF_TASK])
