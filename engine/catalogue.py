"""What is in force: the newest version of each process that was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.store import tables
from engine.uow import UnitOfWork

_definition, _deployment = tables.definition.c, tables.deployment.c


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of a process that new cases follow."""

    definition_id: str
    process_id: str
    version: int
    name: str
    folder: str
    published_at: datetime


def definitions_in_force(uow: UnitOfWork) -> tuple[InForce, ...]:
    """Return the newest version of each process, by name; there are as many rows as a county has procedures."""
    newest = select(_definition.process_id, func.max(_definition.version).label("version"))
    newest_of = newest.group_by(_definition.process_id).subquery()
    found = uow.rows(
        select(_definition.id, _definition.process_id, _definition.version, _definition.name)
        .add_columns(_deployment.name.label("folder"), _deployment.deployed_at)
        .join_from(tables.definition, tables.deployment)
        .join(
            newest_of,
            (newest_of.c.process_id == _definition.process_id) & (newest_of.c.version == _definition.version),
        )
        .order_by(_definition.process_id)
    )
    return tuple(InForce(*row) for row in found)
