"""On the spot, one to one, by deliberation, by the administration (procedures `matter` 4 to 7, rules P1)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.actor import SYSTEM
from engine.errors import Invalid, NotYet
from engine.runtime import Runtime
from engine.uow import run
from registers.resolvers import acts as resolvers
from tests.conftest import StillClock
from tests.workflows.walking import OFFICE, STATION, Walk, classified

CHOSEN = {"resolver": "elder", "no_conflict": True}
DELIBERATED = {
    "form": "fireside",
    "date": "2026-03-20",
    "convener": "村支书",
    "invited": "桥头三个组",
    "attended": 23,
    "minutes": "都说要修，出工出钱有不同意见。",
    "dissent": "两户不愿出钱。",
}
SCREENED = {"item": "facilities", "exclusion": "none"}


def on_the_spot(office: Runtime, clock: StillClock, **said: Any) -> Walk:
    return classified(office, clock, "on-the-spot", **said).do("choose-resolver", STATION, **CHOSEN)


def deliberating(office: Runtime, clock: StillClock) -> Walk:
    return classified(office, clock, "deliberate").do("screen", STATION, **SCREENED)


def test_it_is_resolved_on_the_spot_by_the_resolver_who_was_chosen(
    office: Runtime, clock: StillClock
) -> None:
    walk = on_the_spot(office, clock)
    assert walk.waits() == {"resolve": {"user:elder"}}
    assert walk.due("resolve") == datetime(2026, 3, 19, 15, 59, 59, tzinfo=UTC)
    walk.do(
        "resolve", "elder", met_on="2026-03-17", did="看了现场。", outcome="agreed", agreement="村里换灯泡。"
    )
    assert walk.waits() == {"write-reply": {STATION}}


def test_it_is_carried_out_by_the_day_that_was_promised(office: Runtime, clock: StillClock) -> None:
    agreed = {"outcome": "agreed", "agreement": "月底换灯。", "promised": "2026-03-31"}
    walk = on_the_spot(office, clock).do("resolve", "elder", met_on="2026-03-17", did="看了现场。", **agreed)
    assert walk.waits() == {"carry-out": {STATION}}
    assert walk.due("carry-out") == datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)
    walk.do("carry-out", STATION, did="灯都换了。", done="yes")
    assert walk.waits() == {"write-reply": {STATION}}


def test_it_whistles_when_what_was_promised_is_not_carried_out(office: Runtime, clock: StillClock) -> None:
    agreed = {"outcome": "agreed", "agreement": "月底换灯。", "promised": "2026-03-31"}
    walk = on_the_spot(office, clock).do("resolve", "elder", met_on="2026-03-17", did="看了现场。", **agreed)
    walk.do("carry-out", STATION, did="没有人来。", done="no")
    assert walk.waits() == {"village-blow": {STATION}}


def test_it_refuses_a_resolver_who_is_suspended(office: Runtime, clock: StillClock) -> None:
    walk = classified(office, clock, "on-the-spot")
    run(office, resolvers.suspend_resolver, SYSTEM, "elder", reason="考评不合格")
    with pytest.raises((Invalid, NotYet)):
        walk.do("choose-resolver", STATION, **CHOSEN)
    assert walk.waits() == {"choose-resolver": {STATION}}


def test_it_is_given_another_way_when_no_resolver_is_fit(office: Runtime, clock: StillClock) -> None:
    walk = classified(office, clock, "on-the-spot").do("choose-resolver", STATION, nobody=True)
    assert walk.waits() == {"classify": {STATION}}


def test_it_counts_as_in_progress_once_its_way_is_chosen(office: Runtime, clock: StillClock) -> None:
    assert classified(office, clock, "on-the-spot").matter().phase == "in-progress"


@pytest.mark.parametrize("outcome", ["unresolved", "dispute"])
def test_it_whistles_when_it_is_not_resolved_or_the_dispute_is_large(
    office: Runtime, clock: StillClock, outcome: str
) -> None:
    walk = on_the_spot(office, clock)
    walk.do("resolve", "elder", met_on="2026-03-17", did="谈了。", outcome=outcome, dispute="谁出钱说不拢。")
    assert walk.waits() == {"village-blow": {STATION}}


def test_it_whistles_when_three_working_days_are_over(office: Runtime, clock: StillClock) -> None:
    walk = on_the_spot(office, clock)
    walk.next_timer()
    assert walk.waits() == {"village-blow": {STATION}}
    assert clock.now.date().isoformat() == "2026-03-19"


def test_it_takes_what_was_not_resolved_to_deliberation(office: Runtime, clock: StillClock) -> None:
    walk = on_the_spot(office, clock)
    walk.do("resolve", "elder", met_on="2026-03-17", did="谈了。", outcome="deliberate", dispute="要大家定。")
    assert walk.waits() == {"screen": {STATION}}


def test_it_talks_one_to_one_about_what_is_private(office: Runtime, clock: StillClock) -> None:
    walk = on_the_spot(office, clock, private=True)
    assert walk.waits() == {"one-to-one": {"user:elder"}}
    assert walk.case().visibility == "named"
    walk.do(
        "one-to-one", "elder", met_on="2026-03-17", did="谈了。", outcome="agreed", agreement="各让一步。"
    )
    assert walk.waits() == {"write-reply": {STATION}}


def test_it_never_deliberates_what_is_private_whatever_was_chosen(office: Runtime, clock: StillClock) -> None:
    walk = classified(office, clock, "deliberate", private=True)
    assert walk.waits() == {"choose-resolver": {STATION}}


def test_it_whistles_when_the_talk_one_to_one_is_not_held_in_time(office: Runtime, clock: StillClock) -> None:
    walk = on_the_spot(office, clock, private=True)
    walk.next_timer()
    assert walk.waits() == {"village-blow": {STATION}}


@pytest.mark.parametrize(
    "screened",
    [
        {"item": "facilities", "exclusion": "law", "basis": "《公路法》"},
        {"item": "facilities", "exclusion": "policy", "basis": "中央一号文件"},
        {"item": "facilities", "exclusion": "beyond", "basis": "县道归县里管"},
        {"item": "compensation", "exclusion": "none"},
        {"item": "dispute", "exclusion": "none", "both_agree": False},
        {"item": "other", "exclusion": "none"},
    ],
)
def test_it_answers_with_the_reason_what_may_not_be_deliberated(
    office: Runtime, clock: StillClock, screened: dict[str, object]
) -> None:
    walk = classified(office, clock, "deliberate").do("screen", STATION, **screened)
    assert walk.waits() == {"write-reply": {STATION}}


def test_it_is_deliberated_within_fifteen_days_and_then_carried_out(
    office: Runtime, clock: StillClock
) -> None:
    walk = deliberating(office, clock)
    assert walk.due("deliberate") == datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)
    agreed = {"outcome": "agreed", "agreement": "每户出一天工。", "promised": "2026-04-10"}
    walk.do("deliberate", STATION, **DELIBERATED, **agreed)
    assert walk.waits() == {"carry-out": {STATION}}


@pytest.mark.parametrize("outcome", [{"outcome": "not"}, {"outcome": "partly", "agreement": "先修一盏。"}])
def test_it_whistles_when_deliberation_did_not_settle_it(
    office: Runtime, clock: StillClock, outcome: dict[str, object]
) -> None:
    walk = deliberating(office, clock).do("deliberate", STATION, **DELIBERATED, **outcome)
    assert walk.waits() == {"village-blow": {STATION}}


def test_it_whistles_when_nobody_deliberated_in_fifteen_days(office: Runtime, clock: StillClock) -> None:
    walk = deliberating(office, clock)
    walk.next_timer()
    assert walk.waits() == {"village-blow": {STATION}}


def test_it_is_handed_to_the_township_which_may_settle_it_itself(office: Runtime, clock: StillClock) -> None:
    walk = classified(office, clock, "administration")
    assert walk.waits() == {"administer": {OFFICE}}
    assert walk.case().unit_id == "t-yanhe"
    walk.do("administer", OFFICE, handling="own", did="乡里派人修了。")
    assert walk.waits() == {"write-reply": {OFFICE}}


def test_it_stays_with_the_county_centre_where_there_is_no_township(
    office: Runtime, clock: StillClock
) -> None:
    walk = classified(office, clock, "administration", place="county", by="county-centre@county")
    assert walk.waits() == {"administer": {"county-centre@county"}}
