"""Everything that a diagram says to people is said in English too (decision 12)."""

import re
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.elements import ENGLISH_NAME
from engine.bpmn.extensions import properties
from engine.naming import PROGRESS, PROGRESS_ENGLISH

ROOT = Path(__file__).parent.parent.parent
DIAGRAMS = sorted((ROOT / "workflows").glob("*/*.bpmn"))
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ON_THE_DRAWING_ALONE = {"sequenceFlow", "participant", "message", "error"}  # no page names these


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_its_processes_lanes_and_steps_have_english_names(path: Path) -> None:
    named = [
        each
        for each in etree.parse(path).iter(f"{BPMN}*")
        if each.get("name") and etree.QName(each).localname not in ON_THE_DRAWING_ALONE
    ]
    english = {each.get("id"): dict(properties(each)).get(ENGLISH_NAME, "") for each in named}
    assert english
    assert [name for name, words in english.items() if not words or CHINESE.search(words)] == []


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_what_citizens_are_told_of_a_step_is_said_in_english_too(path: Path) -> None:
    said = {each.get("id"): dict(properties(each)) for each in etree.parse(path).iter(f"{BPMN}userTask")}
    told = {name: each.get(PROGRESS_ENGLISH, "") for name, each in said.items() if PROGRESS in each}
    assert [name for name, words in told.items() if not words or CHINESE.search(words)] == []
