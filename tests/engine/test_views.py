"""Pages about one task and one case: complete for handlers, closed to strangers, personal data for handlers alone."""

import pytest

from engine.actor import Actor
from engine.diagram import diagram, drawing_source
from engine.errors import NotAllowed, NotFound
from engine.runtime import Runtime
from engine.store import tables
from engine.tasks import claim_task
from engine.uow import UnitOfWork, reading, run
from engine.views import CaseView, TaskView, case_view, task_view
from tests.conftest import StillClock
from tests.make import engine as make
from tests.small_county import Cast, staff

PHONE = "13912345678"
ANSWERS = {"what": "the pump", "phone": PHONE}


@pytest.fixture
def case_id(standard: Runtime) -> str:
    """A case of the standard process."""
    return make.begun(standard, answers=ANSWERS).instance_id


def task_seen(runtime: Runtime, actor: Actor, task_id: str) -> TaskView:
    with reading(runtime) as uow:
        return task_view(uow, actor, task_id)


def case_seen(runtime: Runtime, actor: Actor, case_id: str) -> CaseView:
    with reading(runtime) as uow:
        return case_view(uow, actor, case_id)


def test_a_task_shows_its_form_and_data_to_who_may_do_it(standard: Runtime, case_id: str, cast: Cast) -> None:
    view = task_seen(standard, cast.clerk, make.tasks_of(standard, case_id)["check"])
    assert view.form is not None
    assert (view.form.id, view.may_complete, view.may_claim, view.holder) == ("check", True, True, None)
    assert view.data["start"] == ANSWERS


def test_a_claimed_task_is_shown_to_a_colleague_as_held(standard: Runtime, case_id: str, cast: Cast) -> None:
    task = make.tasks_of(standard, case_id)["check"]
    run(standard, claim_task, cast.clerk, task)
    view = task_seen(standard, cast.colleague, task)
    assert (view.may_complete, view.may_claim, view.holder) == (False, False, "clerk")


def test_a_supervisor_sees_a_task_without_personal_data(standard: Runtime, case_id: str, cast: Cast) -> None:
    view = task_seen(standard, cast.supervisor, make.tasks_of(standard, case_id)["check"])
    assert (view.may_complete, view.may_claim) == (False, False)
    assert view.data["start"] == {"what": "the pump", "phone": "•••"}


def test_a_finished_task_shows_what_was_answered(standard: Runtime, case_id: str, cast: Cast) -> None:
    task = make.tasks_of(standard, case_id)["check"]
    make.completed(standard, cast.clerk, task, people="one")
    view = task_seen(standard, cast.clerk, task)
    assert (view.may_complete, view.task.status, view.task.ended_by) == (False, "completed", "user:clerk")
    assert view.submission is not None
    assert view.submission.answers["people"] == "one"


@pytest.mark.parametrize("name", ["neighbour", "office", "administrator"])
def test_a_stranger_sees_neither_task_nor_case(
    standard: Runtime, case_id: str, cast: Cast, name: str
) -> None:
    stranger = getattr(cast, name)
    for look in (
        lambda: task_seen(standard, stranger, make.tasks_of(standard, case_id)["check"]),
        lambda: case_seen(standard, stranger, case_id),
    ):
        with pytest.raises(NotAllowed):
            look()


def test_what_is_not_there_is_not_found(standard: Runtime, cast: Cast) -> None:
    with pytest.raises(NotFound):
        task_seen(standard, cast.clerk, "no-such-task")
    with pytest.raises(NotFound):
        case_seen(standard, cast.clerk, "no-such-case")


def test_a_case_shows_its_history_with_decisions_and_answers(
    standard: Runtime, case_id: str, cast: Cast
) -> None:
    make.completed(standard, cast.clerk, make.tasks_of(standard, case_id)["check"], people="many")
    view = case_seen(standard, cast.clerk, case_id)
    started, checked = view.steps
    assert (started.step.what, checked.step.what, checked.step.post) == (
        "started",
        "task-completed",
        "station-clerk@v-dukou",
    )
    assert checked.step.passed[:4] == ("check", "decide", "way", "tell")
    (decision,) = checked.step.decisions
    assert (decision["decision_id"], decision["value"]) == ("size", "big")
    assert decision["explanation"]
    assert checked.submission is not None
    assert checked.submission.answers["people"] == "many"
    assert view.start is not None
    assert view.start.answers == ANSWERS
    assert sorted(task.element_id for task in view.open_tasks) == ["report", "visit"]


def test_a_decision_stands_sealed_in_the_audit_trail(standard: Runtime, case_id: str, cast: Cast) -> None:
    make.completed(standard, cast.clerk, make.tasks_of(standard, case_id)["check"], people="many")
    with reading(standard) as uow:
        view = case_view(uow, cast.clerk, case_id)
        assert view.steps[1].step.decisions
    assert "big" not in str(make.rows_of(standard, tables.event, what="task-completed"))


@pytest.mark.parametrize(
    ("visibility", "sees", "has_clock"),
    [("public", True, False), ("unit", True, False), ("named", False, False), ("sealed", False, True)],
)
def test_a_supervisor_sees_by_visibility(
    standard: Runtime, cast: Cast, visibility: str, sees: bool, has_clock: bool
) -> None:
    case_id = make.begun(standard, visibility=visibility, answers=ANSWERS).instance_id
    task = make.tasks_of(standard, case_id)["check"]
    assert case_seen(standard, cast.clerk, case_id).start is not None
    if not sees and not has_clock:
        with pytest.raises(NotAllowed):
            case_seen(standard, cast.supervisor, case_id)
        return
    view = case_seen(standard, cast.supervisor, case_id)
    assert (view.case.is_clock_only, bool(view.steps), view.case.step) == (has_clock, sees, "check")
    if has_clock:
        with pytest.raises(NotAllowed), reading(standard) as uow:
            task_view(uow, cast.supervisor, task)
        with pytest.raises(NotAllowed), reading(standard) as uow:
            diagram(uow, cast.supervisor, view)
        with pytest.raises(NotAllowed), reading(standard) as uow:
            drawing_source(uow, cast.supervisor, case_id, view.definition.process_id)


def test_a_citizen_sees_the_own_case_alone(standard: Runtime, case_id: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        case_seen(standard, cast.citizen(case_id), case_id)  # handles nothing of it yet


def test_a_diagram_shows_where_the_case_stands(
    standard: Runtime, case_id: str, cast: Cast, clock: StillClock
) -> None:
    make.completed(standard, cast.clerk, make.tasks_of(standard, case_id)["check"], people="many")
    clock.advance(days=5)
    with reading(standard) as uow:
        drawn = diagram(uow, cast.clerk, case_view(uow, cast.clerk, case_id))
        source = drawing_source(uow, cast.clerk, case_id, drawn.drawings[0].process_id)
    assert b"<definitions" in source
    assert drawn.drawings[0].is_own
    assert {"start", "check", "decide", "tell"} <= drawn.done
    assert drawn.now == {"visit", "report"}
    assert drawn.late == {"visit"}


def test_an_erased_case_keeps_its_history_without_what_was_said(
    standard: Runtime, case_id: str, cast: Cast
) -> None:
    make.completed(standard, cast.clerk, make.tasks_of(standard, case_id)["check"], people="one")

    def erase(uow: UnitOfWork) -> None:
        case = uow.lock_instance(case_id)
        assert case is not None
        case.wrapped_key = None

    run(standard, erase)
    view = case_seen(standard, cast.clerk, case_id)
    assert [step.step.what for step in view.steps] == ["started", "task-completed"]
    assert (view.start, view.steps[1].step.decisions) == (None, ())
    assert view.case.status == "completed"


def test_a_former_holder_sees_nothing(standard: Runtime, case_id: str) -> None:
    moved = staff("clerk", "station-clerk", "v-shiliang")
    with pytest.raises(NotAllowed):
        case_seen(standard, moved, case_id)
