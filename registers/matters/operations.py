"""What the diagram of a matter asks of the register: each within the act, for a case that the act holds."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import Schema, ValidationError, validates_schema

from engine.access import forget_handlers
from engine.errors import NotFound
from engine.jobs import send_message
from engine.operation_fields import LongText, Text, Texts, YesNo, among, fields_of
from engine.operations import Operation, OperationCall
from registers.attachments.acts import attach
from registers.matters import replies, whistles
from registers.matters.raising import unseal_told
from registers.matters.register import add_entry, change_matter, count_one, kept_of
from registers.matters.search import SEARCHABLE, index_matter, unindex_matter
from registers.matters.words import words_of
from registers.resolvers.queries import resolver as resolver_of
from registers.resolvers.rules import check_good_standing

Answer = Mapping[str, object]

PHASES = ("registered", "accepted", "in-progress", "replied", "closed", "referred", "withdrawn")
CLASSES = ("personal", "public-benefit", "administrative", "other")
VISIBILITIES = ("sealed", "named", "public", "unit")
LEVELS = ("village", "township", "county")
OUTCOMES = ("resolved", "agreed", "explained", "referred", "withdrawn", "unconfirmed", "merged")
_ENDS_AS = {"referred": "referred", "withdrawn": "withdrawn"}


def record(call: OperationCall) -> Answer:
    """Note the phase that a matter has reached."""
    phase = call.inputs["phase"]
    values: dict[str, object] = {"phase": phase}
    if phase == "accepted":
        values["accepted_at"] = call.uow.now
    change_matter(call.uow, call.case, **values)
    add_entry(call.uow, call.actor, call.case, phase)
    return {}


def classify(call: OperationCall) -> Answer:
    """Keep class and urgency, and set who may see the case: sealed, named, public where the citizen agreed, or unit."""
    kept = kept_of(call.uow, call.case.id)
    is_private, is_sensitive = call.inputs["private"], call.inputs["sensitive"]
    matter_class, urgency = call.inputs["class"], call.inputs.get("urgency")
    open_to = "public" if kept.may_be_public else "unit"
    visibility = "sealed" if is_sensitive else "named" if is_private else open_to
    _show_to(call, visibility, kept.sealed)
    values = {
        "matter_class": matter_class,
        "urgency": urgency,
        "is_private": is_private,
        "is_sensitive": is_sensitive,
    }
    change_matter(call.uow, call.case, **values)
    add_entry(call.uow, call.actor, call.case, "classified")
    call.uow.audit(
        call.actor, "matter-classified", call.case, matter_class=matter_class, visibility=visibility
    )
    return {"visibility": visibility}


def place(call: OperationCall) -> Answer:
    """Move a case to a unit, or to the one above it at a level; by header hidden from those who handled it before."""
    performers = call.uow.runtime.performers
    unit_id: str | None = call.inputs.get("unit") if "level" not in call.headers else None
    if unit_id is None:
        unit_id = performers.ancestor(call.uow, call.case.unit_id, call.inputs["level"])
    path = performers.unit_path(call.uow, unit_id) if unit_id else None
    if unit_id is None or path is None:
        raise NotFound("no-such-unit", unit=unit_id or "")
    if unit_id != call.case.unit_id:
        call.uow.audit(call.actor, "matter-moved", call.case, before=call.case.unit_id, after=unit_id)
        call.case.unit_id, call.case.unit_path = unit_id, path
        add_entry(call.uow, call.actor, call.case, "moved")
    if call.headers.get("hide-from") == "earlier-handlers":
        forget_handlers(call.uow, call.case.id)
    return {"unit": unit_id}


def tell(call: OperationCall) -> Answer:
    """Send a message by template; to the applicant where nobody else is named."""
    to = call.inputs["to"]
    address = to if "@" in to or ":" in to else f"party:{to}@{call.case.id}"
    send_message(call.uow, call.case.id, call.inputs["template"], address)
    return {}


def assign_resolver(call: OperationCall) -> Answer:
    """Give a matter to a resolver; refused to one who is not in good standing."""
    resolver = resolver_of(call.uow, call.inputs["resolver"])
    check_good_standing(call.uow, resolver)
    add_entry(call.uow, call.actor, call.case, "resolver")
    call.uow.audit(call.actor, "resolver-assigned", call.case, resolver=resolver.person_id)
    return {"person": resolver.person_id}


def note_supplement(call: OperationCall) -> Answer:
    """Keep what a citizen added, with its photos; returns the unit that answers now, whose people are to read it."""
    photos = attach(call.uow, call.actor, call.case, call.instance_key, call.inputs["files"])
    said = {"text": call.inputs["text"], "photos": list(photos)}
    add_entry(call.uow, call.actor, call.case, "supplemented", key=call.instance_key, said=said)
    count_one(call.uow, call.case, "supplements")
    return {"photos": list(photos), "unit": call.case.unit_id}


def close(call: OperationCall) -> Answer:
    """End a matter with its outcome, which is not the same as solved, nor as satisfied."""
    outcome = call.inputs["outcome"]
    phase = _ENDS_AS.get(outcome, "closed")
    change_matter(call.uow, call.case, phase=phase, outcome=outcome, closed_at=call.uow.now)
    add_entry(call.uow, call.actor, call.case, phase)
    call.uow.audit(call.actor, "matter-closed", call.case, outcome=outcome)
    return {"outcome": outcome}


def _show_to(call: OperationCall, visibility: str, sealed: bytes) -> None:
    """Set who may see the case; what fewer may see leaves the search index, what more may see enters it."""
    was, call.case.visibility = call.case.visibility, visibility
    if was in SEARCHABLE and visibility not in SEARCHABLE:
        unindex_matter(call.uow, call.case.id)
    elif was not in SEARCHABLE and visibility in SEARCHABLE:
        told = unseal_told(call.instance_key, sealed)
        index_matter(
            call.uow, call.case.id, words_of(f"{told.title}\n{told.spot}", f"{told.text}\n{told.wish}")
        )


class _PlaceInputs(Schema):
    """A unit, or a level above the case's own."""

    unit = Text()
    level = Text(validate=among(LEVELS))

    @validates_schema
    def _has_one(self, given: Answer, **_more: object) -> None:
        if not given:
            raise ValidationError("required", "level")


OPERATIONS = (
    Operation(
        "matter.record",
        "Record the phase of a matter",
        record,
        fields_of(phase=Text(required=True, validate=among(PHASES))),
    ),
    Operation(
        "matter.classify",
        "Classify a matter and set who may see it",
        classify,
        fields_of(
            **{"class": Text(required=True, validate=among(CLASSES))},
            private=YesNo(load_default=False),
            sensitive=YesNo(load_default=False),
            urgency=Text(),
        ),
        fields_of(visibility=Text(required=True, validate=among(VISIBILITIES))),
    ),
    Operation(
        "matter.place",
        "Move a matter to another unit or level",
        place,
        _PlaceInputs(),
        fields_of(unit=Text(required=True)),
        headers=("hide-from",),
    ),
    Operation(
        "matter.tell",
        "Send a message about a matter",
        tell,
        fields_of(template=Text(required=True), to=Text(load_default="applicant")),
    ),
    Operation(
        "matter.assign-resolver",
        "Give a matter to a resolver",
        assign_resolver,
        fields_of(resolver=Text(required=True)),
        fields_of(person=Text(required=True)),
    ),
    Operation(
        "matter.note-supplement",
        "Keep what a citizen added",
        note_supplement,
        fields_of(text=LongText(load_default=""), files=Texts(load_default=tuple)),
        fields_of(photos=Texts(required=True), unit=Text(required=True)),
    ),
    Operation(
        "matter.close",
        "End a matter with its outcome",
        close,
        fields_of(outcome=Text(required=True, validate=among(OUTCOMES))),
        fields_of(outcome=Text(required=True)),
    ),
    *replies.OPERATIONS,
    *whistles.OPERATIONS,
)
