"""Completing, claiming and releasing tasks: who may, who was first, what it costs."""

import pytest

from engine.errors import AlreadyDone, Changed, Invalid, NotAllowed, NotFound
from engine.runtime import Runtime
from engine.store import tables
from engine.tasks import claim_task, complete_task, release_task
from engine.uow import run
from tests.conftest import Statements
from tests.make import engine as make
from tests.small_county import Cast


@pytest.fixture
def task(standard: Runtime) -> str:
    """The first open task of a case of the standard process."""
    started = make.begun(standard, answers={"what": "the pump"})
    return make.tasks_of(standard, started.instance_id)["check"]


def test_it_completes_a_task_and_opens_those_that_follow(standard: Runtime, task: str, cast: Cast) -> None:
    completed = make.completed(standard, cast.clerk, task, people="many")
    assert {each.element_id: each.subjects for each in completed.opened} == {
        "visit": ("station-clerk@v-dukou",),
        "report": ("township-office@t-yanhe",),
    }
    (done,) = make.rows_of(standard, tables.task, id=task)
    assert (done.status, done.ended_by, done.ended_at) == ("completed", "user:clerk", standard.clock())


def test_it_shows_the_open_steps_and_the_earliest_due_date(standard: Runtime, task: str, cast: Cast) -> None:
    make.completed(standard, cast.clerk, task, people="many")
    (case,) = make.rows_of(standard, tables.instance)
    assert sorted(case.step.split("、")) == ["report", "visit"]
    assert case.due_at.isoformat() == "2026-03-19T15:59:59+00:00"  # the end of the third day in China


def test_it_keeps_the_case_due_when_another_task_ends(standard: Runtime, task: str, cast: Cast) -> None:
    opened = {
        each.element_id: each for each in make.completed(standard, cast.clerk, task, people="many").opened
    }
    make.completed(standard, cast.office, opened["report"].task_id)
    (case,) = make.rows_of(standard, tables.instance)
    assert (case.due_at, case.step) == (opened["visit"].due_at, "visit")


def test_it_notes_the_act(standard: Runtime, task: str, cast: Cast) -> None:
    make.completed(standard, cast.clerk, task, people="one")
    last = make.rows_of(standard, tables.event, what="task-completed")[0]
    assert (last.actor, last.post) == ("user:clerk", "station-clerk@v-dukou")


def test_it_ends_the_case_with_its_last_task(standard: Runtime, task: str, cast: Cast) -> None:
    assert make.completed(standard, cast.clerk, task, people="one").status == "completed"
    (case,) = make.rows_of(standard, tables.instance)
    assert (case.status, case.ended_at, case.step, case.due_at) == ("completed", standard.clock(), "", None)
    assert make.rows_of(standard, tables.inbox) == []


def test_it_refuses_a_stranger_and_audits_it(standard: Runtime, task: str, cast: Cast) -> None:
    for stranger in (
        cast.neighbour,
        cast.office,
        cast.supervisor,
        cast.administrator,
        cast.citizen("another"),
    ):
        with pytest.raises(NotAllowed):
            make.completed(standard, stranger, task, people="one")
    refused = make.rows_of(standard, tables.event, what="refused")
    assert {each.actor for each in refused} >= {"user:neighbour", "user:office", "user:supervisor"}


def test_it_refuses_a_task_that_is_not_there(standard: Runtime, cast: Cast) -> None:
    with pytest.raises(NotFound):
        make.completed(standard, cast.clerk, "no-such-task")


def test_it_refuses_answers_by_field_and_leaves_the_task_open(
    standard: Runtime, task: str, cast: Cast
) -> None:
    with pytest.raises(Invalid) as refusal:
        make.completed(standard, cast.clerk, task, word="hm")
    assert list(refusal.value.problems) == ["people"]
    assert make.rows_of(standard, tables.task, id=task)[0].status == "open"
    assert make.rows_of(standard, tables.submission, task_id=task) == []


def test_it_refuses_answers_to_a_task_without_a_form(standard: Runtime, task: str, cast: Cast) -> None:
    opened = {
        each.element_id: each for each in make.completed(standard, cast.clerk, task, people="many").opened
    }
    with pytest.raises(Invalid):
        make.completed(standard, cast.clerk, opened["visit"].task_id, extra="?")


def test_it_says_who_was_first(standard: Runtime, task: str, cast: Cast) -> None:
    make.completed(standard, cast.clerk, task, people="one")
    with pytest.raises(AlreadyDone) as refusal:
        make.completed(standard, cast.colleague, task, people="one")
    assert refusal.value.params == {"by": "user:clerk", "at": standard.clock()}


def test_it_refuses_a_row_version_that_has_moved(standard: Runtime, task: str, cast: Cast) -> None:
    with pytest.raises(Changed):
        run(standard, complete_task, cast.clerk, task, answers={"people": "one"}, rev=99)


def test_it_takes_back_what_an_interrupted_branch_had_open(standard: Runtime, task: str, cast: Cast) -> None:
    opened = {
        each.element_id: each.task_id
        for each in make.completed(standard, cast.clerk, task, people="many").opened
    }
    assert len(make.rows_of(standard, tables.job, kind="timer")) == 1
    make.completed(standard, cast.clerk, opened["visit"])
    assert make.rows_of(standard, tables.job, kind="timer") == []


def test_it_is_claimed_and_given_back(standard: Runtime, task: str, cast: Cast) -> None:
    run(standard, claim_task, cast.clerk, task)
    assert make.rows_of(standard, tables.inbox, task_id=task)[0].claimed_by == "clerk"
    run(standard, release_task, cast.clerk, task)
    assert make.rows_of(standard, tables.task, id=task)[0].claimed_by is None
    assert make.rows_of(standard, tables.inbox, task_id=task)[0].claimed_by is None
    (case,) = make.rows_of(standard, tables.instance)
    what = [each.what for each in make.rows_of(standard, tables.event, chain=f"case:{case.id}")]
    assert what == ["started", "task-claimed", "task-released"]


def test_it_is_claimed_twice_by_the_same_person_once(standard: Runtime, task: str, cast: Cast) -> None:
    run(standard, claim_task, cast.clerk, task)
    assert run(standard, claim_task, cast.clerk, task).by == "clerk"
    assert len(make.rows_of(standard, tables.event, what="task-claimed")) == 1


@pytest.mark.parametrize("act", [claim_task, release_task])
def test_it_refuses_what_somebody_else_holds(standard: Runtime, task: str, cast: Cast, act: object) -> None:
    run(standard, claim_task, cast.clerk, task)
    with pytest.raises(AlreadyDone) as refusal:
        run(standard, act, cast.colleague, task)  # type: ignore[arg-type]  # either of the two acts
    assert (refusal.value.code, refusal.value.params["by"]) == ("task-claimed", "user:clerk")
    with pytest.raises(AlreadyDone):
        make.completed(standard, cast.colleague, task, people="one")


def test_it_is_not_claimed_by_a_stranger(standard: Runtime, task: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        run(standard, claim_task, cast.neighbour, task)


def test_it_stays_within_the_budget(standard: Runtime, task: str, cast: Cast, statements: Statements) -> None:
    """12 statements and 1 commit: form, gateway, decision, two tasks, timer, register row, messages (decision 4).

    On PostgreSQL one more, in the same message to the server: the lock of whoever begins to wait for a message.
    """
    lock = standard.database.dialect.name == "postgresql"
    statements.clear()
    completed = make.completed(standard, cast.clerk, task, people="many")
    assert len(completed.opened) == 2
    assert (statements.count, statements.commits) == (12 + lock, 1), statements.sent
