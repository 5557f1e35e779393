"""Joining a public matter: with a phone or without, counted once, followed by a receipt of one's own."""

from engine.actor import party
from engine.uow import run
from registers.matters.acts import withdraw
from tests.web.phones import PHONE, Village


def test_it_asks_for_nothing_that_one_must_give(village: Village) -> None:
    walk = village.shown_to_all()
    phone = village.phone().open(f"/join/{walk.instance_id}").press("我附议")
    assert phone.path == "/receipt"
    assert "已附议" in phone.text
    assert walk.matter().supporters == 1


def test_it_counts_two_presses_once_and_gives_the_same_receipt(village: Village) -> None:
    walk = village.shown_to_all()
    phone = village.phone().open(f"/join/{walk.instance_id}")
    before = phone.answer
    first = phone.press("我附议").code
    phone.answer = before
    assert phone.press("我附议").code == first
    assert walk.matter().supporters == 1


def test_it_names_a_phone_that_is_none_and_keeps_the_name(village: Village) -> None:
    walk = village.shown_to_all()
    phone = village.phone().open(f"/join/{walk.instance_id}").press("我附议", name="某某", phone="12")
    assert phone.answer.status_code == 422
    assert "请填手机号" in phone.text
    assert phone.page.get_element_by_id("name").get("value") == "某某"


def test_it_shows_no_matter_that_is_not_public(village: Village) -> None:
    _, walk = village.raised()
    assert village.phone().open(f"/join/{walk.instance_id}").answer.status_code == 404
    assert village.phone().open("/join/none").answer.status_code == 404


def test_it_shows_no_name_phone_or_text_of_who_raised_it(village: Village) -> None:
    walk = village.shown_to_all(text="我家门口的灯坏了三天没有人来修过，请尽快来看看情况，名字不要说出去。")
    page = village.phone().open(f"/join/{walk.instance_id}").text
    assert PHONE not in page
    assert "名字不要说出去" not in page


def test_it_offers_to_join_no_matter_that_has_ended(village: Village) -> None:
    walk = village.shown_to_all()
    phone = village.phone().open(f"/join/{walk.instance_id}")
    before = phone.answer
    run(village.runtime, withdraw, party("applicant", walk.instance_id), walk.instance_id)
    assert "不能再附议" in phone.open(f"/join/{walk.instance_id}").text
    phone.answer = before
    assert phone.press("我附议").answer.status_code == 409
