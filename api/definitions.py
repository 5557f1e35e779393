"""Definitions: procedures in force, their files, publishing the next version; and their decisions, asked by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response

from api.acting import act, read, rule, runtime
from api.definition_schemas import (
    CheckedSchema,
    DefinitionSchema,
    EvaluatedSchema,
    FolderSchema,
    InputsSchema,
    NewVersionSchema,
    PublishedSchema,
    VersionSchema,
)
from api.folders import files_of
from api.parsing import Routes
from api.versions import tagged
from engine.catalogue import InForce, Version, definitions_in_force, diagram_source, form_source, version
from engine.definitions import Published, check_folder, publish
from engine.errors import Finding
from engine.evaluating import Evaluated, evaluate_decision

routes = Routes("definitions", __name__, url_prefix="/api/v1/definitions", description="Procedures in force")
FILE = {"type": "string", "format": "binary"}


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings of a folder, and whether an error is among them."""

    may_be_published: bool
    findings: tuple[Finding, ...]


@routes.get("")
@rule("staff", scope="definitions:read")
@routes.response(200, DefinitionSchema(many=True))
def list_definitions() -> list[InForce]:
    """List the version of each process that new cases follow; a county has few enough for one page."""
    return list(read(definitions_in_force))


@routes.get("/<definition_id>")
@rule("staff", scope="definitions:read")
@routes.response(200, VersionSchema)
def show_definition(definition_id: str) -> tuple[Version, dict[str, str]]:
    """Show one version of a process, in force or not, with the forms and decisions to which it is bound."""
    found = read(version, definition_id)
    return tagged(found, found.version)


@routes.get("/<definition_id>/bpmn")
@rule("staff", scope="definitions:read")
@routes.response(200, FILE, content_type="application/xml")
def show_diagram(definition_id: str) -> Response:
    """Give the BPMN file in which a version of a process is drawn."""
    return _file(read(diagram_source, definition_id), "application/xml")


@routes.get("/<definition_id>/forms/<form_id>")
@rule("staff", scope="definitions:read")
@routes.response(200, {"type": "object"})
def show_form(definition_id: str, form_id: str) -> Response:
    """Give a form's file as form-js writes it."""
    return _file(read(form_source, definition_id, form_id), "application/json")


@routes.post("/<definition_id>/decisions/<decision_id>/evaluate")
@rule("designer", scope="decisions:evaluate")
@routes.arguments(InputsSchema)
@routes.response(200, EvaluatedSchema)
def evaluate(given: dict[str, Any], definition_id: str, decision_id: str) -> Evaluated:
    """Ask a decision with given inputs: what it says, and which rules made it so; nothing is kept."""
    return read(evaluate_decision, definition_id, decision_id, given["inputs"])


@routes.post("/check")
@rule("designer", scope="definitions:read")
@routes.arguments(FolderSchema, location="files")
@routes.response(200, CheckedSchema)
def check(given: dict[str, Any]) -> Checked:
    """Say what is wrong with a folder, without publishing it."""
    findings = check_folder(files_of(given["files"]), runtime())
    return Checked(all(each.severity != "error" for each in findings), findings)


@routes.post("")
@rule("designer", scope="definitions:write")
@routes.arguments(NewVersionSchema, location="files")
@routes.response(200, PublishedSchema)
def publish_folder(given: dict[str, Any]) -> Published:
    """Put a folder in force as the next version of its name; refused whole, with all findings, where one is an error."""
    return act(publish, given["name"], files_of(given["files"]))


def _file(source: bytes, content_type: str) -> Response:
    answer = Response(source, content_type=content_type)
    answer.set_etag("0")  # completed by its contents: a version's files never change
    return answer
