"""The pack of a case: the engine's files and its photos in one zip, with a list of their hashes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from engine.actor import Actor
from engine.case_pack import case_files
from engine.check_pack import MANIFEST, manifest_of
from engine.errors import NotFound
from engine.uow import UnitOfWork
from registers.attachments.queries import attachments, photo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files give the same bytes


@dataclass(frozen=True, slots=True)
class Pack:
    """A case's number and its zip."""

    number: str
    content: bytes


def pack_case(uow: UnitOfWork, actor: Actor, instance_id: str) -> Pack:
    """Return all of a case in one zip; refused to those who do not see it, and audited as exported."""
    case = uow.lock_instance(instance_id)
    if case is None:
        raise NotFound("no-such-case")
    files = case_files(uow, actor, instance_id)
    files |= _photos(uow, actor, instance_id) if case.wrapped_key else {}
    uow.audit(actor, "case-exported", case, files=len(files))
    return Pack(case.number, _zipped({**files, MANIFEST: manifest_of(files)}))


def _photos(uow: UnitOfWork, actor: Actor, instance_id: str) -> Mapping[str, bytes]:
    found = attachments(uow, actor, instance_id)
    return {
        f"documents/{each.id}.{each.media_type.partition('/')[2]}": photo(uow, actor, each.id).content
        for each in found
    }


def _zipped(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), each, zipfile.ZIP_DEFLATED)
    return content.getvalue()
