"""Reading photos back: for those who see the case, and for the citizen who raised it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from engine import access
from engine.actor import Actor
from engine.errors import NotAllowed, NotFound
from engine.store import tables as engine_tables
from engine.uow import UnitOfWork
from registers.attachments import tables
from registers.attachments.folder import attachments_folder
from registers.attachments.photos import Photo

_attachment = tables.attachment.c
MOST = 200


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is shown of a photo in a list."""

    id: str
    media_type: str
    width: int
    height: int
    size: int
    at: datetime


def attachments(uow: UnitOfWork, actor: Actor, instance_id: str) -> tuple[Attachment, ...]:
    """Return the photos of a case, the oldest first; refused to those who do not see it."""
    _check_may_look(uow, actor, instance_id)
    return _found(uow, _SHOWN.where(_attachment.instance_id == instance_id))


def photo(uow: UnitOfWork, actor: Actor, attachment_id: str) -> Photo:
    """Return a photo with its bytes; refused to those who do not see its case."""
    case = engine_tables.instance
    with_key = select(tables.attachment, case.c.wrapped_key).join(case).where(_attachment.id == attachment_id)
    found = uow.first(with_key)
    if found is None or found.wrapped_key is None:
        raise NotFound("no-such-photo")
    _check_may_look(uow, actor, found.instance_id)
    sealed = attachments_folder(uow.runtime.settings.data_folder).read(found.file_hash)
    content = uow.runtime.keyring.unwrap(found.wrapped_key).open(sealed)
    return Photo(content, found.media_type, found.width, found.height)


_SHOWN = select(*(_attachment[name] for name in Attachment.__dataclass_fields__)).order_by(
    _attachment.at, _attachment.id
)


def _check_may_look(uow: UnitOfWork, actor: Actor, instance_id: str) -> None:
    """Supporters follow a matter, but the photos belong to whom raised it and to its handlers."""
    if actor.kind != "party":
        access.check_sees(uow, actor, instance_id)
    elif actor.subjects != {f"party:applicant@{instance_id}"}:
        raise NotAllowed("not-your-case", by=actor, case=instance_id)


def _found(uow: UnitOfWork, statement: Select[tuple[object, ...]]) -> tuple[Attachment, ...]:
    return tuple(Attachment(*row) for row in uow.rows(statement.limit(MOST)))
