"""Raising a matter on a phone without scripts: one question a page, nothing lost, one matter however often it is sent."""

import re

import pytest

from tests.conftest import Statements
from tests.make.photos import image
from tests.web.phones import PHONE, PLACE, TEXT, Phone, Village
from tests.workflows import walking
from web.forms.names import name_of


def at_the_check(village: Village, **said: str) -> Phone:
    """Fill in all pages and stop before sending."""
    phone = village.phone().open("/raise/")
    phone.press("下一步", place=PLACE).press("下一步", text=TEXT).press("下一步")
    return phone.press("下一步：核对", phone=PHONE, **said)


def test_it_leads_page_by_page_to_a_receipt(village: Village) -> None:
    phone = at_the_check(village)
    assert TEXT in phone.text
    assert PHONE in phone.text
    phone.press("交上去")
    assert phone.path == "/receipt"
    assert phone.number == "SS-2026-000001"
    assert village.matter(phone.number).waits() == {"receive": {walking.STATION}}


def test_it_needs_neither_name_nor_phone(village: Village) -> None:
    phone = village.phone().open("/raise/")
    phone.press("下一步", place=PLACE).press("下一步", text=TEXT).press("下一步").press("核对")
    assert phone.press("交上去").path == "/receipt"


def test_it_keeps_everything_on_the_way_back(village: Village) -> None:
    phone = village.phone().open("/raise/").press("下一步", place=PLACE, spot="桥头")
    phone.press("上一步", text="写了一半")
    assert phone.typed("spot") == "桥头"
    phone.press("下一步")
    assert phone.typed("text") == "写了一半"


def test_it_leads_from_the_check_to_the_page_that_is_to_be_changed(village: Village) -> None:
    phone = at_the_check(village).press("修改 是什么事")
    assert phone.typed("text") == TEXT
    phone.press("下一步", text="改过的话，路灯坏了").press("下一步").press("下一步：核对")
    assert "改过的话，路灯坏了" in phone.text
    assert PHONE in phone.text


def test_it_names_the_field_that_is_missing_and_keeps_the_rest(village: Village) -> None:
    phone = village.phone().open("/raise/").press("下一步", spot="桥头")
    assert phone.answer.status_code == 422
    assert "有 1 处要改" in phone.text
    assert phone.page.get_element_by_id("answer-place") is not None
    assert phone.typed("spot") == "桥头"


def test_it_shows_a_question_that_an_answer_calls_for_before_going_on(village: Village) -> None:
    phone = village.phone().open("/raise/")
    phone.press("下一步", place=PLACE).press("下一步", text=TEXT).press("下一步")
    phone.press("下一步：核对", on_behalf="true")
    assert phone.answer.status_code == 200
    assert "替谁说的" in phone.text


def test_it_refuses_a_file_that_is_no_photo_at_its_field_and_keeps_what_was_typed(village: Village) -> None:
    phone = village.phone().open("/raise/").press("下一步", place=PLACE)
    phone.choose_photo(b"%PDF-1.7 a letter").press("下一步", text=TEXT)
    assert phone.answer.status_code == 422
    assert "这不是照片（是 PDF 文件）" in phone.text
    assert phone.typed("text") == TEXT


def test_it_keeps_a_photo_through_refused_pages_until_it_belongs_to_the_matter(village: Village) -> None:
    phone = village.phone().open("/raise/").press("下一步", place=PLACE)
    phone.choose_photo(image()).press("下一步", text="")
    assert "已经收下" in phone.text
    phone.press("下一步", text=TEXT).press("下一步").press("核对").press("交上去").press("看这件事的进度")
    (photo,) = phone.page.xpath("//img[contains(@src, '/follow/photos/')]/@src")
    assert phone.client.get(photo).mimetype == "image/jpeg"


def test_it_makes_one_matter_of_two_presses_and_gives_the_same_receipt(village: Village) -> None:
    phone = at_the_check(village)
    before = phone.answer
    first = phone.press("交上去").code
    phone.answer = before
    assert phone.press("交上去").code == first
    assert "刚才已经登记过了" in phone.text
    assert phone.number == "SS-2026-000001"


def test_it_leads_back_to_the_page_of_what_is_refused_at_the_end(village: Village) -> None:
    phone = at_the_check(village)
    phone.press("交上去", place="nowhere")
    assert phone.answer.status_code == 422
    assert "第 1 步" in phone.text


@pytest.mark.parametrize("step", ["", "下一步"])
def test_it_says_what_the_answers_are_for_and_whom_to_call_in_danger(village: Village, step: str) -> None:
    phone = village.phone().open("/raise/")
    if step:
        phone.press(step, place=PLACE)
    assert "您填的只用来办这件事" in phone.text
    assert phone.page.xpath("//a[@href='/about/privacy']")
    assert {"tel:110", "tel:119", "tel:120"} <= set(phone.page.xpath("//a/@href"))


def test_it_offers_to_join_a_like_matter_by_one_press(village: Village) -> None:
    walk = village.shown_to_all()
    phone = at_the_check(village)
    assert "附近有人说过相似的事" in phone.text
    phone.press("是同一件，我附议")
    assert phone.path == "/receipt"
    assert phone.number == "SS-2026-000001"
    assert walk.matter().supporters == 0  # the phone is that of the applicant: no second household


def test_it_lets_one_who_joined_go_back_and_send_a_matter_of_their_own(village: Village) -> None:
    village.shown_to_all()
    phone = at_the_check(village)
    before = phone.answer
    phone.press("是同一件，我附议")
    phone.answer = before
    assert phone.press("交上去").number == "SS-2026-000002"


def test_it_never_shows_a_like_matter_that_is_not_public(village: Village) -> None:
    village.raised()
    assert "附近有人说过相似的事" not in at_the_check(village).text


def test_it_begins_a_new_request_where_the_page_has_lost_its_own(village: Village) -> None:
    phone = village.phone().open("/raise/")
    token = phone.page.forms[0].fields["csrf_token"]
    answer = phone.client.post("/raise/", data={"csrf_token": token, name_of("place"): PLACE, "page": "0"})
    (key,) = re.findall(r'name="request_key" value="([^"]+)"', answer.text)
    assert len(key) >= 22


def test_it_costs_little(village: Village, statements: Statements) -> None:
    village.phone().open("/raise/")
    statements.clear()
    page = village.phone().open("/raise/").answer
    assert statements.count <= 3
    assert len(page.data) < 40_000


def test_it_needs_no_style_or_script_inside_the_page(village: Village) -> None:
    page = at_the_check(village).press("交上去").answer.text
    assert " style=" not in page
    assert "<script>" not in page
