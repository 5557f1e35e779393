"""The names of the elements that a finding speaks of, so that whoever shows it need not read the diagram: Chinese, then English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.bpmn.elements import ENGLISH_NAME, Element
from engine.bpmn.parsed import ParsedProcess
from engine.bpmn.wrong import Wrong


def elements_of(processes: Mapping[str, ParsedProcess]) -> dict[str, Element]:
    """Return all elements of a folder by id."""
    return {step.element.id: step.element for process in processes.values() for step in process.steps}


def with_names(wrong: Wrong, elements: Mapping[str, Element]) -> Wrong:
    """Return the finding with `names`, by id, of all elements on its path."""
    path = wrong.params.get("path")
    if not isinstance(path, list):
        return wrong
    asked = wrong.params.get("asked")
    ids = [*path, *(asked if isinstance(asked, list) else []), wrong.element]
    names = {each: _names(elements[each]) for each in ids if each in elements}
    return replace(wrong, params={**wrong.params, "names": names})


def _names(element: Element) -> list[str]:
    chinese = element.name or element.id
    return [chinese, element.property(ENGLISH_NAME) or chinese]
