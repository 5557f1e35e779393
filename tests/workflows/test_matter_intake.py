"""From raising to classifying: accepted, asked, transferred, referred, sealed (procedures `matter` 1 to 3, rules P1)."""

from datetime import UTC, datetime

import pytest

from engine.errors import Invalid
from engine.runtime import Runtime
from tests.conftest import StillClock
from tests.workflows.walking import CENTRE, OFFICE, STATION, accepted, raised


def test_it_waits_at_the_talk_station_of_the_place_and_is_due_after_one_working_day(
    office: Runtime, clock: StillClock
) -> None:
    walk = raised(office, clock)
    assert walk.waits() == {"receive": {STATION}}
    assert walk.due("receive") == datetime(
        2026, 3, 17, 15, 59, 59, tzinfo=UTC
    )  # Tuesday, the end of the day in China


@pytest.mark.parametrize(("place", "who"), [("t-yanhe", OFFICE), ("county", CENTRE)])
def test_it_waits_at_the_office_of_the_level_where_the_place_is_no_village(
    office: Runtime, clock: StillClock, place: str, who: str
) -> None:
    assert raised(office, clock, place=place).waits() == {"receive": {who}}


def test_it_tells_the_person_when_it_is_accepted(office: Runtime, clock: StillClock) -> None:
    walk = accepted(office, clock)
    assert walk.told() == ["accepted"]
    assert walk.matter().phase == "accepted"
    assert walk.waits() == {"classify": {STATION}}


def test_it_asks_the_person_one_question_and_goes_on_with_the_answer(
    office: Runtime, clock: StillClock
) -> None:
    walk = raised(office, clock).do("receive", STATION, decision="ask", question="是桥头东边还是西边？")
    assert walk.waits() == {"answer": {f"party:applicant@{walk.instance_id}"}}
    assert walk.told() == ["question"]
    walk.do("answer", "applicant", text="东边。")
    assert walk.waits() == {"receive": {STATION}}


def test_it_goes_on_without_the_answer_after_ten_days(office: Runtime, clock: StillClock) -> None:
    walk = raised(office, clock).do("receive", STATION, decision="ask", question="是哪一盏？")
    walk.next_timer()
    assert walk.waits() == {"receive": {STATION}}
    assert clock.now.date().isoformat() == "2026-03-26"


def test_it_moves_to_another_place_once_and_then_the_county_centre_rules(
    office: Runtime, clock: StillClock
) -> None:
    walk = raised(office, clock).do("receive", STATION, decision="transfer", place="v-shiliang")
    assert walk.case().unit_id == "v-shiliang"
    walk.do("receive", "station-clerk@v-shiliang", decision="transfer", place="v-lianhua")
    walk.do("settle-place", CENTRE, place="v-dukou", reason="路灯在渡口村的地界上。")
    assert walk.waits() == {"receive": {STATION}}
    assert walk.case().unit_id == "v-dukou"


def test_it_closes_as_referred_with_the_door_and_the_time_limit(office: Runtime, clock: StillClock) -> None:
    walk = raised(office, clock).do(
        "receive",
        STATION,
        decision="elsewhere",
        channel="reconsideration",
        door="县司法局行政复议窗口，县城北街 1 号",
        basis="《行政复议法》第二十条",
        remedies="知道之日起六十日内，还剩四十天。",
    )
    assert walk.has_ended()
    assert (walk.matter().phase, walk.matter().outcome) == ("referred", "referred")
    assert walk.told() == ["referred"]


def test_it_refuses_a_referral_that_names_no_door(office: Runtime, clock: StillClock) -> None:
    walk = raised(office, clock)
    with pytest.raises(Invalid) as refusal:
        walk.do("receive", STATION, decision="elsewhere", channel="petition", basis="条例", remedies="六十日")
    assert set(refusal.value.problems) == {"door"}


def test_it_never_shows_an_accusation_to_the_place_that_is_accused(
    office: Runtime, clock: StillClock
) -> None:
    walk = raised(office, clock, about_official=True, public=None)
    assert walk.waits() == {"hand-over": {CENTRE}}
    assert (walk.case().visibility, walk.case().unit_id) == ("sealed", "county")
    walk.do(
        "hand-over",
        CENTRE,
        organ="discipline",
        date="2026-03-16",
        receipt="县纪委收件 12 号",
        told="已移交。",
    )
    assert walk.has_ended()
    assert walk.matter().outcome == "referred"
    assert walk.told() == ["handed-over"]


def test_it_seals_an_accusation_that_the_station_discovers(office: Runtime, clock: StillClock) -> None:
    walk = raised(office, clock).do("receive", STATION, decision="official")
    assert walk.waits() == {"hand-over": {CENTRE}}
    assert walk.case().visibility == "sealed"
    assert walk.handlers() == {CENTRE}


@pytest.mark.parametrize("touched", ["health", "violence", "child"])
def test_it_seals_what_is_always_closed_from_the_first_moment(
    office: Runtime, clock: StillClock, touched: str
) -> None:
    walk = raised(office, clock, touches=[touched], public=None, concerns="own")
    assert walk.case().visibility == "sealed"
    assert walk.waits() == {"receive": {STATION}}


@pytest.mark.parametrize("said", [{"touches": ["health"]}, {"private": True}])
def test_nobody_opens_what_the_person_wants_closed_by_leaving_a_box_empty(
    office: Runtime, clock: StillClock, said: dict[str, object]
) -> None:
    walk = raised(office, clock, public=None, **said)
    before = walk.case().visibility
    answers = {
        "class": "public-benefit",
        "topic": "facilities",
        "way": "deliberate",
        "reason": "关系到大家。",
    }
    walk.do("receive", STATION, decision="accept").do("classify", STATION, urgency="normal", **answers)
    assert walk.case().visibility == before
    assert walk.waits() == {"choose-resolver": {STATION}}


def test_it_lets_a_human_have_the_last_word_on_the_class(office: Runtime, clock: StillClock) -> None:
    walk = accepted(office, clock, concerns="village")
    answers = {"class": "personal", "topic": "neighbours", "private": True, "way": "on-the-spot"}
    walk.do("classify", STATION, urgency="urgent", reason="其实只关系到一家人。", **answers)
    assert (walk.matter().matter_class, walk.matter().urgency) == ("personal", "urgent")
    assert walk.case().visibility == "named"


def test_it_becomes_public_only_where_the_person_agreed(office: Runtime, clock: StillClock) -> None:
    agreed, silent = raised(office, clock), raised(office, clock, public=None)
    assert (agreed.case().visibility, silent.case().visibility) == ("public", "unit")
