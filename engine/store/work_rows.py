"""The rows of work for outside workers: the statements that put it out, give it to one worker, and take it back."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update

from engine.store import tables
from engine.store.prepared import Hot

_work = tables.external_work.c
WORK = (
    _work.id,
    _work.instance_id,
    _work.topic,
    _work.rank,
    _work.retries,
    _work.free_at,
    _work.locked_by,
    _work.sealed,
)

# What is free of one topic, the most urgent first, by the index on topic, rank and id. Workers that ask at once pass over
# what others are about to take.
FREE_WORK = (
    select(*WORK)
    .where(_work.topic == bindparam("of_topic"), _work.free_at <= bindparam("at"))
    .order_by(_work.rank, _work.id)
    .with_for_update(skip_locked=True)
)
# By primary key.
CASE_OF_WORK = select(_work.instance_id).where(_work.id == bindparam("work_id"))
LOCK_WORK = select(*WORK).where(_work.id == bindparam("work_id")).with_for_update()
TAKE_WORK = Hot(
    update(tables.external_work)
    .where(_work.id == bindparam("work_id"), _work.free_at == bindparam("was_free_at"))
    .values(locked_by=bindparam("worker"), free_at=bindparam("until"))
)
GIVE_BACK = Hot(
    update(tables.external_work)
    .where(_work.id == bindparam("work_id"), _work.free_at == bindparam("was_free_at"))
    .values(
        locked_by=None, free_at=bindparam("from_when"), retries=bindparam("left"), sealed=bindparam("error")
    )
)
END_WORK = Hot(delete(tables.external_work).where(_work.id == bindparam("token")))
