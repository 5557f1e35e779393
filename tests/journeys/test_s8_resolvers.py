"""S8: only a resolver in good standing is offered, and no other is accepted, whatever is sent."""

import re

from playwright.sync_api import Page, Route, expect

from tests.journeys.browser import picture
from tests.journeys.people import PLACE, Citizen, Clerk, control
from tests.journeys.steps import ACCEPTED, CHOOSE, CHOSEN, CLASSIFY, ON_THE_SPOT, RECEIVE, SAID

STATION = "大坪村说事站"
FIT, SUSPENDED = "大坪村 · 法律明白人", "大坪村 · 一村一警"
FORGED = ("daping-law-adviser", "daping-police")


def at_the_choice(citizen: Citizen, clerk: Clerk) -> str:
    number = citizen.raises({**SAID, PLACE: "沿河乡 · 大坪村"}).number
    clerk.sits_as(STATION).does(number, RECEIVE, ACCEPTED).does(number, CLASSIFY, ON_THE_SPOT)
    clerk.page.goto("/inbox")
    clerk.opens(number, CHOOSE)
    return number


def test_who_is_suspended_is_not_offered(citizen: Citizen, clerk: Clerk) -> None:
    at_the_choice(citizen, clerk)
    control(clerk.page, "解事员").locator("xpath=..").click()
    offered = clerk.page.locator(".fjs-dropdownlist-item").all_inner_texts()
    picture(clerk.page, "s8-offered")
    assert any(each.startswith(FIT) for each in offered), offered
    assert not any(each.startswith(SUSPENDED) for each in offered), offered


def test_who_is_suspended_is_not_accepted_either(citizen: Citizen, clerk: Clerk) -> None:
    number = at_the_choice(citizen, clerk)
    forge(clerk.page)
    clerk.answers({**CHOSEN, "解事员": FIT})
    clerk.page.get_by_role("button", name="提交").click()
    expect(clerk.page.get_by_role("alert")).to_contain_text("有 1 处要改")
    picture(clerk.page, "s8-not-accepted")
    expect(clerk.sits_as(STATION).rows(number)).to_contain_text(CHOOSE)


def forge(page: Page) -> None:
    """Send the suspended one in the place of the one that was chosen."""

    def send(route: Route) -> None:
        sent = route.request.post_data
        route.continue_(post_data=sent.replace(*FORGED) if sent else None)

    page.route(re.compile("/tasks/"), send)
