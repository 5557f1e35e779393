"""The instance row as acts hold it, and the statements that load and save it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from engine.store import tables
from engine.store.prepared import Hot


@dataclass(slots=True)
class InstanceRow:
    """An instance as this act sees it; what is set here is written by the one UPDATE at the end."""

    id: str
    definition_id: str
    process_id: str
    number: str
    unit_id: str
    unit_path: str
    visibility: str
    status: str
    step: str
    step_en: str
    due_at: datetime | None
    rev: int
    state: bytes
    wrapped_key: bytes | None
    audit_seq: int
    audit_head: bytes
    started_at: datetime
    started_by: str
    ended_at: datetime | None


COLUMNS = tuple(InstanceRow.__dataclass_fields__)
INSTANCE = tuple(tables.instance.c[name] for name in COLUMNS)
_NEVER_CHANGED = frozenset({"id", "definition_id", "process_id", "started_at", "started_by"})

# By primary key; locks the row on PostgreSQL.
LOCK_INSTANCE = Hot(
    select(*INSTANCE).where(tables.instance.c.id == bindparam("instance_id")).with_for_update()
)
# By primary key, for readers.
READ_INSTANCE = Hot(select(*INSTANCE).where(tables.instance.c.id == bindparam("instance_id")))
NEW_INSTANCE = Hot(insert(tables.instance), COLUMNS)
# By primary key; meets no row when another act moved `rev`.
SAVE_INSTANCE = Hot(
    update(tables.instance)
    .where(tables.instance.c.id == bindparam("instance_id"), tables.instance.c.rev == bindparam("rev_read"))
    .values({name: bindparam(name) for name in COLUMNS if name not in _NEVER_CHANGED})
)
