"""The answer to a citizen and what they say of it: reply, rating, and the way back up when it is not done."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import NotFound
from engine.operation_fields import LongText, Text, Whole, YesNo, between, fields_of
from engine.operations import Operation, OperationCall
from engine.runtime import Performers
from engine.uow import UnitOfWork
from registers.matters.register import add_entry, change_matter, kept_of

MARKS = (1, 5)  # the lowest and the highest: of satisfaction, and of a whistle
_UPWARDS = ("grid", "village", "township", "county")


def reply(call: OperationCall) -> Mapping[str, object]:
    """Keep the reply: what was done, on what basis, and what else the citizen may do."""
    said = {
        "text": call.inputs["text"],
        "basis": call.inputs["basis"],
        "remedies": call.inputs["remedies"],
    }
    change_matter(call.uow, call.case, phase="replied", replied_at=call.uow.now)
    add_entry(call.uow, call.actor, call.case, "replied", key=call.instance_key, said=said)
    return {}


def rate(call: OperationCall) -> Mapping[str, object]:
    """Keep the three facts that the citizen states: contacted, done, and how satisfied, with the reason.

    Of one who could not be reached nothing is known, least of all that the matter was not done.
    """
    was_contacted, satisfied, why = (call.inputs[name] for name in ("contacted", "satisfied", "why"))
    was_done = call.inputs["done"] if was_contacted else None
    change_matter(call.uow, call.case, was_contacted=was_contacted, was_done=was_done, rating=satisfied)
    add_entry(call.uow, call.actor, call.case, "rated", key=call.instance_key, said={"why": why})
    call.uow.audit(call.actor, "matter-rated", call.case, done=was_done, satisfied=satisfied)
    return {}


def reopen(call: OperationCall) -> Mapping[str, object]:
    """Take a matter up again one level higher, and count how often that was done."""
    reopened = kept_of(call.uow, call.case.id).reopened + 1
    unit_id = unit_above(call.uow, call.case.unit_id)
    path = call.uow.runtime.performers.unit_path(call.uow, unit_id)
    if path is None:
        raise NotFound("no-such-unit", unit=unit_id)
    change_matter(call.uow, call.case, phase="in-progress", reopened=reopened)
    call.uow.audit(
        call.actor, "matter-reopened", call.case, before=call.case.unit_id, after=unit_id, times=reopened
    )
    call.case.unit_id, call.case.unit_path = unit_id, path
    add_entry(call.uow, call.actor, call.case, "reopened")
    return {"reopened": reopened, "unit": unit_id}


def unit_above(uow: UnitOfWork, unit_id: str) -> str:
    """Return the unit one level higher; the county is its own, and a department's is the county."""
    performers = uow.runtime.performers
    above = _UPWARDS[_step_of(performers, uow, unit_id) + 1 :]
    found = (performers.ancestor(uow, unit_id, level) for level in above)
    return next((unit for unit in found if unit), unit_id)


def _step_of(performers: Performers, uow: UnitOfWork, unit_id: str) -> int:
    steps = (
        step for step, level in enumerate(_UPWARDS) if performers.ancestor(uow, unit_id, level) == unit_id
    )
    return next(steps, -1)


OPERATIONS = (
    Operation(
        "matter.reply",
        "Keep the reply to a citizen",
        reply,
        fields_of(
            text=LongText(required=True), basis=LongText(load_default=""), remedies=LongText(load_default="")
        ),
    ),
    Operation(
        "matter.rate",
        "Keep what the citizen says of the result",
        rate,
        fields_of(
            contacted=YesNo(required=True),
            done=YesNo(required=True),
            satisfied=Whole(load_default=None, validate=between(*MARKS)),
            why=LongText(load_default=""),
        ),
    ),
    Operation(
        "matter.reopen",
        "Take a matter up again one level higher",
        reopen,
        outputs=fields_of(reopened=Whole(required=True), unit=Text(required=True)),
    ),
)
