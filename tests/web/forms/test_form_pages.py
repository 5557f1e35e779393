"""One question on a screen: the groups of a form as pages, each taking the answers of the others along."""

import pytest

from engine.errors import Problem
from tests.engine.forms.making import field, form, group
from tests.web.forms.paper import as_browser, sent, sheet
from web.forms import form_pages, must_be_shown_again, problems_on, read_posted, render_form, render_summary

ASKED = form(
    group("在哪里", field("textfield", "place", label="是哪个村？")),
    group("什么事", field("textarea", "what"), field("filepicker", "photos", multiple=True)),
    group("补充", field("textfield", "more"), conditional={"hide": '=place = ""'}),
    group(
        "怎么找您",
        field("textfield", "phone"),
        field("checklist", "by", values=[{"value": "a", "label": "A"}]),
        path="contact",
    ),
)
ANSWERS = {
    "place": "渡口村",
    "what": "路塌了\n很急",
    "photos": ["t1", "t2"],
    "more": "x",
    "contact": {"phone": "138", "by": ["a"]},
}
pytestmark = pytest.mark.usefixtures("page")


def test_it_counts_the_pages_that_are_shown() -> None:
    pages = form_pages(sheet(ASKED), {})
    assert [(each.number, each.position, each.title) for each in pages] == [
        (0, 1, "在哪里"),
        (1, 2, "什么事"),
        (3, 3, "怎么找您"),
    ]
    assert len(form_pages(sheet(ASKED), {"place": "渡口村"})) == 4


def test_it_makes_the_only_question_the_heading() -> None:
    page = as_browser(render_form(sheet(ASKED), {}, {}, page=0))
    (heading,) = page.iter("h1")
    assert heading.find("label").get("for") == "answer-place"


def test_it_gives_a_page_of_several_questions_one_heading() -> None:
    page = as_browser(render_form(sheet(ASKED), {}, {}, page=3))
    assert [each.text for each in page.iter("h1")] == ["怎么找您"]


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_it_takes_the_answers_of_other_pages_along(number: int) -> None:
    page = as_browser(render_form(sheet(ASKED), ANSWERS, {}, page=number))
    assert read_posted(sheet(ASKED), sent(page)) == ANSWERS


def test_it_asks_anew_only_for_what_belongs_to_the_page() -> None:
    page = as_browser(render_form(sheet(ASKED), {}, {}, page=0))
    page.fields["answer.place"] = "渡口村"
    posted = sent(page)
    answers = read_posted(sheet(ASKED), posted)
    assert not must_be_shown_again(sheet(ASKED), posted, answers)


def test_it_tells_the_problems_of_a_page_from_those_of_later_ones() -> None:
    first, *_rest = form_pages(sheet(ASKED), {})
    problems = {"place": [Problem("required")], "contact.phone": [Problem("required")]}
    assert problems_on(first, problems) == {"place": [Problem("required")]}


def test_it_makes_a_page_of_what_stands_between_groups() -> None:
    asked = form(
        field("textfield", "a"),
        field("textfield", "b"),
        group("g", field("textfield", "c")),
        field("textfield", "d"),
    )
    assert [sorted(each.paths) for each in form_pages(sheet(asked), {})] == [["a", "b"], ["c"], ["d"]]


def test_it_shows_the_answers_to_be_checked() -> None:
    shown = sheet(ASKED, file_names={"t1": "路.jpg"})
    page = as_browser(render_summary(shown, ANSWERS, change="to"))
    given = {dt.text: dt.getnext().text_content().strip() for dt in page.iter("dt")}
    assert given == {
        "是哪个村？": "渡口村",
        "what": "路塌了\n很急",
        "photos": "路.jpg、文件 2",
        "more": "x",
        "phone": "138",
        "by": "A",
    }
    assert set(page.xpath(".//button[@name='to']/@value")) == {"0", "1", "2", "3"}
