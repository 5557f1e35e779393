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
_SAVES: dict[tuple[str, ...], Hot] = {}  # one for each set of columns, all through the process
INSTANCE = tuple(tables.instance.c[name] for name in COLUMNS)
# By primary key; locks the row on PostgreSQL.
LOCK_INSTANCE = Hot(
    select(*INSTANCE).where(tables.instance.c.id == bindparam("instance_id")).with_for_update()
)
# By primary key, for readers.
READ_INSTANCE = Hot(select(*INSTANCE).where(tables.instance.c.id == bindparam("instance_id")))
NEW_INSTANCE = Hot(insert(tables.instance), COLUMNS)


def save_instance(changed: tuple[str, ...]) -> Hot:
    """Return the UPDATE of some columns, by primary key; it meets no row when another act moved `rev`.

    A column that is set costs the indexes that hold it even where its value stays, so that only those changed are.
    """
    if changed not in _SAVES:
        table = tables.instance
        met = table.c.id == bindparam("instance_id"), table.c.rev == bindparam("rev_read")
        _SAVES[changed] = Hot(update(table).where(*met).values({name: bindparam(name) for name in changed}))
    return _SAVES[changed]
