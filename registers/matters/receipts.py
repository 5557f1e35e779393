"""Receipts: the code by which one follows a matter without an account.

The code is drawn from the request's key by the master key, so that the same request gets the same receipt again;
the database keeps a keyed hash of each and neither itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from sqlalchemy import select

from engine.errors import Invalid, Problem
from engine.keys import Keyring
from engine.store import tables as engine_tables
from engine.uow import UnitOfWork
from registers.matters import tables

APPLICANT = "applicant"
SUPPORTER = "supporter"
LETTERS = 16  # of five bits each: 80 bits
SHORTEST_REQUEST_KEY = 22  # 128 bits in base64: who could guess the key would be shown the receipt
LONGEST_REQUEST_KEY = 200
_MISREAD = str.maketrans("0189", "OIBG")  # base32 has none of these


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one is given who raised or joined a matter; `is_new` is false when the same request came before.

    `party` is what the code makes of its holder: a request that has joined a matter never becomes its applicant.
    """

    instance_id: str
    number: str
    code: str
    party: str
    is_new: bool


def check_request_key(request_key: str) -> None:
    """Refuse a key that could be guessed."""
    if not SHORTEST_REQUEST_KEY <= len(request_key) <= LONGEST_REQUEST_KEY:
        raise Invalid({"request_key": [Problem("not-a-request-key")]})


def code_of(keyring: Keyring, request_key: str) -> str:
    """Return the code of a request, in groups of four: `K3QF-7WZA-…`."""
    letters = keyring.lookup_hash("receipt", request_key)[:LETTERS]
    return "-".join(letters[start : start + 4] for start in range(0, LETTERS, 4))


def code_hash(keyring: Keyring, code: str) -> str:
    """Return the hash by which a code is found, however it was typed: small letters, spaces, 0 for O, 1 for I."""
    letters = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
    return keyring.lookup_hash("receipt-code", letters.translate(_MISREAD))


def request_hash(keyring: Keyring, request_key: str) -> str:
    """Return the hash by which a request that comes again is known."""
    return keyring.lookup_hash("request", request_key)


def earlier_receipt(uow: UnitOfWork, request_key: str) -> Receipt | None:
    """Return the receipt of a request that came before, or None."""
    receipt, case = tables.matter_receipt.c, engine_tables.instance.c
    found = uow.first(
        select(receipt.instance_id, receipt.party, case.number)
        .join_from(tables.matter_receipt, engine_tables.instance)
        .where(receipt.request_hash == request_hash(uow.runtime.keyring, request_key))
    )
    if found is None:
        return None
    code = code_of(uow.runtime.keyring, request_key)
    return Receipt(found.instance_id, found.number, code, found.party, is_new=False)


def issue_receipt(
    uow: UnitOfWork, instance_id: str, number: str, request_key: str, *, party: str, contact: list[str]
) -> Receipt:
    """Keep the hashes of a new receipt and return it; one request twice at once meets the unique key and is repeated."""
    keyring = uow.runtime.keyring
    code = code_of(keyring, request_key)
    row = {
        "code_hash": code_hash(keyring, code),
        "request_hash": request_hash(keyring, request_key),
        "instance_id": instance_id,
        "party": party,
        "contact": orjson.dumps(contact).decode(),
        "at": uow.now,
    }
    uow.insert(tables.matter_receipt, row)
    return Receipt(instance_id, number, code, party, is_new=True)
