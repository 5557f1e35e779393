"""What may happen at any time: supplement, withdrawal, the end of the whole time (procedures `matter` 11)."""

from datetime import UTC, datetime

from engine.actor import party
from engine.runtime import Runtime
from engine.uow import run
from registers.matters.acts import supplement, withdraw
from tests.conftest import StillClock
from tests.workflows.walking import CENTRE, OFFICE, STATION, SUPERVISOR, Walk, accepted, classified, raised

SEEN = {"effect": "一起修。"}


def add(walk: Walk, text: str) -> None:
    run(walk.runtime, supplement, party("applicant", walk.instance_id), walk.instance_id, text=text)


def take_back(walk: Walk) -> None:
    run(walk.runtime, withdraw, party("applicant", walk.instance_id), walk.instance_id, reason="修好了。")


def test_what_is_added_is_read_by_the_place_that_answers_and_the_matter_goes_on(
    office: Runtime, clock: StillClock
) -> None:
    walk = accepted(office, clock)
    add(walk, "第四盏也坏了。")
    assert walk.waits() == {"classify": {STATION}, "read-supplement": {STATION}}
    walk.do("read-supplement", STATION, **SEEN)
    assert walk.waits() == {"classify": {STATION}}
    assert walk.matter().supplements == 1


def test_more_can_be_added_again_and_again(office: Runtime, clock: StillClock) -> None:
    walk = raised(office, clock)
    for text in ("第四盏也坏了。", "第五盏也坏了。"):
        add(walk, text)
        walk.do("read-supplement", STATION, **SEEN)
    assert walk.matter().supplements == 2
    assert walk.waits() == {"receive": {STATION}}


def test_what_is_added_goes_where_the_matter_lies_now(office: Runtime, clock: StillClock) -> None:
    moved, sealed = (
        classified(office, clock, "administration"),
        raised(office, clock, about_official=True, public=None),
    )
    add(moved, "第四盏也坏了。")
    add(sealed, "还有一件。")
    assert moved.waits()["read-supplement"] == {OFFICE}
    assert sealed.waits()["read-supplement"] == {CENTRE}


def test_it_can_be_withdrawn_wherever_it_stands(office: Runtime, clock: StillClock) -> None:
    early, late = raised(office, clock), classified(office, clock, "administration")
    late.do("administer", OFFICE, handling="departments", why="要县里来。")
    for walk in (early, late):
        take_back(walk)
        assert walk.has_ended()
        assert (walk.matter().phase, walk.matter().outcome) == ("withdrawn", "withdrawn")


def test_the_supervisor_sees_it_when_the_whole_time_is_over(office: Runtime, clock: StillClock) -> None:
    walk = raised(office, clock).wait_for("supervise")
    assert walk.waits() == {"receive": {STATION}, "supervise": {SUPERVISOR}}
    assert clock.now == datetime(2026, 5, 15, 16, 0, tzinfo=UTC)
    walk.do("supervise", SUPERVISOR, found="站里没人。", order="三天内受理。")
    assert walk.waits() == {"receive": {STATION}}
    assert walk.told() == ["supervised"]
