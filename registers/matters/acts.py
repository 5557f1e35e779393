"""What people do with matters: raise, join, supplement, withdraw. What offices do, the diagram does by operations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine import access, personal
from engine.actor import Actor, party
from engine.errors import Invalid, NotAllowed, NotFound, NotYet, Problem
from engine.instances import OpenedCase, Visibility, begin, open_case
from engine.keys import CaseKey
from engine.messages import publish_message
from engine.uow import InstanceRow, UnitOfWork
from engine.zone import CHINA
from registers.attachments.acts import attach
from registers.matters.raising import LONGEST_TEXT, PLACE, PROCESS, Raising, Told, seal_told, told_of
from registers.matters.receipts import (
    APPLICANT,
    SUPPORTER,
    Receipt,
    check_request_key,
    earlier_receipt,
    issue_receipt,
)
from registers.matters.register import UNSEEN, add_entry, add_matter, count_one, kept_of
from registers.matters.search import PREFIX, SEARCHABLE, index_matter
from registers.matters.words import pairs_of, words_of

SUPPLEMENT, WITHDRAW = "matter-supplement", "matter-withdraw"
_LONGEST_NAME = 50
_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}[0-9]")


def raise_matter(uow: UnitOfWork, actor: Actor, raising: Raising) -> Receipt:
    """Raise a matter: number, receipt, and the procedure begun. The same request again gives the same receipt.

    Refused, field by field, where the start form does not accept the answers, or a photo is gone.
    """
    check_request_key(raising.request_key)
    if earlier := earlier_receipt(uow, raising.request_key):
        return earlier
    if uow.runtime.performers.unit_path(uow, raising.unit_id) is None:
        raise Invalid({PLACE: [Problem("no-such-place")]})
    visibility: Visibility = "named" if raising.is_private else "unit"
    opened = open_case(
        uow, actor, PROCESS, number=_next_number(uow), unit_id=raising.unit_id, visibility=visibility
    )
    who = party(APPLICANT, opened.row.id) if actor.kind == "party" else actor
    _register(uow, who, opened, raising)
    attach(uow, who, opened.row, opened.key, raising.photos)
    begin(uow, who, opened, answers=raising.answers, variables={"channel": raising.channel})
    uow.audit(who, "matter-raised", opened.row, channel=raising.channel)
    return issue_receipt(
        uow, opened.row.id, opened.row.number, raising.request_key, party=APPLICANT, contact=[]
    )


def join_matter(
    uow: UnitOfWork, actor: Actor, instance_id: str, *, contact: Mapping[str, str], request_key: str
) -> Receipt:
    """Join a public matter as a supporter, with a name and a phone or without; gets a receipt to follow it.

    Refused where the matter is not public or has ended. A phone that stands in the case already is not counted twice.
    """
    check_request_key(request_key)
    if earlier := earlier_receipt(uow, request_key):
        return earlier
    case = uow.lock_instance(instance_id)
    if case is None or case.process_id != PROCESS or case.visibility != "public":
        raise NotFound("no-such-matter")
    if kept_of(uow, case.id).phase == UNSEEN:
        raise NotFound("no-such-matter")
    if case.status != "active":
        raise NotYet("matter-has-ended")
    given = _checked_contact(contact)
    if not _is_known(uow, case, given.get("phone")):
        count_one(uow, case, "supporters")
    key = personal.case_key(uow, case)
    references = [personal.store(uow, case.id, key, kind, value) for kind, value in sorted(given.items())]
    uow.audit(actor, "matter-joined", case)
    return issue_receipt(uow, case.id, case.number, request_key, party=SUPPORTER, contact=references)


def supplement(
    uow: UnitOfWork, actor: Actor, instance_id: str, *, text: str, uploads: Sequence[str] = ()
) -> None:
    """Add words and photos to a matter while it runs; its applicant may, and those who see the case, on their behalf."""
    case = _spoken_for(uow, actor, instance_id)
    said = text.strip()
    if not said and not uploads:
        raise Invalid({"text": [Problem("required")]})
    _send(uow, actor, case, SUPPLEMENT, {"text": _short_enough("text", said), "files": list(uploads)})


def withdraw(uow: UnitOfWork, actor: Actor, instance_id: str, *, reason: str = "") -> None:
    """Withdraw a matter while it runs; its applicant may, and those who see the case, on their behalf."""
    case = _spoken_for(uow, actor, instance_id)
    _send(uow, actor, case, WITHDRAW, {"reason": _short_enough("reason", reason.strip())})


def _register(uow: UnitOfWork, actor: Actor, opened: OpenedCase, raising: Raising) -> None:
    """Write the matter's row and its words, before the procedure begins: its first operations change the row."""
    told, case = told_of(raising), opened.row
    words = words_of(f"{told.title}\n{told.spot}", f"{told.text}\n{told.wish}")
    add_matter(uow, _row(case, opened.key, raising, told) | {"words": sum(pairs_of(words).values())})
    if case.visibility in SEARCHABLE:
        index_matter(uow, case.id, words)
    add_entry(uow, actor, case, "raised")


def _row(case: InstanceRow, key: CaseKey, raising: Raising, told: Told) -> dict[str, object]:
    source, origin_id = raising.origin or (None, None)
    return {
        "instance_id": case.id,
        "channel": raising.channel,
        "origin_source": source,
        "origin_id": origin_id,
        "phase": UNSEEN,
        "is_private": raising.is_private,
        "is_sensitive": False,
        "may_be_public": raising.may_be_public,
        "sealed": seal_told(key, told),
        "supporters": 0,
        "supplements": 0,
        "reopened": 0,
    }


def _next_number(uow: UnitOfWork) -> str:
    year = uow.now.astimezone(CHINA).year
    return f"{PREFIX}-{year}-{uow.next_number(f'{PREFIX}-{year}'):06}"


def _spoken_for(uow: UnitOfWork, actor: Actor, instance_id: str) -> InstanceRow:
    """Lock a matter for one who may speak for whom raised it."""
    case = uow.lock_instance(instance_id)
    if case is None or case.process_id != PROCESS:
        raise NotFound("no-such-matter")
    _check_speaks_for(uow, actor, instance_id)
    return case


def _send(
    uow: UnitOfWork, actor: Actor, case: InstanceRow, message: str, payload: Mapping[str, object]
) -> None:
    if not publish_message(uow, actor, message, case.number, payload=payload, instance_id=case.id).taken:
        raise NotYet("matter-has-ended")


def _check_speaks_for(uow: UnitOfWork, actor: Actor, instance_id: str) -> None:
    if actor.kind != "party":
        access.check_sees(uow, actor, instance_id)
    elif actor != party(APPLICANT, instance_id):
        raise NotAllowed("not-your-matter", by=actor, case=instance_id)


def _checked_contact(contact: Mapping[str, str]) -> dict[str, str]:
    given = {kind: contact.get(kind, "").strip() for kind in ("name", "phone")}
    problems: dict[str, list[Problem]] = {}
    if len(given["name"]) > _LONGEST_NAME:
        problems["name"] = [Problem("too-long", {"most": _LONGEST_NAME})]
    if given["phone"] and not _PHONE.fullmatch(given["phone"]):
        problems["phone"] = [Problem("not-a-phone")]
    if problems:
        raise Invalid(problems)
    return {kind: value for kind, value in given.items() if value}


def _is_known(uow: UnitOfWork, case: InstanceRow, phone: str | None) -> bool:
    return phone is not None and case.id in personal.find_cases(uow, "phone", phone)


def _short_enough(field: str, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Invalid({field: [Problem("too-long", {"most": LONGEST_TEXT})]})
    return text
