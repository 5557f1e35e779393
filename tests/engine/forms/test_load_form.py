"""A file is a form or is refused whole."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.forms import FormError, file_fields, load_form, map_personal, options_keys, personal_fields
from engine.forms.components import STAFF_ONLY, SUPPORTED
from tests.engine.forms.making import field, form, group, source

DOCS = Path(__file__).parents[3] / "docs" / "designers" / "forms.md"


def nested(depth: int) -> dict[str, Any]:
    inner = field("textfield", "it") if depth == 0 else nested(depth - 1)
    return group(f"g{depth}", inner)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"not json", "not-json"),
        (b'"\\ud800"', "not-json"),
        (b"[" * 100_000, "not-json"),
        (b"[]", "not-a-form"),
        (b'{"type": "default"}', "not-a-form"),
        (b'{"type": "default", "components": [1]}', "not-a-form"),
        (b" " * 500_001, "too-large"),
        (source(schemaVersion=99), "newer-schema"),
        (source({"type": "html", "id": "it", "content": "<b>x</b>"}), "unsupported-component"),
        (source({"type": "marquee", "id": "it"}), "unsupported-component"),
        (source({"type": "textfield", "id": "it", "label": "no key"}), "bad-key"),
        (source(field("textfield", "a.b")), "bad-key"),
        (source(field("textfield", "a\x00b")), "bad-key"),
        (source(field("textfield", "this")), "bad-key"),
        (source(group("rows", type="dynamiclist")), "bad-key"),
        (source(field("textfield", "a"), field("number", "a", id="other")), "key-twice"),
        (source(field("textfield", "a"), group("a", path="a", id="other")), "key-twice"),
        (source(field("textfield", "a"), field("textfield", "b", id="id-a")), "id-twice"),
        (source(field("textfield", "a", validate={"pattern": "("})), "bad-pattern"),
        (source(field("number", "a", validate={"min": "one"})), "bad-limit"),
        (source(field("number", "a", validate={"min": "1e999"})), "bad-limit"),
        (source(field("radio", "a", values=[{"label": "no value"}])), "bad-choice"),
        (source(nested(7)), "too-deep"),
        (source(*[field("textfield", f"a{number}") for number in range(301)]), "too-many-fields"),
    ],
)
def test_it_refuses(file: bytes, code: str) -> None:
    with pytest.raises(FormError) as refused:
        load_form(file)
    assert refused.value.code == code


def test_it_says_what_to_use_instead() -> None:
    with pytest.raises(FormError) as refused:
        load_form(source({"type": "html", "id": "note"}))
    assert refused.value.component == "note"
    assert refused.value.params == {"type": "html", "use": "text"}


def test_it_keeps_the_file_for_the_browser() -> None:
    file = source(field("textfield", "it"), schemaVersion=19)
    assert load_form(file).source == json.loads(file)


def test_it_reads_english_words_from_properties() -> None:
    properties = {"label:en": "What", "description:en": "In a sentence", "label:en:a": "First"}
    values = [
        {"value": "a", "label": "甲"},
        {"value": "b", "label": "乙", "label:en": "Second"},
        {"value": "c", "label": "丙", "properties": {"label:en": "Third"}},
    ]
    read = form(field("radio", "it", properties=properties, values=values)).fields[0]
    assert (read.label_en, read.hint_en) == ("What", "In a sentence")
    assert [each.label_en for each in read.choices] == ["First", "Second", "Third"]


ASKED = form(
    field("textfield", "name", properties={"personal": "name"}),
    group("contact", field("textfield", "phone", properties={"personal": "phone"}), path="contact"),
    group(
        "people",
        field("textfield", "home", properties={"personal": "address"}),
        field("filepicker", "photos"),
        type="dynamiclist",
        path="people",
    ),
    field("select", "unit", valuesKey="places"),
)


def test_it_tells_what_is_personal_where_files_are_and_what_is_asked_for() -> None:
    assert personal_fields(ASKED) == {"name": "name", "contact.phone": "phone", "people.*.home": "address"}
    assert file_fields(ASKED) == {"people.*.photos"}
    assert options_keys(ASKED) == {"places"}


def test_it_puts_something_in_the_place_of_personal_values() -> None:
    answers = {
        "name": "甲",
        "contact": {"phone": ""},
        "people": [{"home": "渡口村", "photos": []}],
        "unit": "v",
    }
    assert map_personal(ASKED, answers, lambda kind, value: f"{kind}:{len(value)}") == {
        "name": "name:1",
        "contact": {"phone": ""},
        "people": [{"home": "address:3", "photos": []}],
        "unit": "v",
    }


@pytest.mark.parametrize("component", sorted(SUPPORTED))
def test_its_components_are_in_the_docs(component: str) -> None:
    assert f"`{component}`" in DOCS.read_text(encoding="utf-8")


def test_what_only_the_browser_draws_asks_nothing() -> None:
    assert not any(
        each.is_answered for kind in STAFF_ONLY for each in form({"type": kind, "id": "it"}).fields
    )
