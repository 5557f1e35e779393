"""What does not keep a folder from being published, and can hardly be meant: warnings of diagrams, tables and forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine import functions
from engine.bpmn.expression_checks import warn_of_texts
from engine.bpmn.parsed import Parsed, ParsedProcess
from engine.bpmn.starts import start_triggers
from engine.checks import of_kind, shown_to_citizens
from engine.dmn import warn_of_model
from engine.errors import Finding
from engine.forms import FormError, load_form, warn_of_form
from engine.start_triggers import UNIT


def warn_of_files(files: Mapping[str, bytes], parsed: Parsed) -> tuple[Finding, ...]:
    """Return what can hardly be meant in a folder; `parsed` are its diagrams, read."""
    found = (*_of_diagrams(parsed), *_of_tables(files), *_of_forms(files, parsed))
    return tuple(replace(finding, severity="warning") for finding in found)


def _of_diagrams(parsed: Parsed) -> Iterator[Finding]:
    for process in parsed.processes.values():
        for step in process.steps:
            for wrong in warn_of_texts(step, functions.NAMES):
                yield Finding(process.file, wrong.element, wrong.code, wrong.params)
        yield from _starts_without_unit(process)


def _starts_without_unit(process: ParsedProcess) -> Iterator[Finding]:
    """A case that nobody begins by hand has no unit but the one that its start or its payload names."""
    for spec in process.specs:
        if spec.name == process.id:
            elements = [spec.steps[start.element_id].element for start in start_triggers(spec)]
            for element in dict.fromkeys(elements):
                if element.property(UNIT) is None:
                    yield Finding(process.file, element.id, "start-without-unit")


def _of_tables(files: Mapping[str, bytes]) -> Iterator[Finding]:
    sources = of_kind(files, "dmn")
    for name, source in sources.items():
        for problem in warn_of_model(source, functions.NAMES, sources.values()):
            yield Finding(name, problem.element, problem.code, problem.params)


def _of_forms(files: Mapping[str, bytes], parsed: Parsed) -> Iterator[Finding]:
    for_citizens = shown_to_citizens(parsed)
    for name, source in of_kind(files, "form").items():
        try:
            is_for_party = load_form(source).id in for_citizens
        except FormError:
            continue
        for problem in warn_of_form(source, for_party=is_for_party, functions=functions.NAMES):
            yield Finding(name, problem.component, problem.code, problem.params)
