"""Who may act on a task, as subjects: from its lane, or from the assignmentDefinition that overrides the lane (decision 6)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.cases import WaitingTask
from engine.bpmn.elements import Element, Performer, UserWork
from engine.bpmn.env import Env, StepFailed
from engine.bpmn.script_engine import evaluate_text
from engine.feel import FeelError
from engine.uow import InstanceRow, UnitOfWork

PERSON = "user:"
Scope = Mapping[str, object]


class Subjects:
    """Finds the subjects of the tasks that one act opens; each post is looked up once, however many tasks it gets."""

    def __init__(self, uow: UnitOfWork, case: InstanceRow, env: Env) -> None:
        self._uow = uow
        self._case = case
        self._env = env
        self._units: dict[tuple[str, str], str | None] = {}

    def of_task(self, task: WaitingTask) -> tuple[str, ...]:
        """Return who may act, the one to be shown as performer first; fails where there is nobody."""
        element = task.element
        found = self._assigned(element, task.scope)
        if not found:
            performer, scope = task.lane
            found = self._performer(element, performer, scope) if performer else ()
        if not found:
            raise StepFailed(element, "no-performer")
        return tuple(dict.fromkeys(found))

    def _assigned(self, element: Element, scope: Scope) -> tuple[str, ...]:
        work = element.detail
        if not isinstance(work, UserWork):
            return ()
        people = [
            *self._names(element, work.assignee, scope),
            *self._names(element, work.candidate_users, scope),
        ]
        groups = self._names(element, work.candidate_groups, scope)
        return tuple(
            [PERSON + name.removeprefix(PERSON) for name in people]
            + [self._group(element, name) for name in groups]
        )

    def _performer(self, element: Element, performer: Performer, scope: Scope) -> tuple[str, ...]:
        if performer.kind == "party":
            return (f"party:{performer.value}@{self._case.id}",)
        if performer.kind == "person":
            return tuple(
                PERSON + name.removeprefix(PERSON) for name in self._names(element, performer.value, scope)
            )
        if performer.unit is None:
            return (self._group(element, performer.value),)
        return tuple(f"{performer.value}@{unit}" for unit in self._names(element, performer.unit, scope))

    def _group(self, element: Element, name: str) -> str:
        """Write a group as `post@unit`; the unit is found from the case's place where it is not named."""
        if "@" in name:
            return name
        key = (name, self._case.unit_id)
        if key not in self._units:
            self._units[key] = self._uow.runtime.performers.unit_of_post(self._uow, *key)
        unit = self._units[key]
        if unit is None:
            raise StepFailed(element, "no-unit", post=name, unit=self._case.unit_id)
        return f"{name}@{unit}"

    def _names(self, element: Element, text: str | None, scope: Scope) -> list[str]:
        """Return the names that a text gives: one, several with commas, or a list by FEEL."""
        if not text:
            return []
        try:
            value = evaluate_text(text, scope, self._env)
        except FeelError as error:
            raise StepFailed(element, "expression", str(error), expression=text) from error
        found = (
            value.split(",")
            if isinstance(value, str)
            else value
            if isinstance(value, list | tuple)
            else [value]
        )
        return [name.strip() for name in found if isinstance(name, str) and name.strip()]
