"""The form of a task: its definition's own, or that of the deployment to which it was bound when it was opened."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.cases import WaitingTask
from engine.definition_cache import Definition
from engine.forms import Form
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class BoundForm:
    """A form and the deployment that it is of."""

    form: Form
    deployment_id: str


def start_form_of(definition: Definition) -> BoundForm | None:
    """Return the form that begins a case."""
    form = definition.start_form
    return BoundForm(form, definition.deployment_id) if form else None


def form_of_task(uow: UnitOfWork, definition: Definition, task: WaitingTask) -> BoundForm | None:
    """Return the form of an open task of a case on this definition, if it has one."""
    if task.element.form_id is None:
        return None
    definitions = uow.runtime.definitions
    here = definitions.get(uow, task.definition) if task.definition else definition
    deployment = task.form_deployment or here.deployment_id
    return BoundForm(definitions.deployed(uow, deployment).forms[task.element.form_id], deployment)


def form_then(uow: UnitOfWork, deployment_id: str, form_id: str) -> Form | None:
    """Return a form as it was when something was submitted on it."""
    return uow.runtime.definitions.deployed(uow, deployment_id).forms.get(form_id)
