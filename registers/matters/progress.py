"""The progress of a matter, for one who holds its receipt: where it is, who answers now, and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select

from engine.actor import Actor, party
from engine.definition_cache import Definition
from engine.errors import NotAllowed, NotFound
from engine.keys import CaseKey
from engine.naming import is_beside, progress_names
from engine.store import tables as engine_tables
from engine.uow import AnyRow, UnitOfWork
from registers.directory.queries import subject_titles, units_by_id
from registers.directory.values import Name, Unit
from registers.matters import tables
from registers.matters.acts import SUPPLEMENT, WITHDRAW
from registers.matters.queries import entries_of
from registers.matters.raising import unseal_told
from registers.matters.receipts import APPLICANT, SUPPORTER
from registers.matters.values import Answering, Entry, Happened, PartyTask, Progress, Reply

_case, _matter, _task = engine_tables.instance.c, tables.matter.c, engine_tables.task.c
_KEPT_FROM_PUBLIC = frozenset({"rated", "supplemented"})  # what the applicant said; not for supporters


def progress(uow: UnitOfWork, actor: Actor, instance_id: str) -> Progress:
    """Return what the holder of a receipt may know; refused to all others, and when the case is erased."""
    role = _role(actor, instance_id)
    row = _row(uow, instance_id)
    key = uow.runtime.keyring.unwrap(row.wrapped_key)
    entries = [
        each
        for each in entries_of(uow, instance_id, key)
        if role == APPLICANT or each.kind not in _KEPT_FROM_PUBLIC
    ]
    open_tasks = _open_tasks(uow, instance_id)
    titles = subject_titles(uow, {*(each.post for each in entries), *(_first(task) for task in open_tasks)})
    units = units_by_id(uow, {row.unit_id, *(each.unit_id for each in entries)})
    yours = f"party:{role}@{instance_id}"
    definition = uow.runtime.definitions.get(uow, row.definition_id)
    answering = [_answering(definition, task, titles, yours) for task in open_tasks]
    waiting_for = _messages(uow, instance_id) if role == APPLICANT else frozenset()
    return Progress(
        instance_id=instance_id,
        number=row.number,
        party=role,
        phase=row.phase,
        outcome=row.outcome,
        matter_class=row.matter_class,
        place=units.get(row.unit_id),
        raised_at=row.started_at,
        due_at=row.due_at if row.status == "active" else None,
        answering=tuple(sorted(answering, key=lambda each: each.is_beside)),
        history=tuple(
            Happened(each.kind, each.at, titles.get(each.post), _name(units, each.unit_id))
            for each in entries
        ),
        tasks=tuple(_party_task(definition, task) for task in open_tasks if yours in _subjects(task)),
        supporters=row.supporters,
        was_done=row.was_done,
        rating=row.rating if role == APPLICANT else None,
        may_supplement=SUPPLEMENT in waiting_for,
        may_withdraw=WITHDRAW in waiting_for,
        **_words(row, key, role, entries, titles),
    )


def _role(actor: Actor, instance_id: str) -> str:
    for role in (APPLICANT, SUPPORTER):
        if actor == party(role, instance_id):
            return role
    raise NotAllowed("not-your-matter", by=actor, case=instance_id)


def _row(uow: UnitOfWork, instance_id: str) -> AnyRow:
    columns = (
        _case.number,
        _case.definition_id,
        _case.status,
        _case.visibility,
        _case.unit_id,
        _case.started_at,
        _case.due_at,
        _case.wrapped_key,
    )
    joined = select(tables.matter, *columns).join(engine_tables.instance)
    found = uow.first(joined.where(_matter.instance_id == instance_id))
    if found is None:
        raise NotFound("no-such-matter")
    if found.wrapped_key is None:
        raise NotFound("erased")
    return found


def _words(
    row: AnyRow, key: CaseKey, role: str, entries: Sequence[Entry], titles: Mapping[str, Name]
) -> dict[str, Any]:
    """What was told and answered: all of it to the applicant, title and replies to supporters while it is public."""
    if role == SUPPORTER and row.visibility != "public":
        return {"title": "", "text": "", "wish": "", "replies": ()}
    told = unseal_told(key, row.sealed)
    replies = tuple(_reply(each, titles.get(each.post)) for each in entries if each.kind == "replied")
    mine = role == APPLICANT
    return {
        "title": told.title,
        "text": told.text if mine else "",
        "wish": told.wish if mine else "",
        "replies": replies,
    }


def _reply(entry: Entry, by: Name | None) -> Reply:
    said = {name: str(entry.said.get(name, "")) for name in ("text", "basis", "remedies")}
    return Reply(entry.at, by, **said)


def _open_tasks(uow: UnitOfWork, instance_id: str) -> Sequence[AnyRow]:
    columns = (
        _task.id,
        _task.element_id,
        _task.name,
        _task.name_en,
        _task.subjects,
        _task.form_id,
        _task.created_at,
        _task.due_at,
    )
    of_case = select(*columns).where(_task.instance_id == instance_id, _task.status == "open")
    return uow.rows(of_case.order_by(_task.created_at, _task.id))


def _messages(uow: UnitOfWork, instance_id: str) -> frozenset[str]:
    column = engine_tables.subscription.c
    return frozenset(
        row.message for row in uow.rows(select(column.message).where(column.instance_id == instance_id))
    )


def _answering(definition: Definition, task: AnyRow, titles: Mapping[str, Name], yours: str) -> Answering:
    """A task of a named person shows no name: staff persons and resolvers stay unnamed here."""
    first = _first(task)
    element = definition.element(task.element_id)
    return Answering(
        element_id=task.element_id,
        step=_step(definition, task),
        post=None if first.startswith("user:") else titles.get(first),
        is_yours=yours in _subjects(task),
        is_beside=element is not None and is_beside(element),
        since=task.created_at,
        due_at=task.due_at,
    )


def _party_task(definition: Definition, task: AnyRow) -> PartyTask:
    return PartyTask(task.id, task.element_id, _step(definition, task), task.form_id, task.due_at)


def _step(definition: Definition, task: AnyRow) -> Name:
    """What the citizen is told of a step: internal names of the diagram are for those who work by it."""
    element = definition.element(task.element_id)
    return Name(*progress_names(element)) if element else Name(task.name, task.name_en)


def _subjects(task: AnyRow) -> list[str]:
    found: list[str] = orjson.loads(task.subjects)
    return found


def _first(task: AnyRow) -> str:
    return next(iter(_subjects(task)), "")


def _name(units: Mapping[str, Unit], unit_id: str) -> Name | None:
    found = units.get(unit_id)
    return Name(found.name, found.name_en) if found else None
