"""Who waits for which message or signal, and which messages are kept, as lists for those who look why nothing goes on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_

from engine import access
from engine.actor import Actor
from engine.paging import MOST, Page, page_of, read_cursor
from engine.store import tables
from engine.uow import AnyRow, UnitOfWork

_wait, _message, _taken = tables.subscription.c, tables.message.c, tables.message_taken.c
_case = tables.instance.c


@dataclass(frozen=True, slots=True)
class Wait:
    """A token that waits for a message, by name and key, or for a signal, whose key is empty."""

    token_id: str
    instance_id: str
    number: str
    kind: str
    name: str
    correlation_key: str
    since: datetime


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message that is kept for those who come to wait, without what it says; `taken_by` are processes that have had it."""

    id: str
    name: str
    correlation_key: str
    message_id: str | None
    at: datetime
    expires_at: datetime
    taken_by: tuple[str, ...]


def waiting_messages(
    uow: UnitOfWork, actor: Actor, *, name: str | None = None, after: str | None = None, limit: int = 20
) -> Page[Wait]:
    """Return a page of what cases wait for that the actor may see, the first to wait first; `name` for one message or signal.

    By primary key, since tokens are named in the order in which they come; for one name by the index on message.
    """
    limit = min(limit, MOST)
    columns = (_wait.task_id, _wait.instance_id, _case.number, _wait.kind, _wait.message)
    page = (
        select(*columns, _wait.correlation_key, _wait.since)
        .join_from(tables.subscription, tables.instance, _case.id == _wait.instance_id)
        .where(access.sees(actor))
    )
    if name is not None:
        page = page.where(_wait.message == name)
    if cursor := read_cursor(after):
        page = page.where(_wait.task_id > cursor[1])
    found = uow.rows(page.order_by(_wait.task_id).limit(limit + 1))
    return page_of([Wait(*row) for row in found], [(row.since, row.task_id) for row in found], limit)


def kept_messages(
    uow: UnitOfWork, actor: Actor, *, after: str | None = None, limit: int = 20
) -> Page[KeptMessage]:
    """Return a page of the messages that are kept, the oldest first (index on at); who supervises the whole county may."""
    access.check_supervises_all(actor)
    limit = min(limit, MOST)
    columns = (_message.id, _message.name, _message.correlation_key, _message.message_id, _message.at)
    page = select(*columns, _message.expires_at).where(_message.expires_at > uow.now)
    if cursor := read_cursor(after):
        page = page.where(tuple_(_message.at, _message.id) > tuple_(*cursor))
    found = uow.rows(page.order_by(_message.at, _message.id).limit(limit + 1))
    taken: defaultdict[str, list[str]] = defaultdict(list)
    of_page = select(_taken.message_id, _taken.process_id).where(
        _taken.message_id.in_([row.id for row in found])
    )
    for message_id, process_id in uow.rows(of_page.order_by(_taken.process_id)):
        taken[message_id].append(process_id)
    kept = [_kept(row, tuple(taken[row.id])) for row in found]
    return page_of(kept, [(row.at, row.id) for row in found], limit)


def _kept(row: AnyRow, taken_by: tuple[str, ...]) -> KeptMessage:
    message_id, name, key, own_id, at, expires_at = row
    return KeptMessage(message_id, name, key, own_id, at, expires_at, taken_by)
