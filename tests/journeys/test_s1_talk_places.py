"""S1: a matter travels up and down the tree of talk places, and always exactly one place answers for it."""

from playwright.sync_api import expect

from tests.journeys.browser import picture
from tests.journeys.people import CENTRE, OFFICE, STATION, SUPERVISOR, Citizen, Clerk
from tests.journeys.steps import (
    ACCEPTED,
    ADMINISTER,
    CLASSIFY,
    DONE_OURSELVES,
    NOT_DONE,
    RECEIVE,
    REPLIED,
    REPLY,
    SAID,
    TO_THE_TOWNSHIP,
)

NEIGHBOUR = "石梁村说事站"
OFFICES = (STATION, NEIGHBOUR, OFFICE, CENTRE)


def transfer(place: str) -> dict[str, str]:
    return {"怎么处理": "不归本地，转到该管的地方", "转到哪里": place}


def answers_for(clerk: Clerk, citizen: Citizen, number: str, place: str, office: str) -> None:
    """The citizen reads one place, the supervisor one row of it, and one office alone has it in its inbox."""
    citizen.page.reload()
    expect(citizen.page.get_by_text("负责答复：")).to_contain_text(f"负责答复：{place} ")
    clerk.sits_as(SUPERVISOR).looks_for(number)
    expect(
        clerk.page.get_by_role("row").filter(has_text=number).get_by_role("cell", name=place)
    ).to_have_count(1)
    for each in OFFICES:
        expect(clerk.sits_as(each).rows(number)).to_have_count(int(each == office))


def test_it_goes_from_the_village_to_the_township_and_to_the_county(citizen: Citizen, clerk: Clerk) -> None:
    receipt = citizen.raises(SAID)
    citizen.follows(receipt)
    answers_for(clerk, citizen, receipt.number, "渡口村", STATION)

    clerk.sits_as(STATION).does(receipt.number, RECEIVE, ACCEPTED)
    clerk.does(receipt.number, CLASSIFY, TO_THE_TOWNSHIP)
    answers_for(clerk, citizen, receipt.number, "沿河乡", OFFICE)

    clerk.sits_as(OFFICE).does(receipt.number, ADMINISTER, DONE_OURSELVES)
    clerk.does(receipt.number, REPLY, REPLIED)
    citizen.page.reload()
    citizen.does("评价", NOT_DONE)
    answers_for(clerk, citizen, receipt.number, "云溪县", CENTRE)
    picture(citizen.page, "s1-at-the-county")


def test_it_comes_back_to_the_village_when_the_county_centre_rules_so(citizen: Citizen, clerk: Clerk) -> None:
    receipt = citizen.raises(SAID)
    citizen.follows(receipt)
    clerk.sits_as(STATION).does(receipt.number, RECEIVE, transfer("沿河乡 · 石梁村"))
    answers_for(clerk, citizen, receipt.number, "石梁村", NEIGHBOUR)

    clerk.sits_as(NEIGHBOUR).does(receipt.number, RECEIVE, transfer("沿河乡 · 渡口村"))
    answers_for(
        clerk, citizen, receipt.number, "石梁村", CENTRE
    )  # it stays in charge until the centre has ruled

    ruling = {"归哪里": "沿河乡 · 渡口村", "理由": "水沟在渡口村的地界上。"}
    clerk.sits_as(CENTRE).does(receipt.number, "裁定归哪里", ruling)
    answers_for(clerk, citizen, receipt.number, "渡口村", STATION)
