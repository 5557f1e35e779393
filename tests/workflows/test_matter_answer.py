"""Reply, satisfaction, reopening, county review, the end (procedures `matter` 9 and 10, rules P1)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.runtime import Runtime
from tests.conftest import StillClock
from tests.workflows.walking import CENTRE, OFFICE, REPLY, STATION, Walk, classified, replied

RATED = {"done": "yes", "satisfied": 5}
NOT_DONE = {"done": "no", "satisfied": 1, "why": "还是黑的。"}
NOT_REACHED = {"reached": "no", "way": "phone"}
DONE_AGAIN = {"handling": "own", "did": "又派人去了。"}


def answered(office: Runtime, clock: StillClock, **said: Any) -> Walk:
    walk = classified(office, clock, "on-the-spot", **said)
    walk.do("choose-resolver", STATION, resolver="elder", no_conflict=True)
    agreed = {"outcome": "agreed", "agreement": "换灯。"}
    walk.do("resolve", "elder", met_on="2026-03-16", did="换了灯。", **agreed)
    return replied(walk, STATION)


def reopened(walk: Walk, by: str, times: int) -> Walk:
    """Say that it is not done, and let the level above handle and answer it again."""
    walk.do("confirm", "applicant", **NOT_DONE).do("administer", by, **DONE_AGAIN)
    assert walk.matter().reopened == times
    return replied(walk, by)


def test_it_asks_the_person_within_three_days_after_the_reply(office: Runtime, clock: StillClock) -> None:
    walk = answered(office, clock)
    assert walk.waits() == {"confirm": {f"party:applicant@{walk.instance_id}"}}
    assert walk.due("confirm") == datetime(2026, 3, 19, 15, 59, 59, tzinfo=UTC)
    assert walk.told() == ["accepted", "replied"]
    assert walk.matter().phase == "replied"


def test_it_ends_when_the_person_says_that_it_is_done(office: Runtime, clock: StillClock) -> None:
    walk = answered(office, clock).do("confirm", "applicant", **RATED)
    assert walk.has_ended()
    matter = walk.matter()
    assert (matter.phase, matter.outcome) == ("closed", "resolved")
    assert (matter.was_contacted, matter.was_done, matter.rating) == (True, True, 5)


def test_closed_is_not_satisfied(office: Runtime, clock: StillClock) -> None:
    walk = answered(office, clock).do("confirm", "applicant", done="yes", satisfied=1, why="太慢。")
    assert walk.has_ended()
    assert (walk.matter().was_done, walk.matter().rating) == (True, 1)


def test_the_station_calls_when_the_person_does_not_rate(office: Runtime, clock: StillClock) -> None:
    walk = answered(office, clock).wait_for("call")
    assert walk.waits() == {"call": {STATION}}
    walk.do("call", STATION, reached="yes", way="phone", **RATED)
    assert walk.has_ended()
    assert (walk.matter().was_contacted, walk.matter().was_done) == (True, True)


def test_three_calls_without_an_answer_make_it_unconfirmed_and_never_satisfied(
    office: Runtime, clock: StillClock
) -> None:
    walk = answered(office, clock)
    for _ in range(3):
        walk.wait_for("call").do("call", STATION, **NOT_REACHED)
    assert walk.has_ended()
    matter = walk.matter()
    assert (matter.outcome, matter.was_contacted) == ("unconfirmed", False)
    assert not matter.was_done
    assert matter.rating is None


def test_who_left_no_contact_is_not_called_three_times(office: Runtime, clock: StillClock) -> None:
    walk = answered(office, clock, phone=None).wait_for("call")
    walk.do("call", STATION, reached="no-contact", way="visit")
    assert walk.has_ended()
    assert walk.matter().outcome == "unconfirmed"


@pytest.mark.parametrize("by_phone", [False, True])
def test_what_is_not_done_is_taken_up_one_level_higher(
    office: Runtime, clock: StillClock, by_phone: bool
) -> None:
    walk = answered(office, clock)
    if by_phone:
        walk.wait_for("call").do("call", STATION, reached="yes", way="phone", **NOT_DONE)
    else:
        walk.do("confirm", "applicant", **NOT_DONE)
    assert walk.waits() == {"administer": {OFFICE}}
    assert (walk.case().unit_id, walk.matter().reopened) == ("t-yanhe", 1)
    assert walk.told()[-1] == "reopened"


def test_it_is_reopened_twice_and_then_reviewed_by_the_county(office: Runtime, clock: StillClock) -> None:
    walk = reopened(answered(office, clock), OFFICE, 1)
    walk = reopened(walk, CENTRE, 2)
    walk.do("confirm", "applicant", **NOT_DONE)
    assert walk.waits() == {"review": {CENTRE}}
    walk.do("review", CENTRE, finding="线路归供电公司。", outcome="explained", **REPLY)
    assert walk.has_ended()
    assert (walk.matter().outcome, walk.matter().was_done) == ("explained", False)
    assert walk.told()[-1] == "reviewed"


def test_a_reopened_matter_that_is_then_done_ends(office: Runtime, clock: StillClock) -> None:
    walk = reopened(answered(office, clock), OFFICE, 1).do("confirm", "applicant", **RATED)
    assert walk.has_ended()
    assert (walk.matter().outcome, walk.matter().reopened) == ("resolved", 1)
