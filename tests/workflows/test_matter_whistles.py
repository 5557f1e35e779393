"""The two whistles (S7, rules P2): who is called, who answers, what happens when nobody does, who alone may close."""

from datetime import UTC, datetime

import pytest

from engine.runtime import Runtime
from tests.conftest import StillClock
from tests.workflows.walking import (
    CENTRE,
    LEADER,
    OFFICE,
    ROADS,
    STATION,
    SUPERVISOR,
    WATER,
    Walk,
    classified,
)

FACTS = {"facts": "两村争水。", "tried": "谈过三次。", "why": "要动渠道。", "asked": "懂水利的人"}
TEAM = {"lead": "mediator", "members": ["counsel"], "no_conflict": True}
ACTED = {"plan": "先量水，再分时段。", "did": "分了时段。", "solved": "yes", "proper": "yes"}
CLOSED = {"arrived": "yes", "on_time": "yes", "score": 5}
LATE = {"found": "没有人接。", "measure": "red-card", "order": "今天到场。"}
ON_SITE = {"officer": "水利站", "on_site": "2026-03-18"}
OBJECTED = {"answer": "refused", "basis": "《公路法》第八条：乡道归乡里管", "right_owner": "d-roads"}


def village_blown(office: Runtime, clock: StillClock, urgency: str = "normal") -> Walk:
    walk = classified(office, clock, "on-the-spot")
    walk.do("choose-resolver", STATION, resolver="elder", no_conflict=True)
    walk.do("resolve", "elder", met_on="2026-03-16", did="谈了。", outcome="unresolved", dispute="谈不拢。")
    return walk.do("village-blow", STATION, **FACTS, urgency=urgency)


def team_called(office: Runtime, clock: StillClock, urgency: str = "normal") -> Walk:
    return village_blown(office, clock, urgency).do("village-make-team", CENTRE, **TEAM)


def team_there(office: Runtime, clock: StillClock) -> Walk:
    walk = team_called(office, clock)
    for who in ("mediator", "counsel"):
        walk.do("village-report-in", who, on="2026-03-17", where="渠首")
    return walk


def township_blown(office: Runtime, clock: StillClock, urgency: str = "normal", **blown: object) -> Walk:
    walk = classified(office, clock, "administration").do(
        "administer", OFFICE, handling="departments", why="要动县里的渠道。"
    )
    called = {"lead": "d-water", "helpers": ["d-roads"], "asked": "修渠", "urgency": urgency, **blown}
    return walk.do("township-blow", OFFICE, **{**FACTS, **called})


def departments_called(office: Runtime, clock: StillClock, urgency: str = "normal", **blown: object) -> Walk:
    return township_blown(office, clock, urgency, **blown).do("township-approve", LEADER, approved="yes")


def done_by(walk: Walk, *departments: str) -> Walk:
    for department in departments:
        walk.do("department-report-in", department, answer="accepted", **ON_SITE)
    for department in departments:
        walk.do("department-act", department, plan="三天", did="修好了。", done="yes", proper="yes")
    return walk


# the village whistles


def test_it_calls_a_team_from_the_pool_of_the_county_and_each_reports_in(
    office: Runtime, clock: StillClock
) -> None:
    walk = village_blown(office, clock)
    assert walk.waits() == {"village-make-team": {CENTRE}}
    assert [(each.kind, each.status) for each in walk.whistles()] == [("village", "open")]
    walk.do("village-make-team", CENTRE, **TEAM)
    assert walk.waits() == {"village-report-in": {"user:mediator", "user:counsel"}}


def test_it_is_acted_on_by_the_lead_and_closed_by_the_station_that_whistled(
    office: Runtime, clock: StillClock
) -> None:
    walk = team_there(office, clock).do("village-act", "mediator", **ACTED)
    walk.do("village-check", STATION, verdict="solved", **CLOSED)
    assert walk.waits() == {"write-reply": {STATION}}
    assert [(each.status, each.score) for each in walk.whistles()] == [("closed", 5)]


def test_it_is_done_again_when_the_whistler_is_not_content(office: Runtime, clock: StillClock) -> None:
    walk = team_there(office, clock).do("village-act", "mediator", **ACTED)
    walk.do("village-check", STATION, verdict="again", why="还漏水。")
    assert walk.waits() == {"village-act": {"user:mediator"}}


def test_it_goes_to_the_township_when_the_team_did_not_solve_it(office: Runtime, clock: StillClock) -> None:
    walk = team_there(office, clock).do(
        "village-act", "mediator", **{**ACTED, "solved": "no", "left": "要修渠。"}
    )
    walk.do("village-check", STATION, verdict="unsolved", why="要县里修。", **CLOSED)
    assert walk.waits() == {"administer": {OFFICE}}
    assert walk.case().unit_id == "t-yanhe"


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        ("normal", datetime(2026, 3, 17, 15, 59, 59, tzinfo=UTC)),
        ("urgent", datetime(2026, 3, 16, 3, 0, tzinfo=UTC)),
        ("hazard", datetime(2026, 3, 16, 1, 30, tzinfo=UTC)),
    ],
)
def test_it_must_be_answered_the_sooner_the_more_urgent_it_is(
    office: Runtime, clock: StillClock, urgency: str, due: datetime
) -> None:
    assert team_called(office, clock, urgency).due("village-report-in") == due


def test_a_team_that_does_not_report_in_is_shown_to_the_supervisor_and_still_expected(
    office: Runtime, clock: StillClock
) -> None:
    walk = team_called(office, clock, "urgent").wait_for("village-urge")
    assert walk.waits() == {
        "village-report-in": {"user:mediator", "user:counsel"},
        "village-urge": {SUPERVISOR},
    }
    walk.do("village-urge", SUPERVISOR, **LATE)
    assert set(walk.waits()) == {"village-report-in"}


def test_those_who_came_begin_without_the_others_after_three_working_days(
    office: Runtime, clock: StillClock
) -> None:
    walk = team_called(office, clock).do("village-report-in", "mediator", on="2026-03-17", where="渠首")
    walk.wait_for("village-act")
    assert walk.waits() == {"village-act": {"user:mediator"}, "village-urge": {SUPERVISOR}}


def test_a_team_that_does_not_finish_in_ten_working_days_is_shown_to_the_supervisor(
    office: Runtime, clock: StillClock
) -> None:
    walk = team_there(office, clock).wait_for("village-urge")
    assert walk.waits() == {"village-act": {"user:mediator"}, "village-urge": {SUPERVISOR}}
    assert clock.now.date().isoformat() == "2026-03-30"


# the township whistles


def test_it_is_blown_only_when_the_leader_approves(office: Runtime, clock: StillClock) -> None:
    walk = township_blown(office, clock)
    assert walk.waits() == {"township-approve": {LEADER}}
    assert walk.whistles() == []
    walk.do("township-approve", LEADER, approved="no", reason="先自己想办法。")
    assert walk.waits() == {"township-blow": {OFFICE}}


def test_it_calls_each_department_which_reports_in_and_acts_by_itself(
    office: Runtime, clock: StillClock
) -> None:
    walk = departments_called(office, clock)
    assert walk.waits() == {"department-report-in": {WATER, ROADS}}
    walk.do("department-report-in", WATER, answer="accepted", **ON_SITE)
    assert walk.waits() == {"department-report-in": {ROADS}, "department-act": {WATER}}
    assert walk.called() == {"d-water": "accepted", "d-roads": None}


def test_it_is_closed_by_the_township_that_whistled_when_all_have_acted(
    office: Runtime, clock: StillClock
) -> None:
    walk = done_by(departments_called(office, clock), WATER, ROADS)
    assert walk.waits() == {"township-check": {OFFICE}}
    walk.do("township-check", OFFICE, verdict="solved", **CLOSED)
    assert walk.waits() == {"write-reply": {OFFICE}}
    assert [(each.kind, each.status) for each in walk.whistles()] == [("township", "closed")]


def test_it_calls_the_departments_again_when_the_township_is_not_content(
    office: Runtime, clock: StillClock
) -> None:
    walk = done_by(departments_called(office, clock, helpers=[]), WATER)
    walk.do("township-check", OFFICE, verdict="again", why="还在漏。")
    assert walk.waits() == {"department-report-in": {WATER}}


def test_a_department_objects_once_and_the_county_centre_names_the_right_one(
    office: Runtime, clock: StillClock
) -> None:
    walk = departments_called(office, clock, helpers=[]).do("department-report-in", WATER, **OBJECTED)
    assert walk.waits() == {"department-rule": {CENTRE}}
    assert walk.called() == {"d-water": "refused"}
    walk.do("department-rule", CENTRE, verdict="upheld", owner="d-roads", reason="路归交通局。")
    assert walk.waits() == {"department-act": {ROADS}}


def test_a_department_whose_objection_is_rejected_acts(office: Runtime, clock: StillClock) -> None:
    walk = departments_called(office, clock, helpers=[]).do("department-report-in", WATER, **OBJECTED)
    walk.do("department-rule", CENTRE, verdict="rejected", reason="渠道归水利局。")
    assert walk.waits() == {"department-act": {WATER}}


def test_an_objection_after_the_first_working_day_does_not_count(office: Runtime, clock: StillClock) -> None:
    walk = departments_called(office, clock, helpers=[])
    clock.advance(days=2)
    walk.do("department-report-in", WATER, **OBJECTED)
    assert walk.waits() == {"department-act": {WATER}}


def test_a_department_that_is_silent_is_shown_to_the_supervisor_and_then_taken_to_have_accepted(
    office: Runtime, clock: StillClock
) -> None:
    walk = departments_called(office, clock, helpers=[]).wait_for("department-urge")
    assert walk.waits() == {"department-report-in": {WATER}, "department-urge": {SUPERVISOR}}
    walk.wait_for("department-act")
    assert walk.waits() == {"department-act": {WATER}, "department-urge": {SUPERVISOR}}
    assert walk.called() == {"d-water": "late"}


def test_a_hard_matter_has_a_joint_meeting_first_and_ninety_days(office: Runtime, clock: StillClock) -> None:
    walk = departments_called(office, clock, "hard", helpers=[])
    assert walk.waits() == {"township-joint-meeting": {CENTRE}}
    meeting = {"date": "2026-03-17", "chair": "副县长", "decided": "修新渠。", "milestones": "五月通水。"}
    walk.do("township-joint-meeting", CENTRE, **meeting)
    walk.do("department-report-in", WATER, answer="accepted", **ON_SITE)
    assert walk.due("department-act") == datetime(2026, 6, 14, 15, 59, 59, tzinfo=UTC)


def test_the_county_centre_whistles_itself_where_there_is_no_township(
    office: Runtime, clock: StillClock
) -> None:
    walk = classified(office, clock, "administration", place="county", by=CENTRE)
    walk.do("administer", CENTRE, handling="departments", why="全县的事。")
    called = {"lead": "d-water", "helpers": [], "asked": "修渠", "urgency": "normal"}
    walk.do("township-blow", CENTRE, **{**FACTS, **called})
    walk.do("township-approve", CENTRE, approved="yes")
    assert walk.waits() == {"department-report-in": {WATER}}
