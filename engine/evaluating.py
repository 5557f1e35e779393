"""A decision of a deployment, asked by itself: nothing is kept, and no case is touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.dmn import DmnError, decide
from engine.errors import NotFound, Unsupported
from engine.feel import FeelError
from engine.functions import host_functions
from engine.uow import UnitOfWork
from engine.zone import CHINA


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What a decision said, of which deployment, and for each decision on the way its answer and the rules that matched."""

    decision_id: str
    deployment_id: str
    value: Any
    explanation: tuple[Mapping[str, object], ...]


def evaluate_decision(
    uow: UnitOfWork, definition_id: str, decision_id: str, inputs: Mapping[str, object]
) -> Evaluated:
    """Ask a decision of a definition's deployment; refused where there is none, or it cannot be made with these inputs."""
    definition = uow.runtime.definitions.get(uow, definition_id)
    model = definition.decisions.get(decision_id)
    if model is None:
        raise NotFound("no-such-decision", decision=decision_id)
    now = uow.now.astimezone(CHINA)
    try:
        decided = decide(model, decision_id, inputs, functions=host_functions(uow), now=now, began=now)
    except (DmnError, FeelError) as error:
        raise Unsupported("decision-not-made", decision=decision_id, cause=error.code) from error
    return Evaluated(decision_id, definition.deployment_id, decided.value, decided.explanation)
