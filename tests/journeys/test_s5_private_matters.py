"""S5: a private matter is talked over one to one; nobody but its handlers meets with it, in no list and no search."""

import re

from playwright.sync_api import expect

from tests.journeys.browser import picture
from tests.journeys.people import (
    CENTRE,
    CONCERNS,
    LEADER,
    OFFICE,
    PRIVATE,
    STATION,
    TITLE,
    WHAT,
    Answers,
    Citizen,
    Clerk,
)
from tests.journeys.steps import (
    ACCEPTED,
    CHOOSE,
    CHOSEN,
    CLASSIFY,
    DELIBERATE,
    ONE_TO_ONE,
    RECEIVE,
    REPLY,
    SAID,
    TALKED,
    TO_DELIBERATE,
)

PRIVATELY = "两兄弟分家说不拢"
ASIDE: Answers = {
    **SAID,
    TITLE: PRIVATELY,
    WHAT: "老屋怎么分，两兄弟说不拢，不想让旁人知道。",
    CONCERNS: "我自己或者家里",
    PRIVATE: True,
}
OTHERS = ("石梁村说事站", OFFICE, LEADER, CENTRE, "县水利局承办人")
PERSONAL: Answers = {**TO_DELIBERATE, "类别": "个人事项", "说的是哪方面": "婚姻家庭"}


def is_unseen(clerk: Clerk, address: str) -> None:
    """The post sees nothing of it in its inbox or in any list, and is not let in by the address either."""
    for words in (PRIVATELY, "老屋"):
        clerk.looks_for(words)
        expect(clerk.page.get_by_text(PRIVATELY)).to_have_count(0)
    answered = clerk.page.goto(address)
    assert answered is not None
    assert answered.status in {403, 404}


def test_a_private_matter_is_seen_by_its_handlers_alone(citizen: Citizen, clerk: Clerk) -> None:
    receipt = citizen.raises(ASIDE)
    clerk.sits_as(STATION).does(receipt.number, RECEIVE, ACCEPTED)
    clerk.looks_up(receipt.number)
    address = clerk.page.url
    for post in OTHERS:
        is_unseen(clerk.sits_as(post), address)
    citizen.page.goto("/")
    expect(citizen.page.get_by_text(PRIVATELY)).to_have_count(0)
    citizen.begins({**ASIDE, TITLE: "分家"})
    expect(citizen.page.get_by_text("附近有人说过相似的事")).to_have_count(0)


def test_a_private_matter_is_never_deliberated(citizen: Citizen, clerk: Clerk) -> None:
    receipt = citizen.raises(ASIDE)
    clerk.sits_as(STATION).does(receipt.number, RECEIVE, ACCEPTED)
    clerk.page.goto("/inbox")
    clerk.opens(receipt.number, CLASSIFY)
    expect(clerk.page.get_by_text("这一条办理的人不能放开")).to_be_visible()
    clerk.answers(PERSONAL)
    picture(clerk.page, "s5-classify")
    clerk.submits()
    expect(
        clerk.rows(receipt.number).filter(has_text=re.compile(f"{PRIVATELY}.*不公开", re.DOTALL))
    ).to_have_count(1)
    clerk.does(receipt.number, CHOOSE, CHOSEN)

    clerk.sits_as("渡口村 · 新乡贤").does(receipt.number, ONE_TO_ONE, TALKED)
    clerk.sits_as(STATION)
    expect(clerk.rows(receipt.number)).to_contain_text(REPLY)
    assert DELIBERATE not in clerk.steps_of(receipt.number)
