"""Answers are typed, complete, and nothing else."""

import pytest

from engine.errors import Invalid, Problem
from tests.engine.forms.making import field, form, group, judged, problems

WHAT = field("textfield", "what")


def test_it_keeps_what_was_answered() -> None:
    assert judged(form(WHAT), {"what": " 路塌了 "}) == {"what": "路塌了"}


def test_it_gives_every_field_that_is_shown_a_value() -> None:
    asked = form(
        WHAT,
        field("textarea", "more"),
        field("number", "count"),
        field("checkbox", "agreed"),
        field("radio", "level", values=[{"value": "a", "label": "A"}]),
        field("checklist", "topics", values=[{"value": "a", "label": "A"}]),
        field("datetime", "day"),
        field("filepicker", "photos"),
    )
    assert judged(asked, {}) == {
        "what": "",
        "more": "",
        "count": None,
        "agreed": False,
        "level": None,
        "topics": [],
        "day": None,
        "photos": [],
    }


def test_it_refuses_what_the_form_does_not_ask() -> None:
    assert problems(form(WHAT), {"what": "路", "urgent": True}) == {"urgent": ["not-shown"]}


@pytest.mark.parametrize("key", ["a\x00b", "<script>", "a.b", "中文 键", ""])
def test_it_does_not_repeat_a_key_that_is_no_name(key: str) -> None:
    assert problems(form(WHAT), {key: 1}) == {"?": ["not-shown"]}


@pytest.mark.parametrize(
    "key", ["typename", "Meta", "fields", "load", "context", "__class__", "constructor", "项目"]
)
def test_it_takes_a_key_of_any_name(key: str) -> None:
    asked = form(field("textfield", key))
    assert judged(asked, {key: "x"}) == {key: "x"}


@pytest.mark.parametrize("answers", [None, [], "text", 1, [{"what": "x"}]])
def test_it_refuses_answers_that_are_no_object(answers: object) -> None:
    assert problems(form(WHAT), answers) == {"": ["not-an-object"]}


@pytest.mark.parametrize(
    ("component", "value", "code"),
    [
        ("textfield", 12, "wrong-type"),
        ("textfield", ["x"], "wrong-type"),
        ("textfield", "a\x00b", "bad-characters"),
        ("textfield", "a\ud800", "bad-characters"),
        ("textarea", "x" * 20_001, "too-long"),
        ("number", "twelve", "not-a-number"),
        ("number", True, "not-a-number"),
        ("number", float("nan"), "not-a-number"),
        ("number", 10**400, "not-a-number"),
        ("number", 1e15, "too-big"),
        ("number", "1e999", "too-big"),
        ("checkbox", "true", "wrong-type"),
        ("datetime", "2026-02-30", "not-a-date"),
        ("datetime", "16/03/2026", "not-a-date"),
        ("datetime", "2026-W12-1", "not-a-date"),
        ("filepicker", "token", "wrong-type"),
        ("filepicker", ["../../etc/passwd"], "wrong-type"),
        ("filepicker", ["one", "two"], "too-many-files"),
    ],
)
def test_it_refuses_a_value_that_the_component_cannot_give(component: str, value: object, code: str) -> None:
    assert problems(form(field(component, "it")), {"it": value}) == {"it": [code]}


def test_it_ends_lines_as_the_browser_does() -> None:
    asked = form(field("textarea", "more"), field("textfield", "one_line"))
    answers = judged(asked, {"more": "a\r\nb\rc", "one_line": "a\r\nb\tc"})
    assert answers == {"more": "a\nb\nc", "one_line": "a b c"}


@pytest.mark.parametrize(
    ("typed", "kept"), [("3", 3), (3.0, 3), ("2.5", 2.5), (-1, -1), ("0", 0), ("1e3", 1000)]
)
def test_it_reads_numbers_as_typed(typed: object, kept: object) -> None:
    assert judged(form(field("number", "it")), {"it": typed}) == {"it": kept}


def test_it_keeps_a_number_as_text_where_the_form_says_so() -> None:
    assert judged(form(field("number", "it", serializeToString=True)), {"it": 2.50}) == {"it": "2.5"}


@pytest.mark.parametrize(
    ("subtype", "good", "bad"),
    [
        ("time", "09:30", "25:00"),
        ("datetime", "2026-03-16T09:30", "2026-03-16 09:30"),
    ],
)
def test_it_reads_times(subtype: str, good: str, bad: str) -> None:
    asked = form(field("datetime", "it", subtype=subtype, timeSerializingFormat="no_timezone"))
    assert judged(asked, {"it": good}) == {"it": good}
    assert problems(asked, {"it": bad}) == {"it": [f"not-a-{subtype}"]}


def test_it_puts_groups_and_rows_where_their_paths_say() -> None:
    asked = form(
        group("loose", field("textfield", "what")),
        group("contact", field("textfield", "phone"), path="contact"),
        group("people", field("textfield", "name"), type="dynamiclist", path="people"),
    )
    answers = {"what": "x", "contact": {"phone": "1"}, "people": [{"name": "a"}, {}]}
    assert judged(asked, answers) == {**answers, "people": [{"name": "a"}, {"name": ""}]}


def test_it_names_the_row_that_is_wrong() -> None:
    asked = form(
        group("people", field("number", "age", validate={"max": 120}), type="dynamiclist", path="people")
    )
    assert problems(asked, {"people": [{"age": 40}, {"age": 400}, 3]}) == {
        "people.1.age": ["too-big"],
        "people.2": ["not-an-object"],
    }


def test_it_limits_rows() -> None:
    asked = form(group("people", field("textfield", "name"), type="dynamiclist", path="people"))
    assert problems(asked, {"people": [{}] * 101}) == {"people": ["too-many-rows"]}


def test_it_refuses_rows_where_none_may_be_added() -> None:
    asked = form(
        group("people", field("textfield", "name"), type="dynamiclist", path="people", allowAddRemove=False)
    )
    assert problems(asked, {"people": [{}, {}]}) == {"people": ["rows-fixed"]}
    assert judged(asked, {"people": [{"name": "a"}]}) == {"people": [{"name": "a"}]}


def test_it_says_all_problems_at_once_with_their_figures() -> None:
    asked = form(
        field("textfield", "name", validate={"minLength": 2}), field("number", "count", validate={"min": 1})
    )
    with pytest.raises(Invalid) as refused:
        judged(asked, {"name": "x", "count": 0})
    assert refused.value.problems == {
        "name": [Problem("too-short", {"least": 2, "is": 1})],
        "count": [Problem("too-small", {"least": 1})],
    }
