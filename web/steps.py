"""The steps that a list of cases can be filtered by: the user tasks of what is in force."""

from __future__ import annotations

from engine.naming import chinese_name, english_name
from engine.uow import UnitOfWork
from registers.matters.raising import PROCESS
from web.names import either


def steps_to_filter(uow: UnitOfWork) -> list[tuple[str, str]]:
    """Return element ids and names of the user tasks of the procedure in force, called processes included."""
    definition = uow.runtime.definitions.current(uow, PROCESS)
    tasks = [each for each in definition.specs.elements.values() if each.kind == "userTask"]
    return [(each.id, either(chinese_name(each), english_name(each))) for each in tasks]
