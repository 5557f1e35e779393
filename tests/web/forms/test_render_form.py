"""The plain form: every component has a label, keeps what was typed, says what is wrong, and can run nothing."""

from typing import Any

import pytest

from engine.errors import Problem
from engine.forms.components import KEYED
from tests.engine.forms.making import field, form, group
from tests.web.forms.paper import as_browser, sheet
from web.forms import problem_lines, render_form

CHOICES = [{"value": "a", "label": "甲", "label:en": "First"}, {"value": "b", "label": "乙"}]
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
pytestmark = pytest.mark.usefixtures("page")


def one(kind: str, **more: Any) -> dict[str, Any]:
    return field(
        kind,
        "it",
        **({"values": CHOICES} if kind in {"radio", "select", "checklist", "taglist"} else {}),
        **more,
    )


@pytest.mark.parametrize("kind", sorted(KEYED))
def test_it_names_every_control(kind: str) -> None:
    page = as_browser(render_form(sheet(form(one(kind, label="问题"))), None, {}))
    controls = page.xpath('.//*[self::input[not(@type="hidden")] or self::select or self::textarea]')
    assert controls
    for control in controls:
        labels = page.xpath(f'.//label[@for="{control.get("id")}"]') or control.xpath("ancestor::label")
        assert labels
    assert "问题" in page.text_content()


@pytest.mark.parametrize("kind", sorted(KEYED))
def test_it_leads_from_a_problem_to_its_field(kind: str) -> None:
    asked = form(one(kind))
    problems = {"it": [Problem("required")]}
    page = as_browser(render_form(sheet(asked), None, problems))
    (line,) = problem_lines(asked, problems)
    place = page.get_element_by_id(line.anchor)
    assert place.get("aria-describedby") == "answer-it-error"
    assert page.get_element_by_id("answer-it-error").text_content() in line.words


@pytest.mark.parametrize("kind", sorted(KEYED))
def test_it_runs_nothing_that_was_typed_or_drawn(kind: str) -> None:
    texts: dict[str, Any] = {"label": EVIL, "description": EVIL, "accept": EVIL}
    asked = form(
        field(kind, "it", values=[{"value": EVIL, "label": EVIL}], **texts)
        if "values" in one(kind)
        else field(kind, "it", **texts),
        {
            "type": "text",
            "id": "note",
            "text": f"{EVIL} {{{{said}}}} [x](javascript:alert(1)) [y](//evil.example)",
        },
        group("rows", field("textfield", "name"), type="dynamiclist", path="rows", label=EVIL),
    )
    answers = {
        "it": [EVIL] if kind in {"checklist", "taglist", "filepicker"} else EVIL,
        "rows": [{"name": EVIL}],
    }
    problems = {"it": [Problem("pattern", {"words": EVIL})]}
    page = as_browser(render_form(sheet(asked, data={"said": EVIL}), answers, problems))
    assert page.xpath(".//script | .//img | .//a | .//@*[starts-with(name(), 'on')]") == []


def test_it_shows_again_what_was_typed() -> None:
    asked = form(one("number"), field("textarea", "more"), field("checkbox", "agreed"))
    page = as_browser(render_form(sheet(asked), {"it": "twelve", "more": "\n路<塌>了", "agreed": True}, {}))
    assert dict(page.form_values())["answer.it"] == "twelve"
    assert page.fields["answer.more"] == "\n路<塌>了"
    assert page.fields["answer.agreed"] == "true"


def test_it_begins_with_what_the_case_knows() -> None:
    asked = form(
        field("textfield", "name", defaultValue="无"), field("textfield", "place", defaultValue="渡口村")
    )
    page = as_browser(render_form(sheet(asked, data={"name": "张三"}), None, {}))
    assert (page.fields["answer.name"], page.fields["answer.place"]) == ("张三", "渡口村")


def test_it_says_what_need_not_be_filled_in() -> None:
    asked = form(field("textfield", "must", validate={"required": True}), field("textfield", "may"))
    page = as_browser(render_form(sheet(asked), None, {}))
    labels = {each.get("for"): each.text_content().split() for each in page.iter("label")}
    assert labels == {"answer-must": ["must"], "answer-may": ["may", "（可不填）"]}
    assert page.get_element_by_id("answer-must").get("aria-required") == "true"


def test_it_leaves_out_what_conditions_hide() -> None:
    asked = form(field("textfield", "a"), field("textfield", "b", conditional={"hide": '=a = ""'}))
    assert "answer.b" not in as_browser(render_form(sheet(asked), {"a": ""}, {})).fields
    assert "answer.b" in as_browser(render_form(sheet(asked), {"a": "x"}, {})).fields


def test_it_offers_the_choices_that_are_provided() -> None:
    asked = form(field("select", "unit", valuesKey="places"))
    page = as_browser(
        render_form(sheet(asked, options={"places": [{"value": "v1", "label": "渡口村"}]}), None, {})
    )
    assert [each.text for each in page.iter("option")] == ["请选择", "渡口村"]


def test_it_lets_rows_be_added_and_removed() -> None:
    asked = form(
        group("people", field("textfield", "name"), type="dynamiclist", path="people", defaultRepetitions=2)
    )
    page = as_browser(render_form(sheet(asked), None, {}))
    buttons = [(each.get("name"), each.get("value")) for each in page.iter("button")]
    assert buttons == [("remove-row", "people.0"), ("remove-row", "people.1"), ("add-row", "people")]


def test_it_fills_texts_with_what_is_known() -> None:
    asked = form({"type": "text", "id": "note", "text": "编号 **{{case.number}}**\n\n- 第一\n- 第二"})
    page = as_browser(render_form(sheet(asked, data={"case": {"number": "SS-1"}}), None, {}))
    assert page.xpath(".//strong/text()") == ["SS-1"]
    assert page.xpath(".//li/text()") == ["第一", "第二"]


def test_it_shows_uploads_that_were_taken_in() -> None:
    asked = form(field("filepicker", "photos", multiple=True))
    shown = sheet(asked, file_names={"t1": "路.jpg"})
    page = as_browser(render_form(shown, {"photos": ["t1"]}, {}))
    assert "路.jpg" in page.text_content()
    assert page.xpath(".//input[@type='checkbox']/@value") == ["t1"]


def test_it_speaks_english(english_page: None) -> None:
    asked = form(
        one("radio", properties={"label:en": "Which"}),
        field(
            "textfield",
            "phone",
            validate={"patternErrorMessage": "11 位"},
            properties={"patternErrorMessage:en": "11 digits"},
        ),
    )
    problems = {"phone": [Problem("pattern", {"words": "11 位", "words_en": "11 digits"})]}
    text = as_browser(render_form(sheet(asked), None, problems)).text_content()
    assert "Which" in text
    assert "First" in text
    assert "乙" in text
    assert "11 digits" in text
