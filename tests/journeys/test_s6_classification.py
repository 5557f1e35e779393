"""S6: a table proposes the class, a human has the last word, and the matter is resolved on the spot."""

from playwright.sync_api import expect

from tests.journeys.browser import picture
from tests.journeys.people import STATION, Citizen, Clerk
from tests.journeys.steps import (
    ACCEPTED,
    CHOOSE,
    CHOSEN,
    CLASSIFY,
    ON_THE_SPOT,
    RECEIVE,
    REPLY,
    RESOLVE,
    RESOLVED,
    SAID,
)


def test_the_table_proposes_and_the_clerk_has_the_last_word(citizen: Citizen, clerk: Clerk) -> None:
    receipt = citizen.raises(SAID)
    clerk.sits_as(STATION).does(receipt.number, RECEIVE, ACCEPTED)
    expect(clerk.rows(receipt.number)).to_have_count(1)  # before it is classified nothing else can be done
    clerk.opens(receipt.number, CLASSIFY)
    expect(clerk.page.get_by_text("系统拟定：公益事项")).to_be_visible()
    clerk.answers({**ON_THE_SPOT, "类别": "个人事项", "和拟定的不一样，为什么": "其实只关系到一家。"})
    picture(clerk.page, "s6-classify")
    clerk.submits()
    citizen.page.get_by_role("link", name="看这件事的进度").click()
    expect(citizen.page.get_by_role("region", name="您说的")).to_contain_text("个人事项")


def test_somebody_of_the_village_resolves_it_on_the_spot(citizen: Citizen, clerk: Clerk) -> None:
    receipt = citizen.raises(SAID)
    clerk.sits_as(STATION).does(receipt.number, RECEIVE, ACCEPTED)
    clerk.does(receipt.number, CLASSIFY, ON_THE_SPOT).does(receipt.number, CHOOSE, CHOSEN)
    expect(clerk.page.get_by_role("heading", name="待办")).to_be_visible()
    clerk.sits_as("渡口村 · 新乡贤").does(receipt.number, RESOLVE, RESOLVED)
    expect(clerk.sits_as(STATION).rows(receipt.number)).to_contain_text(REPLY)
