"""Cases begun by those who supervise an area: by hand or by a program, of any process that no register begins itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engine import access
from engine.actor import Actor
from engine.errors import Unsupported
from engine.instances import begin, open_case
from engine.numbers import next_case_number
from engine.store import tables
from engine.uow import UnitOfWork

NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Begun:
    """A case that was begun; `is_new` is false where an earlier request with the same key had begun it."""

    instance_id: str
    number: str
    status: str
    is_new: bool


def start_instance(  # noqa: PLR0913  a case has that many parts, and most may be left out
    uow: UnitOfWork,
    actor: Actor,
    process_id: str,
    *,
    unit_id: str,
    answers: Mapping[str, object] = NOTHING,
    variables: Mapping[str, object] = NOTHING,
    request_key: str = "",
) -> Begun:
    """Begin a case of a process at a unit of the actor's area, with its start form's answers and variables.

    The same request key from the same actor finds the case that was begun. Refused where a register begins the
    process's cases, outside the area, and where the form does not accept the answers.
    """
    if process_id in uow.runtime.begun_by_registers:
        raise Unsupported("begun-by-register", process=process_id)
    hashed = uow.runtime.keyring.lookup_hash("start", f"{actor.name}\0{request_key}") if request_key else ""
    if request_key and (found := _begun_before(uow, hashed)):
        return found
    opened = open_case(uow, actor, process_id, number=next_case_number(uow, process_id), unit_id=unit_id)
    access.check_supervises(actor, opened.row.unit_path, opened.row.id)
    started = begin(uow, actor, opened, answers=answers, variables=variables)
    if request_key:
        row = {"key_hash": hashed, "instance_id": started.instance_id, "at": uow.now}
        uow.insert(tables.start_request, row)  # of two at once the key lets one through; the other finds it
    return Begun(started.instance_id, started.number, started.status, is_new=True)


def _begun_before(uow: UnitOfWork, hashed: str) -> Begun | None:
    request, case = tables.start_request.c, tables.instance.c
    found = uow.first(
        select(case.id, case.number, case.status)
        .join_from(tables.start_request, tables.instance, case.id == request.instance_id)
        .where(request.key_hash == hashed)
    )
    return Begun(found.id, found.number, found.status, is_new=False) if found else None
