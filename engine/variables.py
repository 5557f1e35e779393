"""The variables of a case, as all its branches have them together: for those who handle it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from engine import access, personal, running
from engine.actor import Actor
from engine.bpmn import cases
from engine.case_rows import find_case
from engine.errors import NotAllowed
from engine.store import tables
from engine.store.rows import READ_INSTANCE, InstanceRow
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Variables:
    """The case's data and the row version at which it was read."""

    rev: int
    values: Mapping[str, Any]


def variables_of(uow: UnitOfWork, actor: Actor, instance_id: str) -> Variables:
    """Return a case's data; refused to those who do not handle it, and a program never sees a personal value in it."""
    seen = find_case(uow, actor, instance_id)
    works_on = uow.first(select(access.works_on(actor)).where(tables.instance.c.id == instance_id))
    if not works_on or not works_on[0]:
        raise NotAllowed("not-your-case", by=actor, case=instance_id)
    row = InstanceRow(*uow.fetch(READ_INSTANCE, instance_id=instance_id)[0])
    key = personal.case_key(uow, row)
    definition = uow.runtime.definitions.get(uow, row.definition_id)
    setting = running.setting_of(uow, actor, row, key, definition)
    data = dict(cases.load(definition.specs, key.open(row.state), setting.env).data)
    shown = personal.reveal_in(uow, key, data) if seen.handles else personal.hide_in(data)
    return Variables(row.rev, cast("dict[str, Any]", shown))
