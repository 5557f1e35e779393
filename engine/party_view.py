"""A task as the party of the case sees it to whom it is offered: the form and what the form shows, nothing else.

A party sees no case (`engine/access.py`); its own task is all it may open, and of the case's data only what the form
reads, personal values hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from engine import personal, running
from engine.actor import Actor
from engine.bound_forms import form_of_task
from engine.bpmn import cases
from engine.errors import NotAllowed
from engine.filling import Options, gather_options
from engine.forms import Form
from engine.forms.expressions import names_read
from engine.inbox import TaskRow, find_task
from engine.store.rows import READ_INSTANCE, InstanceRow
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class PartyTaskView:
    """A task with its form; of one that has ended `data` and `options` are empty."""

    task: TaskRow
    form: Form | None
    data: Mapping[str, object]
    options: Options
    is_open: bool


def party_task_view(uow: UnitOfWork, actor: Actor, task_id: str) -> PartyTaskView:
    """Return the party's own task; refused to those to whom it is not offered."""
    task = find_task(uow, task_id)
    if actor.kind != "party" or actor.subjects.isdisjoint(task.subjects):
        raise NotAllowed("not-your-task", by=actor, task=task_id, case=task.instance_id)
    row = InstanceRow(*uow.fetch(READ_INSTANCE, instance_id=task.instance_id)[0])
    definition = uow.runtime.definitions.get(uow, row.definition_id)
    element = definition.element(task.element_id)
    if task.status != "open":
        form = definition.form_of(element) if element else None
        return PartyTaskView(task, form, {}, {}, is_open=False)
    key = personal.case_key(uow, row)
    setting = running.setting_of(uow, actor, row, key, definition)
    waiting = cases.load(definition.specs, key.open(row.state), setting.env).waiting().tasks
    found = next((each for each in waiting if each.id == task_id), None)
    bound = form_of_task(uow, definition, found) if found else None
    if found is None or bound is None:
        return PartyTaskView(task, None, {}, {}, is_open=True)
    scope, form = found.scope, bound.form
    names = names_read(form.fields, setting.env.functions)
    data = personal.hide_in({name: value for name, value in scope.items() if name in names})
    options = gather_options(uow, row, form, scope)
    return PartyTaskView(task, form, cast("dict[str, object]", data), options, is_open=True)
