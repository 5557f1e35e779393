"""Following a matter without an account: what it takes to find it, what one is shown, and what one may do."""

from tests.make.photos import image
from tests.web.phones import PHONE, PLACE, TEXT, Phone, Village
from tests.workflows import walking

UNKNOWN = "没有查到。请核对编号和手机号后四位"


def by_number(village: Village, number: str, tail: str) -> Phone:
    return village.phone().open("/follow/").press("查一查", number=number, tail=tail)


def test_it_finds_a_matter_by_number_and_the_end_of_the_phone(village: Village) -> None:
    raised, _ = village.raised()
    found = by_number(village, raised.number, PHONE[-4:])
    assert found.path == "/follow/matter"
    assert TEXT in found.text


def test_it_finds_a_matter_by_the_code_however_it_is_typed(village: Village) -> None:
    raised, _ = village.raised()
    code = raised.code.lower().replace("-", " ")
    assert TEXT in village.phone().open("/follow/").press("查一查", code=code).text


def test_it_leaves_the_code_behind_when_a_qr_is_scanned(village: Village) -> None:
    raised, _ = village.raised()
    answer = village.phone().client.get(f"/follow/scan/{raised.code}")
    assert answer.status_code == 303
    assert answer.location == "/follow/matter"


def test_it_answers_wrong_and_unknown_alike(village: Village) -> None:
    raised, _ = village.raised()
    wrong, unknown = by_number(village, raised.number, "0000"), by_number(village, "SS-2026-999999", "0000")
    assert wrong.answer.status_code == unknown.answer.status_code == 404
    assert wrong.text.replace(raised.number, "") == unknown.text.replace("SS-2026-999999", "")
    assert UNKNOWN in wrong.text


def test_it_answers_an_unknown_code_in_the_same_words(village: Village) -> None:
    phone = village.phone().open("/follow/").press("查一查", code="AAAA-AAAA-AAAA-AAAA")
    assert phone.answer.status_code == 404
    assert UNKNOWN in phone.text


def test_it_locks_a_number_after_ten_wrong_tries_and_says_until_when(village: Village) -> None:
    raised, _ = village.raised()
    for _ in range(10):
        by_number(village, raised.number, "0000")
    locked = by_number(village, raised.number, PHONE[-4:])
    assert locked.answer.status_code == 429
    assert "试得太多了，请在" in locked.text
    assert raised.number in str(locked.page.forms[0].inputs["number"].value)


def test_it_shows_nothing_to_one_who_has_no_receipt(village: Village) -> None:
    village.raised()
    stranger = village.phone()
    for address in ("/follow/matter", "/follow/withdraw", "/follow/photos/any", "/follow/tasks/any"):
        assert stranger.open(address).answer.status_code == 404


def test_it_says_who_answers_and_until_when_and_how_that_was_counted(village: Village) -> None:
    phone, _ = village.raised()
    phone.press("看这件事的进度")
    assert "渡口村说事站正在办：受理审查" in phone.text
    assert "还剩 1 个工作日 这一步在 3月17日（周二）前做完" in phone.text
    assert "第 1 个工作日，到期" in phone.text


def test_it_does_not_tell_what_the_system_noted_for_itself(village: Village) -> None:
    phone, _ = village.raised()
    assert "已分类" not in phone.press("看这件事的进度").text


def test_it_shows_the_reply_with_its_basis_and_what_else_one_may_do(village: Village) -> None:
    phone, walk = village.raised()
    walk.do("receive", walking.STATION, decision="elsewhere", **REFERRAL)
    phone.press("看这件事的进度")
    assert "已经办结：已转到法定渠道" in phone.text
    assert REFERRAL["door"] in phone.text
    assert REFERRAL["remedies"] in phone.text


REFERRAL = {
    "channel": "reconsideration",
    "door": "县司法局行政复议窗口",
    "basis": "行政复议法",
    "remedies": "知道之日起 60 日内",
}


def test_it_hands_a_supplement_with_photos_to_the_office(village: Village) -> None:
    phone, walk = village.raised()
    phone.press("看这件事的进度")
    phone.choose_photo(image()).press("交补充", text="今天又坏了一盏")
    assert "补充的情况已经转给办理的人" in phone.text
    assert phone.page.xpath("//img[contains(@src, '/follow/photos/')]")
    assert walk.matter().supplements == 1


def test_it_refuses_an_empty_supplement_and_a_file_that_is_no_photo_and_keeps_the_rest(
    village: Village,
) -> None:
    phone, walk = village.raised()
    phone.press("看这件事的进度")
    assert phone.press("交补充").answer.status_code == 422
    phone.choose_photo(b"GIF89a not allowed").press("交补充", text="写好的话")
    assert phone.answer.status_code == 422
    assert "这不是照片" in phone.text
    assert "写好的话" in phone.text
    assert walk.matter().supplements == 0


def test_it_names_the_consequence_before_a_matter_is_withdrawn(village: Village) -> None:
    phone, walk = village.raised()
    phone.press("看这件事的进度").press("撤回这件事")
    assert "撤回以后马上停办" in phone.text
    assert not walk.has_ended()
    phone.press("撤回，不办了")
    assert "已经办结：本人撤回" in phone.text
    assert walk.has_ended()


def test_it_takes_nothing_more_once_the_matter_has_ended(village: Village) -> None:
    phone, _ = village.raised()
    before = phone.press("看这件事的进度").answer
    phone.press("撤回这件事").press("撤回，不办了")
    phone.answer = before
    refused = phone.press("交补充", text="还有一句")
    assert refused.answer.status_code == 409
    assert "还有一句" in refused.text
    assert phone.open("/follow/withdraw").answer.status_code == 409


def test_it_shows_a_supporter_neither_text_nor_photos(village: Village) -> None:
    walk = village.shown_to_all()
    phone = village.phone().open("/").press("渡口桥头").press("我附议").press("看这件事的进度")
    assert "您附议的" in phone.text
    assert TEXT not in phone.page.xpath("string(//section[@aria-labelledby='yours'])")
    assert "已有 1 户附议" in phone.text
    assert walk.instance_id not in phone.text
    assert "撤回这件事" not in phone.text


def test_it_never_leads_to_a_photo_of_another_matter(village: Village) -> None:
    phone, _ = village.raised()
    phone.press("看这件事的进度")
    phone.choose_photo(image()).press("交补充", text="照片在此")
    (photo,) = phone.page.xpath("//img[contains(@src, '/follow/photos/')]/@src")
    other, _ = village.raised(place=PLACE, phone="")
    assert other.open(photo).answer.status_code == 403
