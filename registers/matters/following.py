"""How one who has no account finds a matter again: by the receipt's code, or by number and the end of the phone."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

import orjson
from sqlalchemy import select

from engine import personal
from engine.actor import Actor, party
from engine.errors import NotFound
from engine.keys import CaseKey
from engine.store import tables as engine_tables
from engine.submissions import unseal
from engine.uow import UnitOfWork
from registers.matters import tables
from registers.matters.receipts import APPLICANT, SUPPORTER, code_hash
from registers.matters.search import number_of
from registers.matters.tries import note_wrong, wrong_tries

TAIL = 4
_receipt = tables.matter_receipt.c


@dataclass(frozen=True, slots=True)
class Following:
    """A matter found, and the party as whom one may now read and act."""

    instance_id: str
    party: Actor


def follow_by_code(uow: UnitOfWork, code: str) -> Following:
    """Return the matter of a receipt's code, however it is typed; refused for an unknown one."""
    hashed = code_hash(uow.runtime.keyring, code)
    found = uow.first(select(_receipt.instance_id, _receipt.party).where(_receipt.code_hash == hashed))
    if found is None:
        raise NotFound("no-such-matter")
    return Following(found.instance_id, party(found.party, found.instance_id))


def follow_by_number(uow: UnitOfWork, actor: Actor, number: str, tail: str) -> Following | None:
    """Return the matter of that number if the tail ends a phone left with it, else None: wrong and unknown alike.

    None is an answer and no refusal, because the wrong try must be counted: run it as an act that commits. Refused
    after ten wrong tries, for a quarter of an hour.
    """
    del actor  # nobody is known yet
    full = number_of(number)
    if full is None:
        return None
    wrong = wrong_tries(uow, full)
    found = _phones_of(uow, full)
    digits = "".join(letter for letter in tail if letter.isascii() and letter.isdigit())
    for following, phone in found:
        if len(digits) == TAIL and hmac.compare_digest(_tail_of(phone), digits):
            return following
    note_wrong(uow, full, wrong)
    return None


def _phones_of(uow: UnitOfWork, number: str) -> list[tuple[Following, str]]:
    """The phones that the applicant and the supporters of a matter left, each with the party that it opens."""
    case = engine_tables.instance.c
    found = uow.first(
        select(case.id, case.wrapped_key)
        .join_from(engine_tables.instance, tables.matter)
        .where(case.number == number)
    )
    if found is None or found.wrapped_key is None:
        return []
    key = uow.runtime.keyring.unwrap(found.wrapped_key)
    parties = dict.fromkeys(_left_by_supporters(uow, found.id), SUPPORTER)
    parties |= dict.fromkeys(_left_at_the_start(uow, found.id, key), APPLICANT)
    phones = personal.reveal(uow, key, parties.keys() & _phone_references(uow, found.id))
    return [(Following(found.id, party(parties[ref], found.id)), phone) for ref, phone in phones.items()]


def _left_at_the_start(uow: UnitOfWork, instance_id: str, key: CaseKey) -> set[str]:
    column = engine_tables.submission.c
    start = select(column.sealed).where(column.instance_id == instance_id, column.task_id.is_(None))
    return set().union(*(personal.references_in(unseal(key, row.sealed)) for row in uow.rows(start)))


def _left_by_supporters(uow: UnitOfWork, instance_id: str) -> list[str]:
    rows = uow.rows(
        select(_receipt.contact).where(_receipt.instance_id == instance_id, _receipt.party == SUPPORTER)
    )
    return [reference for row in rows for reference in orjson.loads(row.contact)]


def _phone_references(uow: UnitOfWork, instance_id: str) -> set[str]:
    column = engine_tables.personal.c
    rows = uow.rows(select(column.id).where(column.instance_id == instance_id, column.kind == "phone"))
    return {personal.PREFIX + row.id for row in rows}


def _tail_of(phone: str) -> str:
    return "".join(letter for letter in phone if letter.isascii() and letter.isdigit())[-TAIL:]
