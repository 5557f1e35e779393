"""What must hold before a folder is published (decision 13): diagrams, tables and forms, each by itself and together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from engine import functions
from engine.bindings import bound_deployment
from engine.bpmn.call_lanes import IN_NO_CALL, lanes_of_calls
from engine.bpmn.checks import Known, check
from engine.bpmn.elements import Binding
from engine.bpmn.parsed import Parsed
from engine.dmn import DmnError, Model, check_model, load_model
from engine.dmn.version_tags import version_tags
from engine.errors import Finding
from engine.forms import Form, FormError, check_form, load_form
from engine.runtime import Runtime
from engine.uow import UnitOfWork

KINDS = {".bpmn": "bpmn", ".dmn": "dmn", ".form": "form"}
MOST_BYTES = 2_000_000


def of_kind(files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    """Return the files of one kind, told by their suffix."""
    return {name: source for name, source in files.items() if KINDS.get(PurePosixPath(name).suffix) == kind}


def check_files(
    files: Mapping[str, bytes], parsed: Parsed, runtime: Runtime, uow: UnitOfWork | None = None
) -> tuple[Finding, ...]:
    """Return all that keeps these files from being published; `parsed` are their diagrams, read.

    Without a database (`uow`) what is bound to another deployment is taken for published.
    """
    findings = [
        Finding(name, "", "unknown-file") for name in files if PurePosixPath(name).suffix not in KINDS
    ]
    findings += [
        Finding(name, "", "file-too-large", {"most": MOST_BYTES})
        for name, source in files.items()
        if len(source) > MOST_BYTES
    ]
    forms = _forms(files, findings)
    models = _models(files, findings)
    tags = {decision: tag for name in models for decision, tag in version_tags(files[name]).items()}
    own = {
        *(("form", form.id, form.version_tag) for form in forms.values()),
        *(("decision", decision, tag) for decision, tag in tags.items()),
        *(("process", process.id, process.version_tag) for process in parsed.processes.values()),
    }

    def is_published(kind: str, name: str, binding: Binding) -> bool:
        among = own if binding.tag else {(kind, name, None) for kind, name, _tag in own}
        if (kind, name, binding.tag) in among or uow is None:
            return True
        return bound_deployment(uow, kind, name, binding) is not None

    known = Known(
        is_published=is_published,
        forms={form.id: form for form in forms.values()},
        decisions=frozenset(decision for model in models.values() for decision in model.decisions),
        operations={each.name: each.required for each in runtime.operations.values()},
        headers={each.name: each.known_headers for each in runtime.operations.values()},
        external={each.name for each in runtime.operations.values() if each.external},
        has_post=runtime.performers.has_post,
        functions=functions.NAMES,
    )
    findings += [*parsed.findings, *check(parsed, known)]
    for_citizens = shown_to_citizens(parsed)
    for name, form in forms.items():
        problems = check_form(files[name], for_party=form.id in for_citizens, functions=functions.NAMES)
        findings += [Finding(name, each.component, each.code, each.params) for each in problems]
    return tuple(findings)


def _forms(files: Mapping[str, bytes], findings: list[Finding]) -> dict[str, Form]:
    """Read the forms by file; one that cannot be read, has no id, or another's, is a finding."""
    found: dict[str, Form] = {}
    for name, source in of_kind(files, "form").items():
        try:
            form = load_form(source)
        except FormError as error:
            findings.append(Finding(name, error.component, error.code, error.params))
            continue
        if not form.id:
            findings.append(Finding(name, "", "form-without-id"))
        elif form.id in {other.id for other in found.values()}:
            findings.append(Finding(name, form.id, "form-id-twice"))
        found[name] = form
    return found


def _models(files: Mapping[str, bytes], findings: list[Finding]) -> dict[str, Model]:
    """Read the decision models by file; what is wrong with their tables, or a decision's id twice, is a finding."""
    found: dict[str, Model] = {}
    sources = of_kind(files, "dmn")
    for name, source in sources.items():
        findings += [
            Finding(name, each.element, each.code, each.params)
            for each in check_model(source, functions.NAMES, sources.values())
        ]
        try:
            model = load_model(source, sources.values())
        except DmnError:
            continue  # check_model has found why, and all else
        twice = {
            decision for other in found.values() for decision in other.decisions
        } & model.decisions.keys()
        findings += [Finding(name, decision, "decision-id-twice") for decision in sorted(twice)]
        found[name] = model
    return found


def shown_to_citizens(parsed: Parsed) -> frozenset[str]:
    """The forms that stand on pages without form-js: of tasks of a party of the case, and those that begin a case."""
    lanes = lanes_of_calls(parsed.processes)
    found = set()
    for process in parsed.processes.values():
        by_call = lanes.get(process.id, IN_NO_CALL)
        for element in (step.element for step in process.steps):
            performers = {element.performer} if element.performer else by_call
            is_of_party = any(each is not None and each.kind == "party" for each in performers)
            if element.form_id and (element.kind == "startEvent" or is_of_party):
                found.add(element.form_id)
    return frozenset(found)
