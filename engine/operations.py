"""Operations: what service tasks call. The registers write them, a diagram names them by task type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.actor import Actor
from engine.keys import CaseKey
from engine.uow import InstanceRow, UnitOfWork


@dataclass(frozen=True, slots=True)
class OperationCall:
    """One call out of a diagram, within the act: the case, all variables that the task sees, the task's headers.

    The operation may move the case (`case.unit_id` with `case.unit_path`) and change its visibility.
    """

    uow: UnitOfWork
    actor: Actor
    case: InstanceRow
    variables: Mapping[str, object]
    headers: Mapping[str, str]
    instance_key: CaseKey


@dataclass(frozen=True, slots=True)
class Operation:
    """Something a register can do for a procedure: its name in diagrams, its title for designers, its inputs."""

    name: str
    title: str
    inputs: tuple[str, ...]
    call: Callable[[OperationCall], Mapping[str, object]]


def registry(*operations: Operation) -> dict[str, Operation]:
    """Return operations by name; a name given twice is a bug."""
    found = {operation.name: operation for operation in operations}
    if len(found) != len(operations):
        raise ValueError("two operations have one name")
    return found
