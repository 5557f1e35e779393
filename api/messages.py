"""Messages and signals: what programs tell the cases that wait for it, or will."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marshmallow import Schema, fields, validate

from api.acting import act, rule
from api.parsing import Routes
from engine.message_limits import LONGEST_LIFE, LONGEST_TEXT
from engine.messages import TIME_TO_LIVE, Delivery, publish_message
from engine.signals import broadcast_signal

routes = Routes("messages", __name__, url_prefix="/api/v1/messages", description="Messages to cases")
signals = Routes("signals", __name__, url_prefix="/api/v1/signals", description="Signals to all cases")
_TEXT = validate.Length(min=1, max=LONGEST_TEXT)


class MessageSchema(Schema):
    """A message: whoever waits for its name with this key takes it, now or within its time to live."""

    name = fields.String(required=True, validate=_TEXT, metadata={"example": "paid"})
    correlation_key = fields.String(load_default="", validate=validate.Length(max=LONGEST_TEXT))
    payload = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        metadata={"description": "variables for those who take it; no personal data"},
    )
    time_to_live = fields.TimeDelta(
        precision="seconds",
        load_default=TIME_TO_LIVE,
        validate=validate.Range(min=timedelta(0), max=LONGEST_LIFE),
        metadata={"description": "seconds; an hour where it is not said", "minimum": 0, "maximum": 31536000},
    )
    message_id = fields.String(
        load_default=None,
        allow_none=True,
        validate=_TEXT,
        metadata={"description": "the same again does nothing"},
    )
    instance_id = fields.String(
        load_default=None, allow_none=True, metadata={"description": "for this case alone, and only now"}
    )


class DeliverySchema(Schema):
    """What became of a message: how many took it, which cases it began, whether it is kept or had come before."""

    taken = fields.Integer()
    begun = fields.List(fields.String(), metadata={"description": "ids of cases"})
    is_kept = fields.Boolean()
    is_repeated = fields.Boolean()


class SignalSchema(Schema):
    """A signal: everyone who waits for its name at that moment gets it."""

    name = fields.String(required=True, validate=_TEXT, metadata={"example": "flood-warning"})
    payload = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        metadata={"description": "variables for those who get it; no personal data"},
    )


@routes.post("")
@rule("programs", scope="messages:write")
@routes.arguments(MessageSchema)
@routes.response(200, DeliverySchema)
def publish(given: dict[str, Any]) -> Delivery:
    """Give a message to all that wait for it by name and key, and keep it for its time to live for those to come."""
    name, correlation_key = given.pop("name"), given.pop("correlation_key")
    return act(publish_message, name, correlation_key, **given)


@signals.post("")
@rule("programs", scope="messages:write")
@signals.arguments(SignalSchema)
@signals.response(202)
def broadcast(given: dict[str, Any]) -> None:
    """Send a signal to all cases that wait for it now, and to the processes that it begins; they get it after the answer."""
    act(broadcast_signal, given["name"], given["payload"])
