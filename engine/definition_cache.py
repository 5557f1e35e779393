"""What was published, ready to run: read once per process, kept, and never changed (decision 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from engine.bpmn.elements import Element
from engine.bpmn.spec_store import Specs, load_specs
from engine.dmn import Model, load_model
from engine.errors import NotFound
from engine.forms import Form, load_form
from engine.store import tables
from engine.store.prepared import Hot

if TYPE_CHECKING:  # the unit of work carries the runtime, and the runtime this cache
    from engine.uow import UnitOfWork

_definition, _resource = tables.definition.c, tables.resource.c
# By the unique key (process_id, version).
NEWEST_DEFINITION = Hot(
    select(_definition.id)
    .where(_definition.process_id == bindparam("process"))
    .order_by(_definition.version.desc())
    .limit(1)
)


# By the index on deployment_id.
OF_DEPLOYMENT = Hot(
    select(_definition.id).where(
        _definition.deployment_id == bindparam("deployment"), _definition.process_id == bindparam("process")
    )
)


@dataclass(frozen=True, slots=True)
class Deployed:
    """The forms and decisions of a deployment, by id."""

    forms: Mapping[str, Form]
    decisions: Mapping[str, Model]


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of a process with the forms and decisions of its deployment, to which it is bound."""

    id: str
    deployment_id: str
    process_id: str
    version: int
    name: str
    specs: Specs
    forms: Mapping[str, Form]
    decisions: Mapping[str, Model]

    def element(self, element_id: str) -> Element | None:
        """Return an element of the process, its subprocesses or the processes it calls."""
        return self.specs.elements.get(element_id)

    def form_of(self, element: Element) -> Form | None:
        """Return the form of a user task or start event, if it has one."""
        return self.forms[element.form_id] if element.form_id else None

    @property
    def name_en(self) -> str:
        """The English name that the designer gave, or else the Chinese one."""
        return self.specs.processes[self.process_id].title_en or self.name

    @property
    def start(self) -> Element:
        """The start, whose form begins a case; a task with which a process begins has its own form, which comes later."""
        found: Element = self.specs.processes[self.process_id].start.element
        return found if found.kind == "startEvent" else replace(found, form_id=None)

    @property
    def start_form(self) -> Form | None:
        """The form that begins a case, if there is one."""
        return self.form_of(self.start)


class Definitions:
    """The definitions that this process has met. A published version never changes, so none is ever dropped."""

    def __init__(self) -> None:
        self._known: dict[str, Definition] = {}
        self._deployed: dict[str, Deployed] = {}
        self._lock = Lock()

    def current(self, uow: UnitOfWork, process_id: str) -> Definition:
        """Return the newest version of a process; refused where none was published."""
        for (definition_id,) in uow.fetch(NEWEST_DEFINITION, process=process_id):
            return self.get(uow, definition_id)
        raise NotFound("no-such-process", process=process_id)

    def get(self, uow: UnitOfWork, definition_id: str) -> Definition:
        """Return a version by its id."""
        found = self._known.get(definition_id)
        if found is None:
            with self._lock:
                found = self._known.get(definition_id) or self._read(uow, definition_id)
                self._known[definition_id] = found
        return found

    def of_deployment(self, uow: UnitOfWork, deployment_id: str, process_id: str) -> Definition:
        """Return the version of a process that a deployment has put in force."""
        for (definition_id,) in uow.fetch(OF_DEPLOYMENT, deployment=deployment_id, process=process_id):
            return self.get(uow, definition_id)
        raise NotFound("no-such-process", process=process_id)

    def deployed(self, uow: UnitOfWork, deployment_id: str) -> Deployed:
        """Return the forms and decisions of a deployment."""
        found = self._deployed.get(deployment_id)
        if found is None:
            with self._lock:
                found = self._resources(uow, deployment_id)
        return found

    def _resources(self, uow: UnitOfWork, deployment_id: str) -> Deployed:
        if deployment_id not in self._deployed:
            self._deployed[deployment_id] = _read_resources(uow, deployment_id)
        return self._deployed[deployment_id]

    def _read(self, uow: UnitOfWork, definition_id: str) -> Definition:
        row = uow.first(select(tables.definition).where(_definition.id == definition_id))
        if row is None:
            raise NotFound("no-such-definition", definition=definition_id)
        resources = self._resources(uow, row.deployment_id)
        return Definition(
            row.id,
            row.deployment_id,
            row.process_id,
            row.version,
            row.name,
            load_specs(row.spec),
            resources.forms,
            resources.decisions,
        )


def _read_resources(uow: UnitOfWork, deployment_id: str) -> Deployed:
    of_deployment = _resource.deployment_id == deployment_id
    found = uow.rows(
        select(_resource.kind, _resource.source).where(of_deployment).order_by(_resource.kind, _resource.key)
    )
    forms = [load_form(each.source) for each in found if each.kind == "form"]
    tables_ = [each.source for each in found if each.kind == "dmn"]
    models = [load_model(source, tables_) for source in tables_]
    return Deployed(
        {form.id: form for form in forms},
        {decision: model for model in models for decision in model.decisions},
    )
