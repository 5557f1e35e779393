"""Cases: opened, begun with their form, cancelled."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine import access, history, running
from engine.actor import Actor
from engine.audit import GENESIS
from engine.bound_forms import start_form_of
from engine.bpmn.elements import Element
from engine.definition_cache import Definition
from engine.errors import AlreadyDone, Invalid, NotFound, Problem
from engine.filling import Typed, take_answers
from engine.ids import new_id
from engine.keys import CaseKey
from engine.reconcile import Opened, end_all, reconcile
from engine.running import Running, Setting
from engine.uow import InstanceRow, UnitOfWork

Visibility = Literal["public", "unit", "named", "sealed"]
NOTHING: Mapping[str, object] = {}
CASE = "case"  # the variable under which a diagram finds number, unit and beginning of its case


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case that has a number and a key, and has not begun: a register may already write what belongs to it."""

    row: InstanceRow
    key: CaseKey
    definition: Definition


@dataclass(frozen=True, slots=True)
class Started:
    """A case that runs."""

    instance_id: str
    number: str
    opened: tuple[Opened, ...]
    status: str


def open_case(
    uow: UnitOfWork,
    actor: Actor,
    process_id: str,
    *,
    number: str,
    unit_id: str,
    visibility: Visibility = "unit",
) -> OpenedCase:
    """Open a case of the newest version of a process at a unit; refused where there is no such process or unit.

    Who may open it is for the caller to see to. Until `begin` nothing of it is written.
    """
    definition = uow.runtime.definitions.current(uow, process_id)
    unit_path = uow.runtime.performers.unit_path(uow, unit_id)
    if unit_path is None:
        raise NotFound("no-such-unit", unit=unit_id)
    key, wrapped = uow.runtime.keyring.new_case_key()
    row = InstanceRow(
        id=new_id(),
        definition_id=definition.id,
        process_id=process_id,
        number=number,
        unit_id=unit_id,
        unit_path=unit_path,
        visibility=visibility,
        status="active",
        step="",
        step_en="",
        due_at=None,
        rev=1,
        state=b"",
        wrapped_key=wrapped,
        audit_seq=0,
        audit_head=GENESIS,
        started_at=uow.now,
        started_by=actor.name,
        ended_at=None,
    )
    return OpenedCase(row, key, definition)


def begin(
    uow: UnitOfWork,
    actor: Actor,
    opened: OpenedCase,
    *,
    answers: Mapping[str, object],
    variables: Mapping[str, object] = NOTHING,
) -> Started:
    """Begin an opened case with its start form's answers and run it to where it first waits.

    What does not fit the form is refused by field. The case's data has the answers under the start event's name for
    results, and `case` with id, number, unit and beginning.
    """
    row = opened.row
    uow.add_instance(row)
    setting = running.setting_of(uow, actor, row, opened.key, opened.definition)
    start = opened.definition.start
    data: dict[str, object] = {**variables, **_about(setting)}
    kept = take_answers(uow, actor, setting, Typed(start, answers, data, start_form_of(opened.definition)))
    uow.step("answers-kept")
    if start.form_id:
        data[start.result_key] = kept
    return _run(uow, actor, running.begin(uow, setting, data), start)


def begin_at(
    uow: UnitOfWork, actor: Actor, opened: OpenedCase, start: Element, *, payload: Mapping[str, object]
) -> Started:
    """Begin an opened case at one of the starts that nobody begins by hand, with the payload of what began it."""
    uow.add_instance(opened.row)
    setting = running.setting_of(uow, actor, opened.row, opened.key, opened.definition)
    return _run(uow, actor, running.begin(uow, setting, _about(setting), start.id, payload), start)


def _about(setting: Setting) -> dict[str, object]:
    """What a diagram finds of its case under `case`."""
    row = setting.row
    about = {"id": row.id, "number": row.number, "unit": row.unit_id, "started": setting.env.now}
    return {CASE: about}


def _run(uow: UnitOfWork, actor: Actor, begun: Running, start: Element) -> Started:
    """Save a case that has run to where it first waits."""
    uow.step("run")
    tasks = reconcile(uow, actor, begun)
    row = begun.setting.row
    history.note(uow, actor, "started", begun, element=start.id, definition=begun.setting.definition.id)
    uow.step("noted")
    return Started(row.id, row.number, tasks, row.status)


def cancel_instance(uow: UnitOfWork, actor: Actor, instance_id: str, *, reason: str) -> None:
    """End a case where it stands; whoever supervises its area may, and only with a reason."""
    case = uow.lock_instance(instance_id)
    if case is None:
        raise NotFound("no-such-case")
    access.check_supervises(actor, case.unit_path, case.id)
    if actor.kind == "program":  # of a case that is sealed to others it knows nothing
        access.check_sees(uow, actor, case.id)
    if not reason.strip():
        raise Invalid({"reason": [Problem("required")]})
    if case.status != "active":
        raise AlreadyDone("case-ended", at=case.ended_at)
    resumed = running.resume(uow, actor, case)
    end_all(uow, actor, resumed)
    case.status, case.ended_at = "cancelled", uow.now
    sealed = resumed.setting.key.seal(reason.strip().encode())
    uow.audit(actor, "cancelled", case, reason=base64.b64encode(sealed).decode())
