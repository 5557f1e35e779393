"""Every problem has a sentence, with its figures."""

import re
from pathlib import Path

import pytest

from engine.errors import Problem
from tests.engine.forms.making import field, form, group
from web.forms import problem_lines, problem_words
from web.forms.words import OF_CODE

ENGINE = Path(__file__).parents[3] / "engine" / "forms"
FIGURES = {"least": 1, "most": 5, "is": 0, "step": "0.5"}
pytestmark = pytest.mark.usefixtures("page")


def codes() -> set[str]:
    """The codes of problems that the engine gives."""
    texts = "".join(
        (ENGINE / name).read_text(encoding="utf-8") for name in ("answers.py", "limits.py", "schema.py")
    )
    found = set(re.findall(r'(?:Problem|_wrong)\("([a-z-]+)"', texts)) | {
        "not-shown",
        "not-an-object",
        "whole-number",
    }
    return found | {"not-a-date", "not-a-time", "not-a-datetime"}


def test_it_has_words_for_every_code() -> None:
    assert codes() <= set(OF_CODE)


@pytest.mark.parametrize("code", sorted(codes()))
def test_it_says_the_figures(code: str) -> None:
    words = problem_words(Problem(code, FIGURES))
    assert words
    assert "%" not in words


def test_it_asks_for_a_choice_where_one_is_missing() -> None:
    assert problem_words(Problem("required"), "radio") != problem_words(Problem("required"))


def test_it_lists_problems_in_the_order_of_the_form() -> None:
    asked = form(
        field("textfield", "a", label="甲"),
        group("rows", field("textfield", "b", label="乙"), type="dynamiclist", path="rows"),
    )
    found = {"rows.1.b": [Problem("required")], "?": [Problem("not-shown")], "a": [Problem("required")]}
    lines = problem_lines(asked, found)
    assert [(each.path, each.anchor) for each in lines] == [
        ("a", "answer-a"),
        ("rows.1.b", "answer-rows-1-b"),
        ("?", "answer-?"),
    ]
    assert lines[0].words.startswith("甲")
