"""What stands in the way of publishing a form, by component and reason."""

import re
from pathlib import Path
from typing import Any

import pytest

from engine.forms import check_form
from tests.engine.forms.making import field, group, source

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "designers" / "forms.md").read_text(encoding="utf-8")
LEVELS = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]


def test_it_finds_nothing_wrong_with_a_good_form() -> None:
    good = source(
        {"type": "text", "id": "intro", "text": "{{case.number}} **说事**"},
        group("where", field("select", "place", valuesKey="places"), field("radio", "level", values=LEVELS)),
        group("people", field("textfield", "name"), type="dynamiclist", path="people"),
        field("number", "count", validate={"max": "=limit"}, defaultValue=1),
        field("textfield", "phone", properties={"personal": "phone"}, conditional={"hide": "=count = 0"}),
        {"type": "separator", "id": "line"},
        {"type": "spacer", "id": "space"},
    )
    assert check_form(good, for_party=True) == []


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ({"type": "html", "id": "it"}, "unsupported-component"),
        (field("textfield", "it", label=""), "no-label"),
        (field("textfield", "it", conditional={"hide": "a = 1"}), "condition-not-feel"),
        (field("textfield", "it", conditional={"hide": "=a ="}), "bad-expression"),
        (field("textfield", "it", conditional={"hide": "=no such function(1)"}), "bad-expression"),
        (field("textfield", "it", label="{{a +}}"), "bad-expression"),
        (field("number", "it", validate={"min": "=1 +"}), "bad-expression"),
        ({"type": "text", "id": "it", "text": "{{#if a}}x{{/if}}"}, "template-block"),
        (field("textfield", "it", properties={"personal": "shoe-size"}), "personal-kind"),
        (field("number", "it", properties={"personal": "phone"}), "personal-not-text"),
        (field("textfield", "it", validate={"validationType": "phone"}), "validation-type"),
        (field("datetime", "it", subtype="decade"), "date-kind"),
        (field("datetime", "it", subtype="time"), "time-with-zone"),
        (field("radio", "it"), "no-choices"),
        (field("radio", "it", values=LEVELS, valuesKey="levels"), "two-sources-of-choices"),
        (field("radio", "it", valuesExpression="=levels"), "values-expression"),
        (field("radio", "it", values=[*LEVELS, LEVELS[0]]), "choice-twice"),
        (field("radio", "it", values=LEVELS, defaultValue="c"), "bad-default"),
        (field("checkbox", "it", defaultValue="yes"), "bad-default"),
        (field("datetime", "it", defaultValue="tomorrow"), "bad-default"),
        (field("filepicker", "it", multiple="=many"), "bad-flag"),
        (group("it"), "empty-group"),
        (field("textfield", "it", validate={"pattern": "^(a+)+$"}), "unsafe-pattern"),
    ],
)
def test_it_finds(component: dict[str, Any], code: str) -> None:
    found = check_form(source(component), for_party=False)
    assert code in [each.code for each in found]
    assert {each.component for each in found} == {component["id"]}


@pytest.mark.parametrize("kind", ["table", "image"])
def test_it_refuses_what_the_server_cannot_draw_where_a_citizen_sees_it(kind: str) -> None:
    file = source({"type": kind, "id": "it"}, field("textfield", "what"))
    assert check_form(file, for_party=False) == []
    assert [each.code for each in check_form(file, for_party=True)] == ["staff-only-component"]


def test_it_keeps_the_functions_of_the_county_out_of_forms_that_a_browser_runs() -> None:
    file = source(field("textfield", "it", conditional={"hide": '=parent unit("a", "b") = "c"'}))
    assert check_form(file, for_party=True, functions=["parent unit"]) == []
    found = check_form(file, for_party=False, functions=["parent unit"])
    assert [each.code for each in found] == ["function-not-in-browser"]


def test_it_refuses_what_the_browser_cannot_read_where_a_browser_runs_it() -> None:
    file = source(field("textfield", "it", conditional={"hide": "=get or else(a, true)"}))
    assert check_form(file, for_party=True) == []
    assert [each.code for each in check_form(file, for_party=False)] == ["browser-refuses"]


def test_it_explains_what_feel_refuses() -> None:
    (found,) = check_form(source(field("textfield", "it", conditional={"hide": "=a ="})), for_party=True)
    assert found.params["text"] == "=a ="
    assert found.params["reason"]
    assert found.params["explanation"]


def codes() -> set[str]:
    texts = [
        (ROOT / "engine" / "forms" / name).read_text(encoding="utf-8")
        for name in ("loading.py", "checking.py")
    ]
    return {code for text in texts for code in re.findall(r'"([a-z]+-[a-z-]+)"', text)}


@pytest.mark.parametrize("code", sorted(codes()))
def test_its_findings_are_in_the_docs(code: str) -> None:
    assert f"`{code}`" in DOCS
