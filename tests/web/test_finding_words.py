"""What keeps a folder from being published is said in words, for every code that the designers' pages list."""

import re
from pathlib import Path

import pytest
from flask import Flask

from engine.errors import Finding
from web.finding_words import OF_FINDING, finding_words, messages_of

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


def broken(relation: str, element: str = "act") -> Finding:
    names = {"act": ["办", "Act"], "heard": ["听", "Hear"], "start": ["开始", "Begin"]}
    params: dict[str, object] = {
        "duty": "d",
        "relation": relation,
        "asked": ["heard"],
        "path": ["start", "act"],
        "names": names,
    }
    return Finding("a.bpmn", element, "duty-broken", params)


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        ("only after", "「办」可以不经过「听」就到达：开始 → 办 (duty: d)"),
        ("never after", "「办」可以在「听」之后到达：开始 → 办 (duty: d)"),
        ("before end", "可以不经过「听」就结束：开始 → 办 (duty: d)"),
    ],
)
def test_it_says_how_a_duty_can_be_gone_around(app: Flask, relation: str, words: str) -> None:
    with app.test_request_context():
        assert finding_words(broken(relation)) == words


def test_it_says_it_in_both_languages_with_the_names_of_each(app: Flask) -> None:
    with app.test_request_context():
        said = messages_of(broken("only after"))
    assert said["zh"].startswith("「办」可以不经过「听」")
    assert said["en"] == "“Act” can be reached without “Hear”: Begin → Act (duty: d)"
