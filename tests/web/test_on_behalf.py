"""A clerk takes a matter down for someone: the channel by the post, a note, and the receipt for the person."""

import pytest

from engine.actor import SYSTEM
from engine.uow import reading
from registers.matters.queries import matter
from tests.application import enter, hire
from tests.web.phones import TEXT, Phone, Village

HOLDERS = {
    "grid-worker": ("g-dukou-1", "point"),
    "station-clerk": ("v-dukou", "station"),
    "township-office": ("t-yanhe", "office"),
    "county-centre": ("county", "office"),
}


def desk(village: Village, post: str = "station-clerk", unit: str = "v-dukou") -> Phone:
    """The browser of a member of staff."""
    hire(village.runtime, "staff", f"{post}@{unit}")
    browser = village.phone()
    enter(browser.client, "staff")
    return browser


@pytest.mark.parametrize("post", HOLDERS)
def test_it_notes_where_the_matter_was_taken_down(village: Village, post: str) -> None:
    unit, channel = HOLDERS[post]
    browser = desk(village, post, unit).open("/on-behalf").press("登记，出回执", place="v-dukou", text=TEXT)
    assert browser.path == "/receipt"
    assert village.matter(browser.number).matter().channel == channel


@pytest.mark.parametrize("post", ["department-officer", "supervisor", "administrator"])
def test_it_is_closed_to_other_posts(village: Village, post: str) -> None:
    unit = "d-water" if post == "department-officer" else "county"
    assert desk(village, post, unit).open("/on-behalf").answer.status_code == 403


def test_it_keeps_the_note_of_the_clerk(village: Village) -> None:
    browser = desk(village).open("/on-behalf")
    browser.press("登记，出回执", place="v-dukou", text=TEXT, note="在桥头记的")
    walk = village.matter(browser.number)
    with reading(village.runtime) as uow:
        assert matter(uow, SYSTEM, walk.instance_id).notes == {"operator": "在桥头记的"}


def test_it_gives_a_refused_form_back_as_it_was_filled_in(village: Village) -> None:
    browser = desk(village).open("/on-behalf").press("登记，出回执", text=TEXT, note="在桥头记的")
    assert browser.answer.status_code == 422
    assert "有 1 处要改" in browser.text
    assert TEXT in browser.text
    assert "在桥头记的" in browser.text


def test_it_makes_one_matter_of_two_presses(village: Village) -> None:
    browser = desk(village).open("/on-behalf")
    before = browser.answer
    first = browser.press("登记，出回执", place="v-dukou", text=TEXT).code
    browser.answer = before
    assert browser.press("登记，出回执", place="v-dukou", text=TEXT).code == first
