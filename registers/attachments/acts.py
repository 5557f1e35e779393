"""What happens to photos: kept while a form is filled in, then made part of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select

from engine.actor import Actor
from engine.errors import Invalid, Problem, TooMany
from engine.ids import new_id
from engine.keys import CaseKey
from engine.uow import InstanceRow, UnitOfWork
from registers.attachments import tables
from registers.attachments.folder import attachments_folder, uploads_folder
from registers.attachments.photos import read_photo
from registers.attachments.tokens import new_token, token_hash, token_key

MOST_OF_ONE_FORM = 6
MOST_WAITING_BYTES = 2 * 1024**3  # of all that wait: who fills the folder on purpose stops there
WAITS_FOR = timedelta(days=1)
_upload, _attachment = tables.upload.c, tables.attachment.c


@dataclass(frozen=True, slots=True)
class Upload:
    """A photo that waits to be handed in; whoever holds the token may."""

    token: str
    media_type: str
    width: int
    height: int
    size: int


def keep_upload(
    uow: UnitOfWork, actor: Actor, content: bytes, *, claimed: str, field: str = "photos"
) -> Upload:
    """Keep a photo for a day; refused at the field when it is none, and when too much waits already.

    Anyone may: nothing of it is seen before it belongs to a case.
    """
    del actor  # nobody is known yet, and nothing that could be audited happens to a case
    photo = read_photo(content, claimed, field=field)
    waiting = uow.first(select(func.coalesce(func.sum(_upload.size), 0)))
    if waiting and waiting[0] + len(photo.content) > MOST_WAITING_BYTES:
        raise TooMany("too-many-uploads")
    token = new_token()
    sealed = token_key(token).seal(photo.content)
    row = {
        "token_hash": token_hash(token),
        "file_hash": uploads_folder(uow.runtime.settings.data_folder).keep(sealed),
        "media_type": photo.media_type,
        "width": photo.width,
        "height": photo.height,
        "size": len(photo.content),
        "at": uow.now,
    }
    uow.insert(tables.upload, row)
    return Upload(token, photo.media_type, photo.width, photo.height, len(photo.content))


def attach(
    uow: UnitOfWork,
    actor: Actor,
    case: InstanceRow,
    key: CaseKey,
    tokens: Sequence[str],
    *,
    field: str = "photos",
) -> tuple[str, ...]:
    """Make uploads part of a case that this act holds, sealed with its key; returns their ids.

    A token handed in before for the same case gives the same photo. Refused at the field: more than six, one that
    nobody uploaded or that was swept away, one of another case.
    """
    wanted = list(dict.fromkeys(tokens))
    if len(wanted) > MOST_OF_ONE_FORM:
        raise Invalid({field: [Problem("too-many-photos", {"most": MOST_OF_ONE_FORM})]})
    hashes = [token_hash(token) for token in wanted]
    if not hashes:
        return ()
    kept = {row.token_hash: row.id for row in _kept(uow, case, hashes)}
    waiting = {
        row.token_hash: row for row in uow.rows(select(tables.upload).where(_upload.token_hash.in_(hashes)))
    }
    for token, hashed in zip(wanted, hashes, strict=True):
        if hashed not in kept:
            if hashed not in waiting or waiting[hashed].at + WAITS_FOR < uow.now:
                raise Invalid({field: [Problem("upload-gone")]})
            kept[hashed] = _seal_into(uow, actor, case, key, token, waiting[hashed])
    return tuple(kept[hashed] for hashed in hashes)


def _kept(uow: UnitOfWork, case: InstanceRow, hashes: list[str]) -> Sequence[Row[Any]]:
    of_case = _attachment.instance_id == case.id
    return uow.rows(
        select(_attachment.id, _attachment.token_hash).where(of_case, _attachment.token_hash.in_(hashes))
    )


def _seal_into(
    uow: UnitOfWork, actor: Actor, case: InstanceRow, key: CaseKey, token: str, waiting: Row[Any]
) -> str:
    data = uow.runtime.settings.data_folder
    content = token_key(token).open(uploads_folder(data).read(waiting.file_hash))
    row_id = new_id()
    row = {
        "id": row_id,
        "instance_id": case.id,
        "token_hash": waiting.token_hash,
        "file_hash": attachments_folder(data).keep(key.seal(content)),
        "media_type": waiting.media_type,
        "width": waiting.width,
        "height": waiting.height,
        "size": waiting.size,
        "added_by": actor.label,
        "at": uow.now,
    }
    uow.insert(tables.attachment, row)
    uow.write(delete(tables.upload).where(_upload.token_hash == waiting.token_hash), expect=1)
    return row_id
