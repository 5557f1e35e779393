"""The receipt: number, code and QR for the browser that was given them, and what happens next."""

from tests.application import enter, hire
from tests.web.phones import Village


def test_it_shows_number_code_and_qr(village: Village) -> None:
    phone, _ = village.raised()
    assert phone.number in phone.page.xpath("//h1")[0].text
    assert len(phone.code.replace("-", "")) * 5 >= 60
    (qr,) = phone.page.xpath("//svg[contains(@class, 'qr')]")
    assert "style" not in qr.attrib


def test_it_says_who_acts_next_and_until_when(village: Village) -> None:
    phone, _ = village.raised()
    assert "渡口村说事站：受理审查" in phone.text
    assert "3月17日（周二）前" in phone.text


def test_it_is_shown_again_when_the_page_is_loaded_again(village: Village) -> None:
    phone, _ = village.raised()
    assert phone.code == phone.open("/receipt").code


def test_it_is_shown_to_no_other_browser(village: Village) -> None:
    village.raised()
    assert village.phone().open("/receipt").answer.status_code == 404


def test_it_lets_one_who_left_no_phone_follow_by_its_code(village: Village) -> None:
    phone, _ = village.raised(phone="")
    code = phone.code
    assert "渡口桥头三盏路灯" in village.phone().open(f"/follow/scan/{code}").text


def test_it_is_the_citizens_when_a_clerk_took_the_matter_down(village: Village) -> None:
    hire(village.runtime, "clerk", "station-clerk@v-dukou")
    desk = village.phone()
    enter(desk.client, "clerk")
    desk.open("/on-behalf").press("登记，出回执", place="v-dukou", text="代老人说：路灯坏了")
    assert desk.path == "/receipt"
    assert "再登记一件" in desk.text
    assert desk.open("/follow/matter").answer.status_code == 404
