"""S7: the village whistles and a team reports in, the township whistles and departments do; late ones are supervised."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.browser import picture
from tests.journeys.people import CENTRE, LEADER, OFFICE, STATION, SUPERVISOR, TODAY, Answers, Citizen, Clerk
from tests.journeys.steps import (
    ACCEPTED,
    ADMINISTER,
    CHOOSE,
    CHOSEN,
    CLASSIFY,
    ON_THE_SPOT,
    RECEIVE,
    REPLY,
    RESOLVE,
    SAID,
    TO_THE_TOWNSHIP,
    UNRESOLVED,
)
from tests.journeys.time_passing import let_the_next_timer_pass

WATER, ROADS, LAND = "县水利局承办人", "县交通运输局承办人", "县自然资源局承办人"
MEDIATOR, GENTRY = "沿河乡 · 人民调解员", "渡口村 · 新乡贤"
FACTS: Answers = {
    "是什么情况": "两家争水。",
    "试过什么办法": "谈过三次。",
    "为什么办不了": "要懂水利的人来定。",
}
BLOWN: Answers = {**FACTS, "要什么样的人来": "懂水利的、会调解的", "轻重": "急"}
TEAM: Answers = {
    "队长": MEDIATOR,
    "队员": ("沿河乡 · 一乡一检察官",),
    "问过了：和当事人没有亲属、利害关系": True,
}
COMING: Answers = {"哪天到": TODAY, "到哪里": "渠首"}
PROPER: Answers = {"这一哨吹得应不应该": "是"}
SOLVED: Answers = {"销哨吗": "解决了，销哨", "人到了吗": "是", "按时吗": "是", "给几分": "5 分"}


def village_whistled(citizen: Citizen, clerk: Clerk) -> str:
    """Blow the village whistle and let the county centre call a team."""
    number = citizen.raises(SAID).number
    clerk.sits_as(STATION).does(number, RECEIVE, ACCEPTED).does(number, CLASSIFY, ON_THE_SPOT)
    clerk.does(number, CHOOSE, CHOSEN)
    clerk.sits_as(GENTRY).does(number, RESOLVE, UNRESOLVED)
    clerk.sits_as(STATION).does(number, "吹哨", BLOWN)
    clerk.sits_as(CENTRE).does(number, "从人才库选队伍", TEAM)
    return number


def test_the_village_whistles_a_team_reports_in_and_the_village_closes_it(
    citizen: Citizen, clerk: Clerk
) -> None:
    number = village_whistled(citizen, clerk)
    for member in (MEDIATOR, "沿河乡 · 一乡一检察官"):
        clerk.sits_as(member).does(number, "报到", COMING)
    acted = {"怎么分工、分几步": "先量水。", "做了什么": "分了时段。", "解决了吗": "解决了", **PROPER}
    clerk.sits_as(MEDIATOR).does(number, "到场办理", acted)
    expect(clerk.rows(number)).to_have_count(0)  # who came does not close it
    expect(clerk.sits_as(CENTRE).rows(number)).to_have_count(0)
    clerk.sits_as(STATION).does(number, "吹哨人验收", SOLVED)
    expect(clerk.rows(number)).to_contain_text(REPLY)


def test_a_team_that_is_late_is_shown_to_the_supervisor_and_still_expected(
    citizen: Citizen, clerk: Clerk, data: Path
) -> None:
    number = village_whistled(citizen, clerk)
    let_the_next_timer_pass(data, number)
    clerk.sits_as(SUPERVISOR).opens(number, "督办没应答的哨")
    clerk.answers({"怎么回事": "没有人接。", "怎么督办": "催办", "要求哪天以前做什么": "今天到场。"})
    picture(clerk.page, "s7-late-whistle")
    clerk.submits()
    expect(clerk.sits_as(MEDIATOR).rows(number)).to_contain_text("报到")


def test_the_township_whistles_one_department_objects_and_the_county_rules(
    citizen: Citizen, clerk: Clerk
) -> None:
    number = citizen.raises(SAID).number
    clerk.sits_as(STATION).does(number, RECEIVE, ACCEPTED).does(number, CLASSIFY, TO_THE_TOWNSHIP)
    handing = {"谁来办": "吹哨，请部门来办", "为什么要部门来": "要动县里的渠。"}
    clerk.sits_as(OFFICE).does(number, ADMINISTER, handing)
    called: Answers = {
        **FACTS,
        "牵头部门": "县水利局",
        "协办部门": ("县交通运输局",),
        "要它们做什么": "修渠、补路。",
        "轻重": "普通",
    }
    clerk.does(number, "写哨单", called)
    clerk.sits_as(LEADER).does(number, "批准吹哨", {"同意吹哨吗": "同意"})

    accepts = {"应答": "报到，接哨", "谁来办": "水利工程股", "哪天到场": TODAY}
    clerk.sits_as(WATER).does(number, "报到，或一次异议", accepts)
    objects = {
        "应答": "有异议（一个工作日内，只能一次）",
        "依据哪条法律": "《公路法》第八条",
        "应该归谁": "县自然资源局",
    }
    clerk.sits_as(ROADS).does(number, "报到，或一次异议", objects)
    ruling = {"裁定": "异议成立，换部门", "由谁承办": "县自然资源局", "理由": "地归自然资源局。"}
    clerk.sits_as(CENTRE).opens(number, "裁定由谁承办")
    clerk.answers(ruling)
    picture(clerk.page, "s7-ruling")
    clerk.submits()

    expect(clerk.sits_as(ROADS).rows(number)).to_have_count(0)
    done = {"怎么办、分几步": "三天修好。", "做了什么": "修好了。", "办好了吗": "办好了", **PROPER}
    for department in (WATER, LAND):
        clerk.sits_as(department).does(number, "办理", done)
    clerk.looks_up(number)
    for other in (LEADER, STATION):
        expect(clerk.sits_as(other).rows(number)).to_have_count(0)
    clerk.sits_as(OFFICE).does(number, "吹哨人验收", SOLVED)
    expect(clerk.rows(number)).to_contain_text(REPLY)
