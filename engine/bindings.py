"""What a diagram names besides its own folder: the newest published form, decision or process of a name, or of a version tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import bindparam, select

from engine.bpmn.elements import Binding
from engine.bpmn.parsed import Parsed
from engine.dmn.version_tags import version_tags
from engine.forms import load_form
from engine.store import tables
from engine.store.prepared import Hot
from engine.uow import UnitOfWork

_name = tables.published_name.c
_of_name = _name.kind == bindparam("of_kind"), _name.name == bindparam("of_name")
_newest_first = (_name.published_at.desc(), _name.deployment_id.desc())
# By the index on kind, name and published_at.
NEWEST = Hot(select(_name.deployment_id).where(*_of_name).order_by(*_newest_first).limit(1))
NEWEST_OF_TAG = Hot(
    select(_name.deployment_id)
    .where(*_of_name, _name.version_tag == bindparam("of_tag"))
    .order_by(*_newest_first)
    .limit(1)
)


def bound_deployment(uow: UnitOfWork, kind: str, name: str, binding: Binding) -> str | None:
    """Return the deployment that a binding means now, or None where nothing of that name was ever published."""
    asked = {"of_kind": kind, "of_name": name}
    found = (
        uow.fetch(NEWEST, **asked)
        if binding.tag is None
        else uow.fetch(NEWEST_OF_TAG, **asked, of_tag=binding.tag)
    )
    return str(found[0][0]) if found else None


def names_of(files: Mapping[str, bytes], parsed: Parsed) -> Iterator[tuple[str, str, str | None]]:
    """Give what a folder publishes: kind, name and version tag of each form, decision and process."""
    for process in parsed.processes.values():
        yield "process", process.id, process.version_tag
    for name, source in sorted(files.items()):
        if name.endswith(".form"):
            form = load_form(source)
            yield "form", form.id, form.version_tag
        elif name.endswith(".dmn"):
            for decision, tag in version_tags(source).items():
                yield "decision", decision, tag
