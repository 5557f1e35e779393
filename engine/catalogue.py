"""What was published: the newest version of each process, any version by itself, and the files of its deployment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.errors import NotFound
from engine.store import tables
from engine.uow import UnitOfWork

_definition, _deployment, _resource = tables.definition.c, tables.deployment.c, tables.resource.c


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of a process that new cases follow."""

    definition_id: str
    process_id: str
    version: int
    name: str
    folder: str
    published_at: datetime


def definitions_in_force(uow: UnitOfWork) -> tuple[InForce, ...]:
    """Return the newest version of each process, by name; there are as many rows as a county has procedures."""
    newest = select(_definition.process_id, func.max(_definition.version).label("version"))
    newest_of = newest.group_by(_definition.process_id).subquery()
    found = uow.rows(
        select(_definition.id, _definition.process_id, _definition.version, _definition.name)
        .add_columns(_deployment.name.label("folder"), _deployment.deployed_at)
        .join_from(tables.definition, tables.deployment)
        .join(
            newest_of,
            (newest_of.c.process_id == _definition.process_id) & (newest_of.c.version == _definition.version),
        )
        .order_by(_definition.process_id)
    )
    return tuple(InForce(*row) for row in found)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a process: what it is, how a case begins, and what its deployment binds it to."""

    definition_id: str
    process_id: str
    version: int
    name: str
    name_en: str
    folder: str
    deployment_id: str
    published_at: datetime
    start_form: str | None
    forms: tuple[str, ...]
    decisions: tuple[str, ...]


def version(uow: UnitOfWork, definition_id: str) -> Version:
    """Return one version of a process, in force or not; refused where there is none."""
    definition = uow.runtime.definitions.get(uow, definition_id)
    deployed = uow.first(
        select(_deployment.name, _deployment.deployed_at).where(_deployment.id == definition.deployment_id)
    )
    assert deployed is not None  # noqa: S101  # narrows: a foreign key holds it
    form = definition.start_form
    return Version(
        definition.id,
        definition.process_id,
        definition.version,
        definition.name,
        definition.name_en,
        deployed.name,
        definition.deployment_id,
        deployed.deployed_at,
        form.id if form else None,
        tuple(sorted(definition.forms)),
        tuple(sorted(definition.decisions)),
    )


def diagram_source(uow: UnitOfWork, definition_id: str) -> bytes:
    """Return the file in which a version of a process is drawn."""
    definition = uow.runtime.definitions.get(uow, definition_id)
    drawn = _definition.id == definition_id, _resource.file_name == _definition.file_name
    found = uow.first(
        select(_resource.source).where(*drawn, _resource.deployment_id == definition.deployment_id)
    )
    assert found is not None  # noqa: S101  # narrows: each definition was read from a file of its deployment
    return bytes(found.source)


def form_source(uow: UnitOfWork, definition_id: str, form_id: str) -> bytes:
    """Return the file of a form to which a version is bound; refused where its deployment has none of that id."""
    definition = uow.runtime.definitions.get(uow, definition_id)
    of_form = _resource.deployment_id == definition.deployment_id, _resource.kind == "form"
    found = uow.first(select(_resource.source).where(*of_form, _resource.key == form_id))
    if found is None:
        raise NotFound("no-such-form", form=form_id)
    return bytes(found.source)
