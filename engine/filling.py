"""A form on its way into a case: choices gathered, answers checked, personal values to the vault, the whole kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine import personal
from engine.actor import Actor
from engine.bound_forms import BoundForm
from engine.bpmn.elements import Element
from engine.errors import Invalid, Problem
from engine.forms import Form, check_answers, map_personal, options_keys
from engine.running import Setting
from engine.submissions import Filled, file_submission
from engine.uow import InstanceRow, UnitOfWork

Options = dict[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed at an element: the answers as they came, and the variables that the form sees."""

    element: Element
    answers: Mapping[str, object]
    scope: Mapping[str, object]
    bound: BoundForm | None
    task_id: str | None = None


def gather_options(
    uow: UnitOfWork, case: InstanceRow | None, form: Form, data: Mapping[str, object]
) -> Options:
    """Return the choices of fields with `valuesKey`: from the register that provides them, or from the form's data."""
    found: Options = {}
    for key in sorted(options_keys(form)):
        provider = uow.runtime.options.get(key)
        found[key] = provider(uow, case, data) if provider else _choices(data.get(key))
    return found


def take_answers(uow: UnitOfWork, actor: Actor, setting: Setting, typed: Typed) -> dict[str, object]:
    """Check the answers, keep them as a submission, and return them as the case takes them: personal values by reference.

    Raises Invalid, with what is wrong by field, where the form does not accept them.
    """
    if typed.bound is None:
        return _nothing(typed.answers)
    form = typed.bound.form
    case = setting.row if typed.task_id else None
    checked = check_answers(
        form,
        typed.answers,
        data=typed.scope,
        options=gather_options(uow, case, form, typed.scope),
        functions=setting.env.functions,
        now=setting.env.now,
    )
    kept = into_vault(uow, setting, form, checked)
    filled = Filled(typed.element.id, form.id, typed.bound.deployment_id, kept, typed.task_id)
    file_submission(uow, actor, setting.row, setting.key, filled)
    return kept


def into_vault(
    uow: UnitOfWork, setting: Setting, form: Form, answers: Mapping[str, object]
) -> dict[str, object]:
    """Return the answers with a reference in the place of each personal value, which goes to the vault (decision 11)."""
    return map_personal(
        form, answers, lambda kind, value: personal.store(uow, setting.row.id, setting.key, kind, value)
    )


def _nothing(answers: Mapping[str, object]) -> dict[str, object]:
    if answers:
        raise Invalid({name: [Problem("not-asked")] for name in answers})
    return {}


def _choices(value: object) -> list[Mapping[str, str]]:
    """Choices out of a case's data: a list of texts, or of records with `label` and `value`."""
    items = value if isinstance(value, list | tuple) else ()
    return [
        {str(name): str(text) for name, text in item.items()}
        if isinstance(item, Mapping)
        else {"label": str(item), "value": str(item)}
        for item in items
    ]
