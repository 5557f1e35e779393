"""What keeps a folder from being published is said in words, for every code that the designers' pages list."""

import re
from pathlib import Path

import pytest
from flask import Flask

from engine.errors import Finding
from web.finding_words import OF_FINDING, finding_words

PAGES = Path(__file__).parent.parent.parent / "docs" / "designers"


def listed(page: str) -> set[str]:
    """The codes in the first column of the page's table of findings."""
    table = (PAGES / page).read_text(encoding="utf-8").partition("| Code |")[2].partition("\n\n")[0]
    columns = [line.split("|")[1] for line in table.splitlines()[2:]]
    return {code for column in columns for code in re.findall(r"`([a-z-]+)`", column)}


@pytest.mark.parametrize("page", ["bpmn.md", "dmn.md", "forms.md"])
def test_it_has_words_for_every_code(page: str) -> None:
    assert listed(page)
    assert listed(page) - OF_FINDING.keys() == set()


def test_it_says_which_name_was_probably_meant(app: Flask) -> None:
    finding = Finding(
        "a.bpmn", "task", "unknown-form", {"name": "mater-rate", "known": ["matter-rate", "other"]}
    )
    with app.test_request_context():
        assert finding_words(finding) == "文件夹里没有这个表单 (name: mater-rate, 是不是 matter-rate？)"


def test_it_shows_a_code_that_has_no_words(app: Flask) -> None:
    with app.test_request_context():
        assert finding_words(Finding("a.bpmn", "task", "brand-new")) == "brand-new"


@pytest.mark.parametrize(
    "params",
    [{"kind": "complexGateway", "inside": "process"}, {"event": "signalEventDefinition", "at": "endEvent"}],
)
def test_it_says_what_to_draw_instead(app: Flask, params: dict[str, object]) -> None:
    with app.test_request_context():
        assert "改用：" in finding_words(Finding("a.bpmn", "g", "unsupported-element", params))
