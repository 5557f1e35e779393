"""Publishing a folder of diagrams, decision tables and forms: checked whole, kept as one version, bound together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sqlalchemy import func, select

from engine.actor import Actor
from engine.bindings import names_of
from engine.bpmn.parsed import Parsed
from engine.bpmn.parser import parse
from engine.bpmn.spec_store import dump_specs
from engine.check_warnings import warn_of_files
from engine.checks import KINDS, check_files, of_kind
from engine.definition_cache import Definition, Definitions
from engine.errors import Finding, Unpublishable
from engine.forms import load_form
from engine.ids import new_id
from engine.runtime import Runtime
from engine.start_triggers import replace_starts
from engine.store import tables
from engine.uow import UnitOfWork

__all__ = ["Definition", "Definitions", "Published", "check_folder", "publish", "read_folder"]

_deployment, _definition = tables.deployment.c, tables.definition.c


@dataclass(frozen=True, slots=True)
class Published:
    """What is in force after publishing; `is_new` is false where the folder was in force already.

    `warnings` are what the checks found and did not refuse; what was in force already is not checked again.
    """

    deployment_id: str
    version: int
    processes: tuple[str, ...]
    is_new: bool
    warnings: tuple[Finding, ...] = ()


def read_folder(path: Path) -> dict[str, bytes]:
    """Return the files of a procedure by name: of the folder, and for `workflows/x` those of `forms/x` beside it."""
    folders = [path]
    if path.resolve().parent.name == "workflows":
        folders.append(path.resolve().parent.parent / "forms" / path.resolve().name)
    files = [file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir())]
    return {file.name: file.read_bytes() for file in files if file.suffix in KINDS and file.is_file()}


def check_folder(files: Mapping[str, bytes], runtime: Runtime) -> tuple[Finding, ...]:
    """Return all findings of a folder (decision 13): errors keep it from being published, warnings do not."""
    return _findings(files, parse(of_kind(files, "bpmn")), runtime)


def _findings(
    files: Mapping[str, bytes], parsed: Parsed, runtime: Runtime, uow: UnitOfWork | None = None
) -> tuple[Finding, ...]:
    return (*check_files(files, parsed, runtime, uow), *warn_of_files(files, parsed))


def publish(uow: UnitOfWork, actor: Actor, name: str, files: Mapping[str, bytes]) -> Published:
    """Publish a folder as the next version of its name; refused whole, with findings, where an error is among them.

    Publishing what is in force already changes nothing. Who may publish is for the caller to see to.
    """
    digest = _digest(files)
    newest = uow.first(
        select(_deployment.id, _deployment.version, _deployment.digest)
        .where(_deployment.name == name)
        .order_by(_deployment.version.desc())
        .limit(1)
    )
    parsed = parse(of_kind(files, "bpmn"))
    if newest and newest.digest == digest:
        return Published(newest.id, newest.version, parsed.begun, is_new=False)
    findings = (*_findings(files, parsed, uow.runtime, uow), *_taken(uow, name, parsed))
    if any(finding.severity == "error" for finding in findings):
        raise Unpublishable(findings)
    published = Published(
        new_id(),
        newest.version + 1 if newest else 1,
        parsed.begun,
        is_new=True,
        warnings=findings,
    )
    row = {"id": published.deployment_id, "name": name, "version": published.version, "digest": digest}
    uow.insert(tables.deployment, {**row, "deployed_at": uow.now, "deployed_by": actor.name})
    for resource in _resources(published.deployment_id, files):
        uow.insert(tables.resource, resource)
    for kind, item, tag in names_of(files, parsed):
        named = {"kind": kind, "name": item, "version_tag": tag, "published_at": uow.now}
        uow.insert(tables.published_name, {**named, "deployment_id": published.deployment_id})
    definitions = list(_definitions(uow, published, parsed))
    for definition in definitions:
        uow.insert(tables.definition, definition)
    replace_starts(uow, {str(each["process_id"]): str(each["id"]) for each in definitions}, parsed)
    uow.step("published")
    uow.audit(actor, "published", chain=f"definition:{name}", version=published.version, digest=digest)
    return published


def _digest(files: Mapping[str, bytes]) -> str:
    """One hash over names and contents, whatever the order in which they were read."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return whole.hexdigest()


def _resources(deployment_id: str, files: Mapping[str, bytes]) -> Iterator[dict[str, object]]:
    for name, source in files.items():
        kind = KINDS[PurePosixPath(name).suffix]
        key = load_form(source).id if kind == "form" else PurePosixPath(name).stem
        row: dict[str, object] = {"deployment_id": deployment_id, "kind": kind, "key": key, "file_name": name}
        yield {**row, "source": source}


def _definitions(uow: UnitOfWork, published: Published, parsed: Parsed) -> Iterator[dict[str, object]]:
    newest = select(_definition.process_id, func.max(_definition.version).label("version"))
    of_ours = newest.where(_definition.process_id.in_(published.processes)).group_by(_definition.process_id)
    versions = {row.process_id: row.version for row in uow.rows(of_ours)}
    for process_id in published.processes:
        yield {
            "id": new_id(),
            "deployment_id": published.deployment_id,
            "process_id": process_id,
            "version": versions.get(process_id, 0) + 1,
            "name": parsed.processes[process_id].name or process_id,
            "file_name": parsed.processes[process_id].file,
            "spec": dump_specs(parsed, process_id),
        }


def _taken(uow: UnitOfWork, name: str, parsed: Parsed) -> list[Finding]:
    """A process belongs to one folder: another folder that publishes its id would take over its cases' newest version."""
    owners = (
        select(_definition.process_id, _deployment.name)
        .join_from(tables.definition, tables.deployment, _deployment.id == _definition.deployment_id)
        .where(_definition.process_id.in_(parsed.begun), _deployment.name != name)
        .distinct()
        .order_by(_definition.process_id)
    )
    return [
        Finding("", row.process_id, "process-of-another-folder", {"folder": row.name})
        for row in uow.rows(owners)
    ]
