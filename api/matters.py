"""Matters: raised by anyone, followed by whoever holds the receipt. A code is sent in the body, never in an address."""

from __future__ import annotations

from typing import Any

from api.acting import ANYONE, public_act, read, rule
from api.matter_schemas import FollowSchema, ProgressSchema, RaiseSchema, ReceiptSchema
from api.parsing import Routes
from engine.errors import NotFound
from registers.matters.acts import raise_matter
from registers.matters.following import Following, follow_by_code, follow_by_number
from registers.matters.progress import progress
from registers.matters.raising import Raising
from registers.matters.receipts import Receipt
from registers.matters.values import Progress

routes = Routes(
    "matters", __name__, url_prefix="/api/v1/matters", description="Raise a matter, and follow it"
)


@routes.post("")
@rule("public")
@routes.arguments(RaiseSchema)
@routes.response(201, ReceiptSchema)
def raise_one(given: dict[str, Any]) -> Receipt:
    """Raise a matter with the answers of its start form; the same `request_key` again gives the same receipt."""
    raising = Raising(given["answers"], "online", given["request_key"])
    return public_act(raise_matter, ANYONE, raising)


@routes.post("/progress")
@rule("public")
@routes.arguments(FollowSchema)
@routes.response(200, ProgressSchema)
def show_progress(given: dict[str, str]) -> Progress:
    """Show how a matter stands, by the receipt's code, or by its number and the last four digits of the phone."""
    found = _find(given)
    return read(progress, found.party, found.instance_id)


def _find(given: dict[str, str]) -> Following:
    if "code" in given:
        return read(follow_by_code, given["code"])
    found = public_act(follow_by_number, ANYONE, given["number"], given["tail"])
    if found is None:
        raise NotFound("no-such-matter")
    return found
