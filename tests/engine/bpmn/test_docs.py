"""docs/designers/bpmn.md names every element, extension, finding and cause that the engine knows."""

import re
from pathlib import Path

import pytest

from engine.bpmn.dialect import CHILDREN, EVENT_DEFINITIONS, EVENT_SUBPROCESS, EXTENSIONS, FLOW_NODES
from engine.bpmn.scope_reader import STEP_OF_KIND

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs/designers/bpmn.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([^`]+)`", DOCS))
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "engine/bpmn").glob("*.py"))
CODES = sorted(
    {
        *re.findall(r'"([a-z]+(?:-[a-z]+)+)"', SOURCES),
        "doctype",
        "incomplete",
        "expression",
        "endless",
        "decision",
    }
)
PLUMBING = {
    "extensionElements",
    "incoming",
    "outgoing",
    "flowNodeRef",
    "childLaneSet",
    "definitions",
    "conditionExpression",
}
KINDS = {*STEP_OF_KIND, *CHILDREN, *(name for each in EVENT_DEFINITIONS.values() for name in each)} - PLUMBING


@pytest.mark.parametrize("code", CODES)
def test_it_explains_every_code(code: str) -> None:
    assert code in NAMED


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_it_lists_every_element(kind: str) -> None:
    assert kind in NAMED


@pytest.mark.parametrize("name", sorted({name for each in EXTENSIONS.values() for name in each}))
def test_it_lists_every_extension(name: str) -> None:
    assert f"zeebe:{name}" in DOCS


def test_it_has_a_step_for_every_kind_that_the_dialect_allows() -> None:
    assert set(STEP_OF_KIND) == FLOW_NODES | {EVENT_SUBPROCESS}
