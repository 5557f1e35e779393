"""What a case finds outside of its own deployment, within one act: newest versions, and those by version tag."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.bindings import bound_deployment
from engine.bpmn.elements import Binding
from engine.bpmn.env import NotPublished
from engine.bpmn.specs import ProcessSpec
from engine.definition_cache import Definition
from engine.dmn import Model
from engine.uow import UnitOfWork

Make = Callable[[Model, str, str, Mapping[str, object]], object]


@dataclass(frozen=True, slots=True)
class CaseBindings:
    """The bindings of one case in one act; `make` makes a decision and notes of which deployment it was."""

    uow: UnitOfWork
    own: Definition
    make: Make

    def decide(
        self, decision_id: str, binding: Binding | None, definition: str | None, scope: Mapping[str, object]
    ) -> object:
        """Make a decision of the deployment that is meant; raises NotPublished."""
        definitions = self.uow.runtime.definitions
        here = definitions.get(self.uow, definition) if definition else self.own
        deployment = self._bound("decision", decision_id, binding) if binding else here.deployment_id
        model = definitions.deployed(self.uow, deployment).decisions[decision_id]
        return self.make(model, deployment, decision_id, scope)

    def called(self, process_id: str, binding: Binding) -> str:
        """Return the definition that a call means now; raises NotPublished."""
        deployment = self._bound("process", process_id, binding)
        return self.uow.runtime.definitions.of_deployment(self.uow, deployment, process_id).id

    def form(self, form_id: str, binding: Binding) -> str:
        """Return the deployment whose form is meant now; raises NotPublished."""
        return self._bound("form", form_id, binding)

    def specs(self, definition: str) -> Mapping[str, ProcessSpec]:
        """Return the processes of a definition."""
        return self.uow.runtime.definitions.get(self.uow, definition).specs.processes

    def _bound(self, kind: str, name: str, binding: Binding) -> str:
        found = bound_deployment(self.uow, kind, name, binding)
        if found is None:
            raise NotPublished(name)
        return found
