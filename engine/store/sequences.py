"""Numbers without gaps: a row per sequence, moved within the act that uses the number."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from engine.store import tables


def take_next(connection: Connection, name: str) -> int:
    """Move the sequence and return its new value; others who want it wait until the act ends."""
    upsert = sqlite_insert if connection.dialect.name == "sqlite" else postgres_insert
    statement = (
        upsert(tables.sequence)
        .values(name=name, value=1)
        .on_conflict_do_update(index_elements=["name"], set_={"value": tables.sequence.c.value + 1})
        .returning(tables.sequence.c.value)
    )
    value: int = connection.execute(statement).scalar_one()
    return value
