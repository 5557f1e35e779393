"""Our FEEL beside the browser's: they differ where differences.json says so with its reason, and nowhere else.

What can be told from the text is told to the designer: `browser_differences` knows each difference of the list but
those that depend on the values alone.
"""

import json

import pytest

from engine.forms.browser_feel import BROWSER_CODES, REFUSES, browser_differences
from tests.engine.feel.browser import both as side_by_side

EXPRESSIONS = (side_by_side.HERE / "expressions.txt").read_text(encoding="utf-8").splitlines()
LISTED = json.loads((side_by_side.HERE / "differences.json").read_text(encoding="utf-8"))
CODES = {text: code for code, listed in LISTED.items() for text in listed["expressions"]}
UNTOLD = {"we-refuse", "by-value"}

pytestmark = pytest.mark.skipif(
    side_by_side.node() is None, reason="there is no Node to run the browser's FEEL"
)


@pytest.fixture(scope="module")
def compared() -> list[side_by_side.Both]:
    return side_by_side.both(EXPRESSIONS)


def test_it_differs_where_the_list_says_and_nowhere_else(compared: list[side_by_side.Both]) -> None:
    differing = {each.text: (each.ours, each.browser) for each in compared if not each.is_same}
    assert {text: found for text, found in differing.items() if text not in CODES} == {}
    assert CODES.keys() - differing.keys() == set()


def test_each_difference_has_a_reason() -> None:
    assert LISTED.keys() - UNTOLD == BROWSER_CODES
    assert all(listed["why"] and listed["expressions"] for listed in LISTED.values())


@pytest.mark.parametrize(("text", "code"), [each for each in CODES.items() if each[1] not in UNTOLD])
def test_it_is_told_from_the_text(text: str, code: str) -> None:
    assert code in browser_differences(text)


def test_it_refuses_what_the_browser_cannot_parse_and_nothing_else(
    compared: list[side_by_side.Both],
) -> None:
    refused = {each.text for each in compared if each.browser == side_by_side.REFUSED != each.ours}
    told = {
        each.text
        for each in compared
        if each.ours != side_by_side.REFUSED and REFUSES in browser_differences(each.text)
    }
    assert told == {text for text in refused if CODES[text] not in UNTOLD}


def test_it_is_careful_seldom(compared: list[side_by_side.Both]) -> None:
    same = [each.text for each in compared if each.is_same and each.ours != side_by_side.REFUSED]
    assert len([text for text in same if browser_differences(text)]) < len(same) / 12
