"""S2: raised, followed and rated on a phone, without an account; with a phone number or with nothing but a code."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.browser import axe, picture
from tests.journeys.people import PHONE, PUBLIC, STATION, TITLE, WHAT, Answers, Citizen, Clerk, control
from tests.journeys.steps import (
    ACCEPTED,
    CHOOSE,
    CHOSEN,
    CLASSIFY,
    DONE,
    LAMP,
    LID,
    ON_THE_SPOT,
    RECEIVE,
    REPLIED,
    REPLY,
    RESOLVE,
    RESOLVED,
    SAID,
    TAIL,
    WELL,
)

ASKED: Answers = {"怎么处理": "要问说事人一句", "问什么": "堵的是桥头这边，还是学校那边？"}
ANONYMOUS: Answers = {question: said for question, said in SAID.items() if question != PHONE}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo as phones take them: large, and of many megabytes."""
    path = tmp_path / "沟.jpg"
    Image.effect_noise((2400, 1800), 90).convert("RGB").save(path, "JPEG", quality=95)
    return path


def follow_by_number(page: Page, number: str, tail: str) -> None:
    page.goto("/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("手机后四位").fill(tail)
    page.get_by_role("button", name="查一查").click()


def test_a_matter_goes_from_a_phone_to_its_rating(citizen: Citizen, clerk: Clerk, photo: Path) -> None:
    receipt = citizen.raises(SAID)
    expect(citizen.page.locator("svg.qr")).to_be_visible()
    picture(citizen.page, "s2-receipt")
    clerk.sits_as(STATION).does(receipt.number, RECEIVE, ASKED)

    follow_by_number(citizen.page, receipt.number, TAIL)
    citizen.does("回答一个问题", {"您的回答": "学校那边。", "照片": photo})
    thumb = citizen.page.get_by_role("img", name="照片 1")
    expect(thumb).to_be_visible()
    assert max(thumb.evaluate("(it) => [it.naturalWidth, it.naturalHeight]")) <= 1600

    clerk.sits_as(STATION).opens(receipt.number, RECEIVE)
    expect(clerk.page.get_by_text("说事人的回答：学校那边。")).to_be_visible()
    clerk.does(receipt.number, RECEIVE, ACCEPTED)
    clerk.does(receipt.number, CLASSIFY, ON_THE_SPOT).does(receipt.number, CHOOSE, CHOSEN)
    clerk.sits_as("渡口村 · 新乡贤").does(receipt.number, RESOLVE, RESOLVED)
    clerk.sits_as(STATION).does(receipt.number, REPLY, REPLIED)

    citizen.page.reload()
    expect(citizen.page.get_by_role("region", name="书面答复")).to_contain_text("水沟清通了")
    picture(citizen.page, "s2-replied")
    citizen.does("评价", DONE)
    expect(citizen.now()).to_contain_text("办结")
    expect(citizen.page.get_by_text("非常满意 · 您说办成了")).to_be_visible()
    picture(citizen.page, "s2-rated")
    expect(clerk.sits_as(STATION).rows(receipt.number)).to_have_count(0)


def test_who_leaves_no_name_follows_and_withdraws_by_the_code(citizen: Citizen, clerk: Clerk) -> None:
    receipt = citizen.raises(ANONYMOUS)
    citizen.page.context.clear_cookies()
    citizen.follows(receipt)
    citizen.page.get_by_role("link", name="撤回这件事").click()
    picture(citizen.page, "s2-withdraw")
    citizen.page.get_by_role("button", name="撤回，不办了").click()
    expect(citizen.now()).to_contain_text("已撤回")
    expect(clerk.sits_as(STATION).rows(receipt.number)).to_have_count(0)


def test_the_qr_code_leads_to_the_matter_and_leaves_the_code_behind(citizen: Citizen) -> None:
    receipt = citizen.raises(ANONYMOUS)
    citizen.page.context.clear_cookies()
    citizen.page.goto(f"/follow/scan/{receipt.code}")  # what a phone opens that has read the QR code
    expect(citizen.page.get_by_text(receipt.number).first).to_be_visible()
    assert receipt.code not in citizen.page.url


def test_what_was_forgotten_is_added_and_read_by_the_office(citizen: Citizen, clerk: Clerk) -> None:
    receipt = citizen.raises(SAID)
    citizen.page.get_by_role("link", name="看这件事的进度").click()
    citizen.page.get_by_role("textbox", name="补充情况").fill("昨天有人在那里滑了一跤。")
    citizen.page.get_by_role("button", name="交补充").click()
    expect(citizen.page.get_by_text("补充的情况已经转给办理的人。")).to_be_visible()
    expect(citizen.page.get_by_text("您补充了情况")).to_be_visible()
    expect(citizen.page.get_by_role("textbox", name="补充情况")).to_have_value("")
    clerk.sits_as(STATION).opens(receipt.number, "看补充")
    expect(clerk.page.get_by_text("说事人补充：昨天有人在那里滑了一跤。")).to_be_visible()
    clerk.does(receipt.number, "看补充", {"对办这件事有什么影响、怎么处理": "先拉警戒绳。"})


def test_who_finds_the_same_matter_joins_it(citizen: Citizen, clerk: Clerk) -> None:
    said = {**SAID, PUBLIC: True, TITLE: LAMP, WHAT: "晒谷坝上的照明灯坏了一个月，晚上收谷子看不见。"}
    first = citizen.raises(said)
    clerk.sits_as(STATION).does(
        first.number, RECEIVE, ACCEPTED
    )  # what nobody has looked at yet is shown to nobody
    said = {
        TITLE: "晒谷坝灯坏了",
        WHAT: "晒谷坝的照明灯坏了，晚上收谷子看不见，快一个月了。",
        PHONE: "13900005678",
    }
    citizen.begins({**SAID, **said})
    picture(citizen.page, "s2-near")
    citizen.page.get_by_role("button", name=re.compile(f"是同一件，我附议.*{LAMP}")).click()
    second = citizen.receipt()
    assert second.code != first.code
    citizen.follows(first)
    expect(citizen.page.get_by_text("已有 1 户附议")).to_be_visible()


def test_what_is_typed_stays_when_the_page_is_left(citizen: Citizen) -> None:
    page = citizen.page
    page.goto("/raise/")
    page.get_by_label("哪个村、哪个社区").select_option("沿河乡 · 渡口村")
    citizen.next()
    page.get_by_label(WHAT, exact=True).fill("写到一半没电了")
    page.goto("/raise/")
    expect(control(page, "哪个村、哪个社区")).to_have_value("v-dukou")
    citizen.next()
    expect(page.get_by_label(WHAT, exact=True)).to_have_value("写到一半没电了")
    page.reload()
    expect(page.get_by_label(WHAT, exact=True)).to_have_value("写到一半没电了")


def test_nothing_is_lost_when_the_line_drops(citizen: Citizen) -> None:
    citizen.begins(ANONYMOUS)
    citizen.page.context.set_offline(True)
    citizen.page.get_by_role("button", name="交上去").click()
    expect(citizen.page.get_by_text("没有网络。您写的存在这部手机里，连上网再交。")).to_be_visible()
    citizen.page.context.set_offline(False)
    citizen.page.get_by_role("button", name="交上去").click()
    assert re.fullmatch(r"SS-\d{4}-\d{6}", citizen.receipt().number)


def test_pressing_twice_makes_one_matter(citizen: Citizen, clerk: Clerk) -> None:
    citizen.begins({**ANONYMOUS, TITLE: LID})
    citizen.page.get_by_role("button", name="交上去").dblclick()
    citizen.receipt()
    clerk.sits_as(STATION).looks_for(LID)
    expect(clerk.page.get_by_role("row").filter(has_text=LID)).to_have_count(1)


def test_a_wrong_number_looks_like_an_unknown_one(citizen: Citizen) -> None:
    receipt = citizen.raises(SAID)
    shown = []
    for number, tail in ((receipt.number, "9999"), ("SS-2026-999999", TAIL)):
        follow_by_number(citizen.page, number, tail)
        expect(citizen.page.get_by_role("alert")).to_contain_text("没有查到")
        shown.append(citizen.page.get_by_role("alert").inner_text())
    assert shown[0] == shown[1]
    axe(citizen.page)


def test_what_is_missing_is_named_and_what_was_typed_stays(citizen: Citizen) -> None:
    page = citizen.page
    page.goto("/raise/")
    page.get_by_label("再说细一点").fill("三组")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(control(page, "哪个村、哪个社区")).to_be_focused()
    expect(page.get_by_label("再说细一点")).to_have_value("三组")
    picture(page, "s2-missing")


def test_a_file_that_is_no_photo_is_refused(citizen: Citizen, tmp_path: Path) -> None:
    fake = tmp_path / "照片.jpg"
    fake.write_bytes(b"%PDF-1.7 not a photo")
    page = citizen.page
    page.goto("/raise/")
    page.get_by_label("哪个村、哪个社区").select_option("沿河乡 · 渡口村")
    citizen.next()
    page.get_by_label(WHAT, exact=True).fill("路塌了")
    control(page, "照片").set_input_files(fake)
    citizen.next()
    expect(page.get_by_role("alert")).to_contain_text("照片")
    expect(page.get_by_label(WHAT, exact=True)).to_have_value("路塌了")
    picture(page, "s2-no-photo")


def test_a_clerk_takes_it_down_for_somebody_and_hands_the_receipt_over(clerk: Clerk) -> None:
    page = clerk.sits_as(STATION).page
    page.get_by_role("link", name="替人登记").click()
    expect(page.locator("[data-plain]")).to_have_count(0)
    clerk.answers({**SAID, TITLE: WELL, WHAT: "这几天井水发浑，不敢喝。"})
    picture(page, "s2-on-behalf")
    page.get_by_role("button", name="登记，出回执").click()
    receipt = Citizen(page).receipt()
    expect(page.get_by_role("button", name="打印回执")).to_be_visible()
    page.get_by_role("link", name="回待办").click()
    expect(clerk.rows(receipt.number)).to_have_count(1)
