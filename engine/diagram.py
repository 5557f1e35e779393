"""Where a case stands on its diagrams: what was passed, what is open, and the same as a list to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from engine.actor import SYSTEM, Actor
from engine.case_rows import find_case
from engine.definition_cache import Definition
from engine.errors import NotAllowed, NotFound
from engine.history import passed_elements
from engine.naming import chinese_name, english_name, standing_at
from engine.running import resume
from engine.store import tables
from engine.store.rows import READ_INSTANCE, InstanceRow
from engine.uow import UnitOfWork
from engine.views import CaseView

Place = Literal["done", "now", "late", "stuck", "ahead"]
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
class Drawing:
    """One process of the definition: the case's own or one that it calls, and the same as a list to be read."""

    process_id: str
    title: str
    title_en: str
    is_own: bool
    is_here: bool
    outline: tuple[OutlineStep, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """Where a case stands: the ids of elements that it has passed, stands at, is late and is stuck at, with all drawings.

    A case that stands inside a called process stands at the call as well.
    """

    done: frozenset[str]
    now: frozenset[str]
    late: frozenset[str]
    drawings: tuple[Drawing, ...]
    stuck: frozenset[str] = frozenset()


def diagram(uow: UnitOfWork, actor: Actor, view: CaseView) -> Diagram:
    """Return where a case that was read for the actor stands on its drawings; refused where only its clock is seen."""
    if view.case.is_clock_only:
        raise NotAllowed("not-your-case", by=actor, case=view.case.id)
    definition = view.definition
    done = passed_elements([each.step for each in view.steps])
    now, late = _standing(uow, view.case.id)
    stuck = frozenset(each.element_id for each in view.incidents)
    processes = definition.specs.processes.values()
    owners = dict.fromkeys(
        process.owner for process in processes if process.owner
    )  # a global task is not drawn
    places = _Places(done, now, late, stuck)
    drawings = (_drawing(definition, owner, places) for owner in owners)
    return Diagram(done, now, late, tuple(sorted(drawings, key=lambda each: not each.is_own)), stuck)


def drawing_source(uow: UnitOfWork, actor: Actor, instance_id: str, process_id: str) -> bytes:
    """Return the file in which a process of the case is drawn; refused to those who do not see all of the case."""
    seen = find_case(uow, actor, instance_id)
    if seen.case.is_clock_only:
        raise NotAllowed("not-your-case", by=actor, case=instance_id)
    version = select(_definition.deployment_id).where(_definition.id == seen.case.definition_id)
    found = uow.first(
        select(_resource.source)
        .join_from(tables.resource, tables.definition, _definition.deployment_id == _resource.deployment_id)
        .where(_definition.deployment_id == version.scalar_subquery(), _definition.process_id == process_id)
        .where(_resource.file_name == _definition.file_name)
    )
    if found is None:
        raise NotFound("no-such-process")
    source: bytes = found.source
    return source


def _standing(uow: UnitOfWork, instance_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """The elements at which a case stands, and those of them whose task is past its due date."""
    row = InstanceRow(*uow.fetch(READ_INSTANCE, instance_id=instance_id)[0])
    if row.status != "active" or row.wrapped_key is None:
        return frozenset(), frozenset()
    running = resume(uow, SYSTEM, row)
    late = select(_task.id).where(_task.instance_id == instance_id, _task.status == "open")
    late_tasks = {each.id for each in uow.rows(late.where(_task.due_at < uow.now))}
    at = {each.id: {each.element.id, *running.case.around(each.id)} for each in standing_at(running.before)}
    return (
        frozenset[str]().union(*at.values()),
        frozenset[str]().union(*(places for token, places in at.items() if token in late_tasks)),
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """How a case stands to elements: stuck before late, late before now, now before done."""

    done: frozenset[str]
    now: frozenset[str]
    late: frozenset[str]
    stuck: frozenset[str]

    def of(self, element_id: str) -> Place:
        if element_id in self.stuck:
            return "stuck"
        if element_id in self.late:
            return "late"
        return "now" if element_id in self.now else "done" if element_id in self.done else "ahead"


def _drawing(definition: Definition, process_id: str, places: _Places) -> Drawing:
    """One process with the subprocesses drawn in it; its named elements in the order of the file."""
    drawn = [each for each in definition.specs.processes.values() if each.owner == process_id]
    elements = [step.element for process in drawn for step in process.steps.values()]
    outline = tuple(
        OutlineStep(each.id, chinese_name(each), english_name(each), each.kind, places.of(each.id))
        for each in elements
        if each.name and (each.kind in _NAMED_KINDS or each.id in places.stuck)
    )
    own = definition.specs.processes[process_id]
    return Drawing(
        process_id,
        own.title,
        own.title_en or own.title,
        is_own=process_id == definition.process_id,
        is_here=any(each.id in places.now | places.stuck for each in elements),
        outline=outline,
    )
