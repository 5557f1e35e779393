"""What a step may use from outside, and how it fails: nothing else of the world reaches a running process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from engine.bpmn.elements import Binding, Element
from engine.errors import Refused

Decide = Callable[[str, Mapping[str, object]], object]
Operate = Callable[[str, Mapping[str, object], Mapping[str, str], Element], Mapping[str, object]]


class StepFailed(Refused):
    """A step could not run: a condition that nothing meets, an expression or a timer that has no sense.

    In a running case the token becomes an incident and the rest goes on (incidents.py); raised outside of one, it refuses the
    act. `cause` is a stable code, `detail` what the part said.
    """

    def __init__(self, element: Element, cause: str, detail: str = "", **params: object) -> None:
        super().__init__(
            "step-failed",
            element=element.id,
            name=element.name or element.id,
            cause=cause,
            detail=detail,
            **params,
        )
        self.element_id = element.id
        self.cause = cause


class BpmnError(Exception):
    """A business error that an operation throws: the diagram catches it by its code, as an error event's."""

    def __init__(self, code: str, variables: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.variables = variables or {}


class NotPublished(LookupError):
    """Nothing was published under the name, or with the version tag, to which a diagram is bound."""


class Bindings(Protocol):
    """What is bound to another deployment than the case's: found when an element is entered.

    `definition` is the definition on which the asking process runs, None for that of the case.
    """

    def decide(
        self, decision_id: str, binding: Binding | None, definition: str | None, scope: Mapping[str, object]
    ) -> object:
        """Make a decision; raises NotPublished."""

    def called(self, process_id: str, binding: Binding) -> str:
        """Return the definition that a call means now; raises NotPublished."""

    def form(self, form_id: str, binding: Binding) -> str:
        """Return the deployment whose form is meant now; raises NotPublished."""

    def specs(self, definition: str) -> Mapping[str, Any]:
        """Return the processes of a definition."""


class NoBindings:
    """Nothing outside the case's own deployment can be found."""

    def decide(
        self,
        decision_id: str,
        _binding: Binding | None,
        _definition: str | None,
        _scope: Mapping[str, object],
    ) -> object:
        """Find nothing."""
        raise NotPublished(decision_id)

    def called(self, process_id: str, _binding: Binding) -> str:
        """Find nothing."""
        raise NotPublished(process_id)

    def form(self, form_id: str, _binding: Binding) -> str:
        """Find nothing."""
        raise NotPublished(form_id)

    def specs(self, definition: str) -> Mapping[str, Any]:
        """Find nothing."""
        raise NotPublished(definition)


def no_decisions(decision_id: str, _inputs: Mapping[str, object]) -> object:
    """Refuse: this environment has no decisions."""
    raise LookupError(decision_id)


def no_operations(
    name: str, _inputs: Mapping[str, object], _headers: Mapping[str, str], _element: Element
) -> Mapping[str, object]:
    """Refuse: this environment has no operations."""
    raise LookupError(name)


@dataclass(frozen=True, slots=True)
class Env:
    """The moment, the host functions of FEEL, and the two ways out: decisions and operations.

    `external` names the operations that are not called in the act: their tasks wait for a job.

    `operate` gets all variables that the task sees (its input mappings among them), the headers and the element; what it
    returns is the task's local result. What `decide` and `operate` raise goes through to the act as it is.
    """

    now: datetime
    functions: Mapping[str, object] = field(default_factory=dict)
    decide: Decide = no_decisions
    operate: Operate = no_operations
    external: Collection[str] = ()
    bindings: Bindings = field(default_factory=NoBindings)
