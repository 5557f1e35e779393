"""S4: what law or policy has settled, or what lies beyond the village, is never deliberated; the answer says why."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import picture
from tests.journeys.people import STATION, Citizen, Clerk
from tests.journeys.steps import (
    ACCEPTED,
    CLASSIFY,
    DELIBERATE,
    EXPLAINED,
    RECEIVE,
    REPLY,
    SAID,
    SCREEN,
    TO_DELIBERATE,
)

ITEM = "是清单上的哪一项"
EXCLUSION = "有没有不能议的情形"


def to_screen(citizen: Citizen, clerk: Clerk) -> str:
    receipt = citizen.raises(SAID)
    clerk.sits_as(STATION).does(receipt.number, RECEIVE, ACCEPTED).does(
        receipt.number, CLASSIFY, TO_DELIBERATE
    )
    return receipt.number


@pytest.mark.parametrize(
    ("exclusion", "reason"),
    [
        ("法律法规有明文规定", "法律法规有明文规定，不纳入议事范围。"),
        ("党的大政方针已有规定", "党的大政方针已有规定，不纳入议事范围。"),
        ("超出村民自治范围", "超出村民自治范围，不纳入议事范围。"),
    ],
)
def test_what_is_excluded_is_answered_with_the_reason(
    citizen: Citizen, clerk: Clerk, exclusion: str, reason: str
) -> None:
    number = to_screen(citizen, clerk)
    clerk.does(number, SCREEN, {ITEM: "公共设施管护", EXCLUSION: exclusion, "是哪条规定": "《公路法》第八条"})
    expect(clerk.rows(number).filter(has_text=DELIBERATE)).to_have_count(0)
    clerk.opens(number, REPLY)
    expect(clerk.page.get_by_text(f"议事清单：{reason}")).to_be_visible()
    clerk.answers({**EXPLAINED, "做了什么，用大白话": reason})
    picture(clerk.page, "s4-reason")
    clerk.submits()

    citizen.page.get_by_role("link", name="看这件事的进度").click()
    expect(citizen.page.get_by_role("region", name="书面答复")).to_contain_text(reason)
    assert DELIBERATE not in clerk.steps_of(number)


def test_what_the_list_itself_excludes_is_not_deliberated_even_if_nobody_says_so(
    citizen: Citizen, clerk: Clerk
) -> None:
    number = to_screen(citizen, clerk)
    clerk.does(number, SCREEN, {ITEM: "征收补偿标准", EXCLUSION: "没有"})
    expect(clerk.rows(number)).to_contain_text(REPLY)


def test_what_is_on_the_list_is_deliberated(citizen: Citizen, clerk: Clerk) -> None:
    number = to_screen(citizen, clerk)
    clerk.does(number, SCREEN, {ITEM: "公共设施管护", EXCLUSION: "没有"})
    expect(clerk.rows(number)).to_contain_text(DELIBERATE)
