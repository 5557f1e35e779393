"""Where a case stands on its diagram: the drawing, what was passed, what is open, and the same as a list to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from engine.actor import SYSTEM, Actor
from engine.case_rows import find_case
from engine.definition_cache import Definition
from engine.errors import NotAllowed
from engine.history import passed_elements, steps_of
from engine.naming import chinese_name, english_name, standing
from engine.running import resume
from engine.store import tables
from engine.store.rows import READ_INSTANCE, InstanceRow
from engine.uow import UnitOfWork

Place = Literal["done", "now", "late", "ahead"]
# What a reader of the list wants to know of; gateways and flows are for those who see the drawing.
_NAMED_KINDS = frozenset(
    {"userTask", "serviceTask", "businessRuleTask", "scriptTask", "callActivity", "endEvent"}
)
_task, _definition, _resource = tables.task.c, tables.definition.c, tables.resource.c


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """One named element of the diagram, and how the case stands to it."""

    element_id: str
    name: str
    name_en: str
    kind: str
    place: Place


@dataclass(frozen=True, slots=True)
class Diagram:
    """The drawing of the case's process with the ids of elements that it has passed, stands at, and is late at."""

    xml: bytes
    done: frozenset[str]
    now: frozenset[str]
    late: frozenset[str]
    outline: tuple[OutlineStep, ...]


def diagram(uow: UnitOfWork, actor: Actor, instance_id: str) -> Diagram:
    """Return the diagram of a case with its tokens; refused to those who do not see all of it."""
    seen = find_case(uow, actor, instance_id)
    if seen.case.is_clock_only:
        raise NotAllowed("not-your-case", by=actor, case=instance_id)
    definition = uow.runtime.definitions.get(uow, seen.case.definition_id)
    done = passed_elements(steps_of(uow, instance_id, None))
    now, late = _standing(uow, instance_id)
    return Diagram(_drawing(uow, definition), done, now, late, _outline(definition, done, now, late))


def _standing(uow: UnitOfWork, instance_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """The elements at which a case stands, and those of them whose task is past its due date."""
    row = InstanceRow(*uow.fetch(READ_INSTANCE, instance_id=instance_id)[0])
    if row.status != "active" or row.wrapped_key is None:
        return frozenset(), frozenset()
    waiting = resume(uow, SYSTEM, row).before
    open_now = select(_task.element_id).where(_task.instance_id == instance_id, _task.status == "open")
    late = frozenset(each.element_id for each in uow.rows(open_now.where(_task.due_at < uow.now)))
    return frozenset(element.id for element in standing(waiting)), late


def _drawing(uow: UnitOfWork, definition: Definition) -> bytes:
    found = uow.first(
        select(_resource.source)
        .join_from(tables.resource, tables.definition, _definition.deployment_id == _resource.deployment_id)
        .where(_definition.id == definition.id, _resource.file_name == _definition.file_name)
    )
    assert found is not None  # noqa: S101  # narrows: both rows were written by one act
    source: bytes = found.source
    return source


def _outline(
    definition: Definition, done: frozenset[str], now: frozenset[str], late: frozenset[str]
) -> tuple[OutlineStep, ...]:
    """The named elements of the process and of the subprocesses drawn in it, in the order of the file."""

    def place(element_id: str) -> Place:
        if element_id in late:
            return "late"
        return "now" if element_id in now else "done" if element_id in done else "ahead"

    drawn = [each for each in definition.specs.processes.values() if each.owner == definition.process_id]
    elements = [step.element for process in drawn for step in process.steps.values()]
    shown = [each for each in elements if each.kind in _NAMED_KINDS and each.name]
    return tuple(
        OutlineStep(each.id, chinese_name(each), english_name(each), each.kind, place(each.id))
        for each in shown
    )
