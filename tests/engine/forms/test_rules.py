"""Required, limits, choices, read-only fields: what a field's own properties ask."""

from datetime import datetime
from typing import Any

import pytest

from engine.zone import CHINA
from tests.engine.forms.making import field, form, judged, problems

LEVELS = [{"value": "urgent", "label": "急"}, {"value": "normal", "label": "普通"}]


@pytest.mark.parametrize(
    "component", ["textfield", "textarea", "number", "checkbox", "datetime", "filepicker"]
)
def test_it_refuses_an_empty_required_field(component: str) -> None:
    asked = form(field(component, "it", validate={"required": True}))
    assert problems(asked, {}) == {"it": ["required"]}
    assert problems(asked, {"it": None}) == {"it": ["required"]}


def test_it_takes_blanks_for_nothing() -> None:
    assert problems(form(field("textfield", "it", validate={"required": True})), {"it": "  "}) == {
        "it": ["required"]
    }


@pytest.mark.parametrize(
    ("component", "properties", "value", "code"),
    [
        ("textfield", {"validate": {"minLength": 3}}, "ab", "too-short"),
        ("textfield", {"validate": {"maxLength": 3}}, "abcd", "too-long"),
        ("textfield", {"validate": {"minLength": "=2 + 1"}}, "ab", "too-short"),
        ("textfield", {"validate": {"pattern": r"^1\d{10}$"}}, "123", "pattern"),
        ("textfield", {"validate": {"pattern": r"^1\d{10}$"}}, "1٣٣٣٣٣٣٣٣٣٣", "pattern"),
        ("textfield", {"validate": {"validationType": "email"}}, "nobody", "not-an-email"),
        ("number", {"validate": {"min": 1}}, 0, "too-small"),
        ("number", {"validate": {"max": 10}}, 10.5, "too-big"),
        ("number", {"validate": {"max": "=limit"}}, 8, "too-big"),
        ("number", {"decimalDigits": 0}, 1.5, "whole-number"),
        ("number", {"decimalDigits": 1}, "1.25", "too-many-decimals"),
        ("number", {"increment": "0.5"}, 0.7, "step"),
        ("radio", {"values": LEVELS}, "whatever", "not-a-choice"),
        ("select", {"values": LEVELS}, "whatever", "not-a-choice"),
        ("checklist", {"values": LEVELS}, ["urgent", "whatever"], "not-a-choice"),
        ("datetime", {"disallowPassedDates": True}, "2026-03-15", "in-the-past"),
    ],
)
def test_it_keeps_to_limits(component: str, properties: dict[str, Any], value: object, code: str) -> None:
    asked = form(field(component, "it", **properties))
    assert problems(asked, {"it": value}, data={"limit": 7}) == {"it": [code]}


def test_it_lets_an_empty_field_be_shorter_than_the_least() -> None:
    asked = form(field("textfield", "it", validate={"minLength": 3, "pattern": "^x"}))
    assert judged(asked, {"it": ""}) == {"it": ""}


def test_it_tries_no_pattern_on_a_text_that_is_too_long() -> None:
    slow = field("textfield", "it", validate={"pattern": "^.*a.*b.*c.*$"})
    assert problems(form(slow), {"it": "a" * 20_000}) == {"it": ["too-long"]}


def test_it_asks_the_county_what_day_it_is() -> None:
    asked = form(field("datetime", "it", disallowPassedDates=True))
    just_past_midnight = datetime(2026, 3, 17, 0, 30, tzinfo=CHINA)  # still the 16th in UTC
    assert problems(asked, {"it": "2026-03-16"}, now=just_past_midnight) == {"it": ["in-the-past"]}


def test_it_takes_choices_from_whoever_provides_them() -> None:
    asked = form(field("select", "unit", valuesKey="units"))
    units = [{"value": "v-dukou", "label": "渡口村"}, "v-shiliang"]
    assert judged(asked, {"unit": "v-dukou"}, options={"units": units}) == {"unit": "v-dukou"}
    assert judged(asked, {"unit": "v-shiliang"}, data={"units": units}) == {"unit": "v-shiliang"}
    assert problems(asked, {"unit": "v-other"}, options={"units": units}) == {"unit": ["not-a-choice"]}
    assert problems(asked, {"unit": "v-dukou"}) == {"unit": ["not-a-choice"]}


def test_it_keeps_choices_in_their_own_order_and_type() -> None:
    asked = form(field("checklist", "it", values=[{"value": 1, "label": "a"}, {"value": 2, "label": "b"}]))
    assert judged(asked, {"it": ["2", "1", "1"]}) == {"it": [1, 2]}


def test_it_takes_a_readonly_field_from_the_case_whatever_is_sent() -> None:
    asked = form(field("textfield", "number", readonly=True, validate={"required": True}))
    assert judged(asked, {"number": "forged"}, data={"number": "SS-1"}) == {"number": "SS-1"}
    assert judged(asked, {}, data={}) == {"number": ""}


def test_it_asks_feel_whether_a_field_is_readonly() -> None:
    asked = form(field("textfield", "it", readonly="=closed"))
    assert judged(asked, {"it": "new"}, data={"it": "old", "closed": True}) == {"it": "old"}
    assert judged(asked, {"it": "new"}, data={"it": "old", "closed": False}) == {"it": "new"}


def test_it_leaves_a_disabled_field_out() -> None:
    assert judged(form(field("textfield", "it", disabled=True)), {"it": "sent"}) == {}
