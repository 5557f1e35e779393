"""Making a decision: what it requires first, then itself, and why it came out so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.dmn.errors import DmnError
from engine.dmn.explain import plain
from engine.dmn.model import Decision, Evaluation, Model, Service
from engine.feel import FeelError, FunctionValue
from engine.feel.limits import MAX_NESTING
from engine.feel.run.frames import Run

_NO_FUNCTIONS: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Decided:
    """The answer, and for each decision on the way its answer, the rules that matched and the values they saw."""

    value: Any
    explanation: tuple[dict[str, object], ...]


@dataclass(slots=True)
class _Making:
    """One call: what is known so far, by name, and the notes."""

    model: Model
    scope: dict[str, object]
    evaluation: Evaluation
    made: dict[str, object] = field(default_factory=dict)
    notes: list[dict[str, object]] = field(default_factory=list)


def decide(
    model: Model,
    decision_id: str,
    scope: Mapping[str, object],
    *,
    functions: Mapping[str, object] = _NO_FUNCTIONS,
    now: datetime,
) -> Decided:
    """Make a decision, or ask a decision service, over a scope; refuses one that is not in the model, and what its hit policy does not allow.

    FeelError leaves it where an evaluation goes beyond a limit.
    """
    try:
        return _decided(model, decision_id, scope, Run(functions, now))
    except RecursionError:
        raise FeelError("limit-depth", limit=MAX_NESTING) from None


def _decided(model: Model, decision_id: str, scope: Mapping[str, object], run: Run) -> Decided:
    making = _Making(model, _inputs(model, scope), Evaluation(run))
    if decision_id in model.decisions:
        value = _make(making, model.decisions[decision_id])
    elif decision_id in model.services:
        service = model.services[decision_id]
        value = _serve(making, service, [making.scope.get(_name(model, each)) for each in service.takes])
    else:
        raise DmnError("unknown-decision", decision_id, known=sorted(model.decisions))
    return Decided(value, tuple(making.notes))


def _inputs(model: Model, scope: Mapping[str, object]) -> dict[str, object]:
    """The whole scope, and what the model declares as its types want it."""
    fitted = {each.name: each.fit(scope[each.name]) for each in model.inputs.values() if each.name in scope}
    return {**scope, **fitted}


def _make(making: _Making, decision: Decision) -> Any:
    if decision.id in making.made:
        return making.made[decision.id]
    if decision.logic is None:
        raise DmnError("no-logic", decision.id)
    for required in decision.requires:
        if required in making.model.decisions:
            needed = making.model.decisions[required]
            making.scope[needed.name] = _make(making, needed)
    _learn(making, decision.knows)
    making.evaluation.tables = []
    value = decision.fit(decision.logic(making.evaluation, making.scope))
    making.made[decision.id] = value
    making.notes.append(
        {
            "decision": decision.id,
            "name": decision.name,
            "value": plain(value),
            "tables": making.evaluation.tables,
        }
    )
    return value


def _learn(making: _Making, knows: tuple[str, ...]) -> None:
    """Put business knowledge into scope by name, first what it needs itself."""
    for id_ in knows:
        if id_ in making.model.services:
            service = making.model.services[id_]
            making.scope[service.name] = _as_function(making, service)
            continue
        knowledge = making.model.knowledge[id_]
        _learn(making, knowledge.knows)
        making.scope[knowledge.name] = knowledge.make(making.evaluation, making.scope)


def _name(model: Model, id_: str) -> str:
    return model.decisions[id_].name if id_ in model.decisions else model.inputs[id_].name


def _as_function(making: _Making, service: Service) -> FunctionValue:
    def call(run: Run, arguments: list[Any]) -> object:
        run.enter_call(1)
        value: object = _serve(making, service, arguments)
        run.leave_call()
        return value

    return FunctionValue(tuple(_name(making.model, each) for each in service.takes), call)


def _serve(making: _Making, service: Service, values: list[Any]) -> Any:
    """Make the decisions that a service gives, over what it takes and nothing else."""
    model = making.model
    taken = {each: _fitted(model, each, value) for each, value in zip(service.takes, values, strict=True)}
    scope = {_name(model, each): value for each, value in taken.items()}
    inner = _Making(model, scope, making.evaluation, made=dict(taken), notes=making.notes)
    results = {_name(model, each): _make(inner, model.decisions[each]) for each in service.gives}
    return results if len(results) > 1 else next(iter(results.values()), None)


def _fitted(model: Model, id_: str, value: Any) -> Any:
    return model.decisions[id_].fit(value) if id_ in model.decisions else model.inputs[id_].fit(value)
