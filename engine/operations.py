"""Operations: what service tasks and listeners call. The registers write them, a diagram names them by type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from marshmallow import Schema, ValidationError

from engine.actor import Actor
from engine.bpmn.elements import Element
from engine.bpmn.env import StepFailed
from engine.keys import CaseKey
from engine.operation_fields import fields_of, required_of
from engine.uow import InstanceRow, UnitOfWork

NOTHING: Mapping[str, Any] = {}
NO_FIELDS = fields_of()


@dataclass(frozen=True, slots=True)
class OperationCall:
    """One call out of a diagram, within the act: the case, its inputs as the schema has loaded them, the task's headers.

    `variables` are all that the task sees. The operation may move the case (`case.unit_id` with `case.unit_path`) and
    change its visibility.
    """

    uow: UnitOfWork
    actor: Actor
    case: InstanceRow
    variables: Mapping[str, object]
    headers: Mapping[str, str]
    instance_key: CaseKey
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """Something a register can do for a procedure: its name in diagrams, what it takes and what it gives.

    An input is the header of its name or else the variable. `headers` are those that it reads besides. An external one
    reaches outside the database: it is called by a worker, not within the act. `title_zh` and `labels_zh` (by input)
    come from the composition root, since nothing below has words for people.
    """

    name: str
    title: str
    call: Callable[[OperationCall], Mapping[str, object]]
    inputs: Schema = NO_FIELDS
    outputs: Schema = NO_FIELDS
    headers: tuple[str, ...] = ()
    external: bool = False
    title_zh: str = ""
    labels_zh: Mapping[str, str] = field(default_factory=dict)

    @property
    def required(self) -> tuple[str, ...]:
        """The inputs that a diagram must give."""
        return required_of(self.inputs)

    @property
    def known_headers(self) -> frozenset[str]:
        """All headers that say something to this operation."""
        return frozenset(self.headers) | self.inputs.fields.keys()


def registry(*operations: Operation) -> dict[str, Operation]:
    """Return operations by name; a name given twice is a bug."""
    found = {operation.name: operation for operation in operations}
    if len(found) != len(operations):
        raise ValueError("two operations have one name")
    return found


def perform(operation: Operation, call: OperationCall, element: Element) -> Mapping[str, object]:
    """Call an operation; fails where the diagram gives what does not fit it, or it gives what it did not promise.

    What the operation refuses goes through.
    """
    found = operation.call(replace(call, inputs=_load(operation, call, element)))
    if not isinstance(found, Mapping):
        raise StepFailed(element, "operation-without-result", operation.name)
    if faults := operation.outputs.validate(dict(found)):
        where, params = _fault(operation, faults)
        raise StepFailed(element, "operation-output", where, **params)
    return found


def _load(operation: Operation, call: OperationCall, element: Element) -> Mapping[str, Any]:
    """The inputs as the schema wants them; null and blank count as not given."""
    names = operation.inputs.fields
    given = {name: call.headers.get(name) or call.variables.get(name) for name in names}
    said = {name: value for name, value in given.items() if _is_given(value)}
    try:
        loaded: Mapping[str, Any] = operation.inputs.load(said)
    except ValidationError as error:
        where, params = _fault(operation, _by_field(error))
        raise StepFailed(element, "operation-input", where, **params) from error
    return loaded


def _by_field(error: ValidationError) -> Mapping[str, Any]:
    said = error.messages
    return said if isinstance(said, dict) else {error.field_name: said}


def _is_given(value: object) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def _fault(operation: Operation, faults: Mapping[str, Any]) -> tuple[str, Mapping[str, str]]:
    """Which field it is and why, by codes; its value may be anybody's words and is not told."""
    name, said = min(faults.items())
    reason = str(said[0] if isinstance(said, list) and said else said)
    return f"{name}: {reason}", {"operation": operation.name, "field": name, "reason": reason}
