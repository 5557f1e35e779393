"""Whistles: a call upward when a matter is beyond the place's power (rules P2), who was called, and how each answered."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from sqlalchemy import bindparam, select, update

from engine.errors import NotFound
from engine.ids import new_id
from engine.operation_fields import LongText, Text, Texts, Whole, among, between, fields_of, spelled
from engine.operations import Operation, OperationCall
from engine.store.prepared import Hot
from registers.matters import tables
from registers.matters.register import add_entry, post_of
from registers.matters.replies import MARKS

KINDS = ("village", "township")
_whistle, _called = tables.matter_whistle.c, tables.matter_whistle_unit.c
_ANSWER = Hot(
    update(tables.matter_whistle_unit)
    .where(_called.whistle_id == bindparam("of_whistle"), _called.unit_id == bindparam("of_unit"))
    .values(answer=bindparam("said"), answered_at=bindparam("at"), sealed=bindparam("why"))
)
_CLOSE = Hot(
    update(tables.matter_whistle)
    .where(_whistle.id == bindparam("of_whistle"), _whistle.status == "open")
    .values(status="closed", closed_at=bindparam("at"), score=bindparam("mark"))
)


def blow(call: OperationCall) -> Mapping[str, object]:
    """Note a whistle and whom it calls, the first as lead; returns its id."""
    kind, units = call.inputs["kind"], call.inputs["units"]
    said = {name: call.inputs[name] for name in ("facts", "tried")}
    row_id = new_id()
    row = {
        "id": row_id,
        "instance_id": call.case.id,
        "kind": kind,
        "urgency": call.inputs["urgency"],
        "status": "open",
        "blown_at": call.uow.now,
        "blown_by": post_of(call.actor),
        "sealed": call.instance_key.seal(orjson.dumps(said)),
    }
    call.uow.insert(tables.matter_whistle, row)
    for position, unit_id in enumerate(units):
        called = {"whistle_id": row_id, "unit_id": unit_id, "is_lead": position == 0}
        call.uow.insert(tables.matter_whistle_unit, called)
    add_entry(call.uow, call.actor, call.case, "whistle")
    call.uow.audit(call.actor, "whistle-blown", call.case, whistle=row_id, kind=kind, units=units)
    return {"whistle": row_id}


def answer(call: OperationCall) -> Mapping[str, object]:
    """Note how a unit that was called answered; refused for one that was not."""
    whistle_id, unit_id, said = (call.inputs[name] for name in ("whistle", "unit", "answer"))
    _check_called(call, whistle_id, unit_id)
    params = {
        "of_whistle": whistle_id,
        "of_unit": unit_id,
        "said": said,
        "at": call.uow.now,
        "why": call.instance_key.seal(orjson.dumps({"basis": call.inputs["basis"]})),
    }
    call.uow.write(_ANSWER, params, expect=1)
    add_entry(call.uow, call.actor, call.case, "whistle-answered")
    call.uow.audit(call.actor, "whistle-answered", call.case, whistle=whistle_id, unit=unit_id, answer=said)
    return {}


def close(call: OperationCall) -> Mapping[str, object]:
    """Close a whistle with the whistler's mark; refused where it is closed already."""
    whistle_id, mark = call.inputs["whistle"], call.inputs["score"]
    found = call.uow.first(select(tables.matter_whistle).where(_whistle.id == whistle_id))
    if found is None or found.instance_id != call.case.id:
        raise NotFound("no-such-whistle")
    call.uow.write(_CLOSE, {"of_whistle": whistle_id, "at": call.uow.now, "mark": mark}, expect=1)
    add_entry(call.uow, call.actor, call.case, "whistle-closed")
    call.uow.audit(call.actor, "whistle-closed", call.case, whistle=whistle_id, score=mark)
    return {}


def _check_called(call: OperationCall, whistle_id: str, unit_id: str) -> None:
    found = call.uow.first(
        select(_called.unit_id)
        .join_from(tables.matter_whistle_unit, tables.matter_whistle)
        .where(
            _called.whistle_id == whistle_id, _called.unit_id == unit_id, _whistle.instance_id == call.case.id
        )
    )
    if found is None:
        raise NotFound("no-such-whistle")


OPERATIONS = (
    Operation(
        "matter.whistle",
        "Blow a whistle: call those who can help",
        blow,
        fields_of(
            kind=Text(required=True, validate=among(KINDS)),
            units=Texts(required=True),
            facts=LongText(load_default=""),
            tried=LongText(load_default=""),
            urgency=Text(load_default="normal"),
        ),
        fields_of(whistle=Text(required=True)),
    ),
    Operation(
        "matter.whistle-answered",
        "Note how a unit answered a whistle",
        answer,
        fields_of(
            whistle=Text(required=True),
            unit=Text(required=True),
            answer=Text(required=True, validate=spelled("[a-z][a-z-]{0,19}")),
            basis=LongText(load_default=""),
        ),
    ),
    Operation(
        "matter.whistle-close",
        "Close a whistle with a mark",
        close,
        fields_of(whistle=Text(required=True), score=Whole(load_default=None, validate=between(*MARKS))),
    ),
)
