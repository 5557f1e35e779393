"""A case in motion: its state opened with its key, what waits in it before the act, and what its steps may reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.actor import Actor
from engine.bpmn import cases
from engine.bpmn.cases import Case, Waiting
from engine.bpmn.elements import Element
from engine.bpmn.env import Env
from engine.case_bindings import CaseBindings
from engine.definition_cache import Definition
from engine.dmn import Model, decide
from engine.functions import host_functions
from engine.keys import CaseKey
from engine.operations import OperationCall, perform
from engine.personal import case_key
from engine.uow import InstanceRow, UnitOfWork
from engine.zone import CHINA

NOTHING: Mapping[str, object] = {}
NOTHING_WAITS = Waiting((), (), ())


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """A decision as the case's record keeps it: which table of which deployment, what it said and why."""

    decision_id: str
    deployment_id: str
    value: object
    explanation: object


@dataclass(frozen=True, slots=True)
class Setting:
    """A case within one act: its row and key, the version it runs on, what its steps may reach, decisions taken so far."""

    row: InstanceRow
    key: CaseKey
    definition: Definition
    env: Env
    decisions: list[DecisionTaken]


@dataclass(frozen=True, slots=True)
class Running:
    """A case in motion, and what waited in it before the act."""

    setting: Setting
    case: Case
    before: Waiting = NOTHING_WAITS


def setting_of(
    uow: UnitOfWork, actor: Actor, row: InstanceRow, key: CaseKey, definition: Definition
) -> Setting:
    """Put together what the steps of a case may reach in this act."""
    decisions: list[DecisionTaken] = []
    env = _environment(uow, actor, row, key, definition, decisions)
    return Setting(row, key, definition, env, decisions)


def begin(
    uow: UnitOfWork,
    setting: Setting,
    variables: Mapping[str, object],
    start: str | None = None,
    payload: Mapping[str, object] = NOTHING,
) -> Running:
    """Begin a new case and run it to where it first waits; `start` is one of those that nobody begins by hand."""
    uow.in_motion.add(setting.row.id)
    case = cases.begin(setting.definition.specs, variables, setting.env, start=start, payload=payload)
    case.run()
    return Running(setting, case)


def resume(uow: UnitOfWork, actor: Actor, row: InstanceRow) -> Running:
    """Open the state of a case that this act has locked; refused once it is erased.

    A step of the case must not run the case itself: its state is in motion until it is reconciled.
    """
    if row.id in uow.in_motion:
        raise RuntimeError(f"case {row.number} is run by one of its own steps")
    key = case_key(uow, row)
    definition = uow.runtime.definitions.get(uow, row.definition_id)
    setting = setting_of(uow, actor, row, key, definition)
    case = cases.load(definition.specs, key.open(row.state), setting.env)
    uow.in_motion.add(row.id)
    return Running(setting, case, case.waiting())


def _environment(
    uow: UnitOfWork,
    actor: Actor,
    row: InstanceRow,
    key: CaseKey,
    definition: Definition,
    taken: list[DecisionTaken],
) -> Env:
    functions = host_functions(uow)
    now, began = uow.now.astimezone(CHINA), row.started_at.astimezone(CHINA)

    def make(model: Model, deployment: str, decision_id: str, scope: Mapping[str, object]) -> object:
        decided = decide(model, decision_id, scope, functions=functions, now=now, began=began)
        taken.append(DecisionTaken(decision_id, deployment, decided.value, decided.explanation))
        return decided.value

    def ask(decision_id: str, scope: Mapping[str, object]) -> object:
        return make(definition.decisions[decision_id], definition.deployment_id, decision_id, scope)

    def operate(
        name: str, variables: Mapping[str, object], headers: Mapping[str, str], element: Element
    ) -> Mapping[str, object]:
        call = OperationCall(uow, actor, row, variables, headers, key)
        return perform(uow.runtime.operations[name], call, element)

    external = {each.name for each in uow.runtime.operations.values() if each.external}
    return Env(now, functions, ask, operate, external, CaseBindings(uow, definition, make))
