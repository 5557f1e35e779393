"""What the office asks of the one who raised a matter: answered on a plain form, by nobody else, and never lost."""

from tests.make.photos import image
from tests.web.phones import Phone, Village
from tests.workflows import walking
from tests.workflows.walking import Walk

QUESTION = "路灯是哪一杆？"


def asked(village: Village) -> tuple[Phone, Walk]:
    """Raise a matter and let the station ask something."""
    phone, walk = village.raised()
    walk.do("receive", walking.STATION, decision="ask", question=QUESTION)
    return phone.press("看这件事的进度"), walk


def test_it_says_whose_turn_it_is_and_shows_the_question(village: Village) -> None:
    phone, _ = asked(village)
    assert "轮到您了：回答一个问题" in phone.text
    assert QUESTION in phone.press("回答一个问题").text


def test_it_hands_the_answer_with_its_photo_to_the_office(village: Village) -> None:
    phone, walk = asked(village)
    phone.press("回答一个问题").choose_photo(image()).press("交上去", text="桥头第二杆")
    assert phone.path == "/follow/matter"
    assert phone.page.xpath("//img[contains(@src, '/follow/photos/')]")
    assert walk.waits() == {"receive": {walking.STATION}}


def test_it_gives_a_refused_form_back_as_it_was_filled_in(village: Village) -> None:
    phone, walk = asked(village)
    phone.press("回答一个问题").choose_photo(b"%PDF").press("交上去", text="桥头第二杆")
    assert phone.answer.status_code == 422
    assert "这不是照片" in phone.text
    assert phone.typed("text") == "桥头第二杆"
    assert phone.press("交上去", text="").answer.status_code == 422
    assert "您的回答：这一项要填" in phone.text
    assert "answer" in walk.waits()


def test_it_keeps_what_was_typed_when_the_step_is_over(village: Village) -> None:
    phone, walk = asked(village)
    before = phone.press("回答一个问题").answer
    walk.do("answer", "applicant", text="先答了")
    phone.answer = before
    refused = phone.press("交上去", text="又写一遍")
    assert refused.answer.status_code == 409
    assert refused.typed("text") == "又写一遍"


def test_it_leads_back_from_a_step_that_was_answered(village: Village) -> None:
    phone, walk = asked(village)
    task = phone.press("回答一个问题").path
    walk.do("answer", "applicant", text="答了")
    assert phone.open(task).path == "/follow/matter"
    assert "这一步已经办过了" in phone.text


def test_it_refuses_one_who_follows_another_matter(village: Village) -> None:
    phone, walk = asked(village)
    task = phone.press("回答一个问题").path
    stranger, _ = village.raised()
    assert stranger.open(task).answer.status_code == 403
    assert "answer" in walk.waits()


def test_it_takes_the_rating(village: Village) -> None:
    phone, walk = village.raised()
    replied(walk)
    phone.press("看这件事的进度").press("评价").press("交上去", done="yes", satisfied="5")
    assert "已经办结：已解决" in phone.text
    assert "您的评价 非常满意 · 您说办成了" in phone.text
    assert walk.matter().rating == 5


def test_it_opens_the_matter_again_when_it_was_not_done(village: Village) -> None:
    phone, walk = village.raised()
    replied(walk)
    phone.press("看这件事的进度").press("评价").press("交上去", done="no", satisfied="2", why="灯还是不亮")
    assert "重新办理" in phone.text
    assert walk.matter().reopened == 1


def replied(walk: Walk) -> None:
    walk.do("receive", walking.STATION, decision="accept")
    classified = {"class": "public-benefit", "topic": "facilities", "way": "on-the-spot", "urgency": "normal"}
    walk.do("classify", walking.STATION, reason="看了现场", **classified)
    walk.do("choose-resolver", walking.STATION, resolver="elder", no_conflict=True)
    walk.do("resolve", "elder", **RESOLVED)
    walking.replied(walk, walking.STATION)


RESOLVED = {"met_on": "2026-03-16", "did": "换了灯泡", "outcome": "agreed", "agreement": "已经换好"}
