"""What a page sends, as answers."""

import io
import json

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

from tests.engine.forms.making import field, form, group
from tests.web.forms.paper import as_browser, sent, sheet
from web.forms import add_files, must_be_shown_again, posted_files, read_posted, render_form

PEOPLE = group(
    "people", field("textfield", "name"), field("checkbox", "old"), type="dynamiclist", path="people"
)
REPLY = field(
    "radio", "reply", values=[{"value": "phone", "label": "电话"}, {"value": "none", "label": "不用"}]
)
PHONE = field("textfield", "phone", conditional={"hide": '=reply != "phone"'})
pytestmark = pytest.mark.usefixtures("page")


def test_it_reads_every_row_in_order() -> None:
    posted = MultiDict(
        [
            ("answer.people", "0"),
            ("answer.people", "3"),
            ("answer.people.3.name", "b"),
            ("answer.people.0.old", "true"),
        ]
    )
    assert read_posted(sheet(form(PEOPLE)), posted) == {
        "people": [{"name": "", "old": True}, {"name": "b", "old": False}]
    }


@pytest.mark.parametrize("marker", ["-1", "x", "9" * 4000, "1.5", "²"])
def test_it_is_not_led_astray_by_row_numbers(marker: str) -> None:
    rows = read_posted(sheet(form(PEOPLE)), MultiDict([("answer.people", marker)]))["people"]
    assert len(rows) <= 1


@pytest.mark.parametrize(
    ("pressed", "names"),
    [
        ({"add-row": "people"}, ["a", "b", None]),
        ({"remove-row": "people.0"}, ["b"]),
        ({"remove-row": "people.7"}, ["a", "b"]),
        ({"add-row": "elsewhere"}, ["a", "b"]),
    ],
)
def test_it_adds_and_removes_rows(pressed: dict[str, str], names: list[str | None]) -> None:
    asked = sheet(form(PEOPLE))
    page = as_browser(render_form(asked, {"people": [{"name": "a"}, {"name": "b"}]}, {}))
    posted = sent(page, **pressed)
    answers = read_posted(asked, posted)
    assert [row.get("name") for row in answers["people"]] == names
    assert must_be_shown_again(asked, posted, answers)


def test_it_asks_again_when_an_answer_has_called_for_a_field() -> None:
    asked = sheet(form(REPLY, PHONE))
    page = as_browser(render_form(asked, {}, {}))
    page.fields["answer.reply"] = "phone"
    posted = sent(page)
    assert must_be_shown_again(asked, posted, read_posted(asked, posted))


def test_it_does_not_ask_again_when_all_was_there() -> None:
    asked = sheet(form(REPLY, PHONE))
    posted = sent(as_browser(render_form(asked, {"reply": "phone"}, {})))
    assert not must_be_shown_again(asked, posted, read_posted(asked, posted))


def test_it_drops_what_an_answer_has_hidden() -> None:
    asked = sheet(form(REPLY, PHONE))
    page = as_browser(render_form(asked, {"reply": "phone", "phone": "138"}, {}))
    page.fields["answer.reply"] = "none"
    assert read_posted(asked, sent(page)) == {"reply": "none"}


def test_it_reads_what_the_island_sends() -> None:
    asked = sheet(form(REPLY, PHONE))
    posted = MultiDict({"answers": json.dumps({"reply": "none", "phone": "138"}), "answer.reply": "phone"})
    assert read_posted(asked, posted) == {"reply": "none"}
    assert not must_be_shown_again(asked, posted, {"reply": "phone"})


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", "[" * 100_000])
def test_it_takes_broken_json_for_nothing(text: str) -> None:
    assert read_posted(sheet(form(REPLY)), MultiDict({"answers": text})) == {}


def test_it_finds_files_by_path() -> None:
    files = MultiDict(
        [
            ("files.photos", FileStorage(io.BytesIO(b"x"), "a.jpg")),
            ("files.other", FileStorage(io.BytesIO(b""), "")),
            ("photo", FileStorage(io.BytesIO(b"x"), "b.jpg")),
        ]
    )
    assert {path: [each.filename for each in found] for path, found in posted_files(files).items()} == {
        "photos": ["a.jpg"]
    }


def test_it_adds_uploads_where_the_form_takes_files() -> None:
    rows = group("rows", field("filepicker", "photos"), type="dynamiclist", path="rows")
    asked = form(field("filepicker", "papers"), field("textfield", "name"), rows)
    answers = {"papers": ["t0"], "name": "x", "rows": [{"photos": []}]}
    for path in ("papers", "rows.0.photos", "name", "rows.5.photos", "elsewhere"):
        add_files(asked, answers, path, ["t1"])
    assert answers == {"papers": ["t0", "t1"], "name": "x", "rows": [{"photos": ["t1"]}]}
