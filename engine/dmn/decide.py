"""Making a decision: what it requires first, then itself, and why it came out so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.dmn.errors import DmnError
from engine.dmn.explain import plain
from engine.dmn.making import Making, begun
from engine.dmn.model import Decision, Evaluation, Knowledge, Model, Service
from engine.feel import FeelError, FunctionValue
from engine.feel.limits import MAX_NESTING
from engine.feel.run.calls import invoke
from engine.feel.run.frames import Run

_NO_FUNCTIONS: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Decided:
    """The answer, and for each decision on the way its answer, the rules that matched and the values they saw."""

    value: Any
    explanation: tuple[dict[str, object], ...]


def decide(
    model: Model,
    decision_id: str,
    scope: Mapping[str, object],
    *,
    functions: Mapping[str, object] = _NO_FUNCTIONS,
    now: datetime,
    began: datetime | None = None,
) -> Decided:
    """Make a decision, ask a decision service or call a business knowledge model, over a scope.

    `began` is when the case began that asks, in the zone of `now`: rules that leave running cases alone hold for those that
    began when the rule was in force. Refuses one that is not in the model, and what its hit policy does not allow. FeelError leaves it where an
    evaluation goes beyond a limit.
    """
    try:
        return _decided(model, decision_id, scope, Evaluation(Run(functions, now), began))
    except RecursionError:
        raise FeelError("limit-depth", limit=MAX_NESTING) from None


def _decided(model: Model, decision_id: str, scope: Mapping[str, object], evaluation: Evaluation) -> Decided:
    making = begun(model, scope, evaluation, [])
    if decision_id in model.decisions:
        value = _make(making, model.decisions[decision_id])
    elif decision_id in model.services:
        service = model.services[decision_id]
        value = _serve(making, service, [making.given_to(each) for each in service.takes])
    elif decision_id in model.knowledge:
        value = _called(making, model.knowledge[decision_id])
    else:
        raise DmnError("unknown-decision", decision_id, known=sorted(model.decisions))
    return Decided(value, tuple(making.notes))


def _called(making: Making, knowledge: Knowledge) -> object:
    function = _function(making, knowledge)
    arguments = [making.given.get(name) for name in function.parameters]
    return invoke(making.evaluation.run, function, arguments)


def _make(making: Making, decision: Decision) -> Any:
    if decision.id in making.made:
        return making.made[decision.id]
    if decision.logic is None:
        raise DmnError("no-logic", decision.id)
    scope = dict(making.around)
    for reference in decision.requires:
        place, id_ = making.at(reference)
        if id_ in place.model.decisions:
            making.bring(scope, reference, _make(place, place.model.decisions[id_]))
        elif id_ in place.made or place.model.inputs[id_].name in place.given:
            making.bring(scope, reference, place.made.get(id_, making.given_to(reference)))
    _learn(making, decision.knows, scope)
    making.evaluation.tables = []
    value = decision.fit(decision.logic(making.evaluation, scope))
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


def _learn(making: Making, knows: tuple[str, ...], scope: dict[str, object]) -> None:
    """Put business knowledge and services into a scope, as functions by their names."""
    for reference in knows:
        place, id_ = making.at(reference)
        service = place.model.services.get(id_)
        if service is not None:
            making.bring(scope, reference, _as_function(place, service))
        else:
            making.bring(scope, reference, _function(place, place.model.knowledge[id_]))


def _function(making: Making, knowledge: Knowledge) -> FunctionValue:
    """A function sees what it needs itself and its arguments, and nothing of the decision that calls it."""
    scope = dict(making.around)
    _learn(making, knowledge.knows, scope)
    return knowledge.make(making.evaluation, scope)


def _as_function(making: Making, service: Service) -> FunctionValue:
    def call(run: Run, arguments: list[Any]) -> object:
        """Not asked at all with a value that is not of its type."""
        fitted = [making.fitted(each, value) for each, value in zip(service.takes, arguments, strict=True)]
        if any(fit is None and given is not None for fit, given in zip(fitted, arguments, strict=True)):
            return None
        run.enter_call(1)
        value: object = _serve(making, service, fitted)
        run.leave_call()
        return value

    return FunctionValue(tuple(making.name_of(each) for each in service.takes), call)


def _serve(making: Making, service: Service, values: list[Any]) -> Any:
    """Make the decisions that a service gives, over what it takes and nothing else."""
    inner = begun(making.model, {}, making.evaluation, making.notes)
    for reference, value in zip(service.takes, values, strict=True):
        place, id_ = inner.at(reference)
        place.made[id_] = value
    results = {}
    for reference in service.gives:
        place, id_ = inner.at(reference)
        results[inner.name_of(reference)] = _make(place, place.model.decisions[id_])
    return service.fit(results if len(results) > 1 else next(iter(results.values()), None))
