"""What the one who raised a matter is told of its steps: plain words, and the main line before what runs beside it."""

from engine.actor import party
from engine.runtime import Runtime
from engine.uow import reading, run
from registers.matters.acts import supplement
from registers.matters.progress import progress
from registers.matters.values import Progress
from tests.conftest import StillClock
from tests.workflows.test_matter_whistles import departments_called, team_called
from tests.workflows.walking import Walk, accepted, raised


def told(walk: Walk) -> Progress:
    with reading(walk.runtime) as uow:
        return progress(uow, party("applicant", walk.instance_id), walk.instance_id)


def steps(walk: Walk) -> list[str]:
    return [each.step.name for each in told(walk).answering]


def test_it_says_in_plain_words_what_an_office_does(office: Runtime, clock: StillClock) -> None:
    assert steps(accepted(office, clock)) == ["定怎么办"]
    assert (
        told(departments_called(office, clock)).answering[0].step.name_en == "Saying whether it takes this on"
    )


def test_a_step_without_words_of_its_own_is_called_as_drawn(office: Runtime, clock: StillClock) -> None:
    assert steps(raised(office, clock)) == ["受理审查"]


def test_what_answers_stands_before_reading_what_was_added(office: Runtime, clock: StillClock) -> None:
    walk = accepted(office, clock)
    run(office, supplement, party("applicant", walk.instance_id), walk.instance_id, text="第四盏也坏了。")
    walk.do("classify", "station-clerk@v-dukou", urgency="normal", **CLASSIFIED)
    assert steps(walk) == ["请解事员", "看补充的情况"]


CLASSIFIED = {"class": "public-benefit", "topic": "facilities", "private": False, "way": "on-the-spot"}


def test_the_whistle_stands_before_the_supervisor_who_presses_for_an_answer(
    office: Runtime, clock: StillClock
) -> None:
    walk = team_called(office, clock, "urgent").wait_for("village-urge")
    assert steps(walk) == ["应答，准备到场", "应答，准备到场", "催办还没有应答的"]
    assert [each.is_beside for each in told(walk).answering] == [False, False, True]
