"""Incidents: a row for what keeps a case from going on, which who supervises its area sees and lets be tried again."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from engine.actor import Actor
from engine.errors import AlreadyDone, Invalid, NotAllowed, NotFound, NotYet
from engine.incident_list import IncidentRow, count_incidents, incidents_of_area, incidents_of_case
from engine.incidents import LARGEST_CHANGE, retry_incident, retry_with
from engine.instances import cancel_instance
from engine.jobs import MOST_TRIES, OUTBOX, JobRow, send_message
from engine.operations import Operation, OperationCall, registry
from engine.runtime import Runtime
from engine.store import tables
from engine.tasks import Completed
from engine.uow import UnitOfWork, reading, run
from engine.verify import verify_audit
from engine.worker import run_due_jobs
from tests.conftest import Statements, StillClock
from tests.engine.bpmn.drawing import timer, zeebe
from tests.make import engine as make
from tests.small_county import Cast, staff

FLOWS = """
start -> check:user -> way:xor [kind = "big"] -> visit:user -> end
way [kind = "small"] -> answer:user -> end
"""


@pytest.fixture
def stuck(runtime: Runtime) -> Runtime:
    """A runtime with a process whose gateway has a way for `big` and for `small`, and none for anything else."""
    lanes = {make.CLERK: "check visit answer"}
    make.published(runtime, p_bpmn=make.process_file(FLOWS, lanes=lanes))
    return runtime


def begun(runtime: Runtime, kind: str = "odd", number: str = "N-1") -> tuple[str, str]:
    started = make.begun(runtime, number=number, kind=kind)
    return started.instance_id, started.opened[0].task_id


def completed(runtime: Runtime, cast: Cast, **more: str) -> tuple[str, Completed]:
    case_id, task_id = begun(runtime, **more)
    return case_id, make.completed(runtime, cast.clerk, task_id)


def of_case(runtime: Runtime, actor: Actor, case_id: str) -> tuple[IncidentRow, ...]:
    with reading(runtime) as uow:
        return incidents_of_case(uow, actor, case_id)


def of_area(runtime: Runtime, actor: Actor) -> list[str]:
    with reading(runtime) as uow:
        listed = [row.number for row in incidents_of_area(uow, actor).rows]
        assert count_incidents(uow, actor) == len(listed)
    return listed


def with_visibility(runtime: Runtime, case_id: str, visibility: str) -> None:
    def change(uow: UnitOfWork) -> None:
        case = uow.lock_instance(case_id)
        assert case
        case.visibility = visibility

    run(runtime, change)


def test_a_step_that_cannot_run_is_a_row_and_the_act_is_done(stuck: Runtime, cast: Cast) -> None:
    case_id, done = completed(stuck, cast)
    assert [element.id for element in done.stuck] == ["way"]
    (found,) = of_case(stuck, cast.clerk, case_id)
    assert (found.kind, found.element_id, found.cause) == ("step", "way", "no-flow")
    (case,) = make.rows_of(stuck, tables.instance)
    assert (case.status, case.step) == ("active", "way")
    (event,) = make.rows_of(stuck, tables.event, what="incident-opened")
    assert event.chain == f"case:{case_id}"


def test_it_holds_nothing_of_the_case_in_the_clear(stuck: Runtime, cast: Cast) -> None:
    completed(stuck, cast, kind="Zhang San, 13800000000")
    (row,) = make.rows_of(stuck, tables.incident)
    assert "Zhang" not in str(row)


def test_there_is_none_where_all_goes_well_and_no_statement_for_it(
    stuck: Runtime, cast: Cast, statements: Statements
) -> None:
    _, task_id = begun(stuck, "big")
    statements.clear()
    done = make.completed(stuck, cast.clerk, task_id)
    assert done.stuck == ()
    assert [sent for sent in statements.sent if "incident" in sent] == []


def test_trying_again_changes_nothing_while_the_fault_is_there(
    stuck: Runtime, cast: Cast, clock: StillClock
) -> None:
    case_id, _ = completed(stuck, cast)
    (before,) = of_case(stuck, cast.clerk, case_id)
    clock.advance(hours=1)
    retried = run(stuck, retry_incident, cast.supervisor, before.id)
    assert retried.still_stuck
    assert of_case(stuck, cast.clerk, case_id) == (before,)


def test_with_the_data_mended_the_case_goes_on(stuck: Runtime, cast: Cast) -> None:
    case_id, _ = completed(stuck, cast)
    (found,) = of_case(stuck, cast.clerk, case_id)
    retried = run(stuck, retry_with, cast.supervisor, found.id, {"kind": "big"})
    assert not retried.still_stuck
    assert of_case(stuck, cast.clerk, case_id) == ()
    (row,) = make.rows_of(stuck, tables.incident)
    assert (row.resolved_by, row.resolved_at is not None) == (cast.supervisor.name, True)
    assert "visit" in make.tasks_of(stuck, case_id)
    (changed,) = make.rows_of(stuck, tables.event, what="case-data-changed")
    assert '"kind"' in changed.details
    assert "big" not in changed.details
    with reading(stuck) as uow:
        assert verify_audit(uow).faults == ()
    with pytest.raises(AlreadyDone):
        run(stuck, retry_incident, cast.supervisor, found.id)


@pytest.mark.parametrize(
    ("variables", "problems"),
    [
        ({}, {"variables": "required"}),
        ({"case": {}}, {"variables.case": "not-asked"}),
        ({"a b": 1, "": 2, "ok": 3}, {"variables.a b": "bad-characters", "variables.": "bad-characters"}),
        ({"kind": float("inf")}, {"variables.kind": "wrong-type"}),
        ({"kind": "x" * LARGEST_CHANGE}, {"variables.kind": "too-long"}),
    ],
)
def test_it_refuses_data_that_cannot_be_kept(
    stuck: Runtime, cast: Cast, variables: Mapping[str, object], problems: Mapping[str, str]
) -> None:
    case_id, _ = completed(stuck, cast)
    (found,) = of_case(stuck, cast.clerk, case_id)
    with pytest.raises(Invalid) as refused:
        run(stuck, retry_with, cast.supervisor, found.id, variables)
    assert {name: each[0].code for name, each in refused.value.problems.items()} == problems


def test_only_who_supervises_the_area_tries_again(stuck: Runtime, cast: Cast) -> None:
    case_id, _ = completed(stuck, cast)
    (found,) = of_case(stuck, cast.clerk, case_id)
    elsewhere = staff("lin", "township-leader", "t-gaoguan", areas=("/county/t-gaoguan/",))
    for who in (cast.clerk, cast.colleague, cast.neighbour, elsewhere):
        for act in (
            lambda uow, who: retry_incident(uow, who, found.id),
            lambda uow, who: retry_with(uow, who, found.id, {"kind": "big"}),
        ):
            with pytest.raises(NotAllowed):
                run(stuck, act, who)
    with pytest.raises(NotFound):
        run(stuck, retry_incident, cast.supervisor, "no such")


def test_the_list_of_an_area_names_what_its_supervisor_may_list(stuck: Runtime, cast: Cast) -> None:
    cases = {name: completed(stuck, cast, number=name)[0] for name in ("unit", "named", "sealed")}
    for visibility, case_id in cases.items():
        with_visibility(stuck, case_id, visibility)
    elsewhere = staff("lin", "township-leader", "t-gaoguan", areas=("/county/t-gaoguan/",))
    assert sorted(of_area(stuck, cast.supervisor)) == ["sealed", "unit"]
    assert of_area(stuck, elsewhere) == []
    assert of_area(stuck, cast.clerk) == []
    with reading(stuck) as uow:
        (sealed,) = incidents_of_case(uow, cast.supervisor, cases["sealed"])
        assert (sealed.cause, sealed.detail) == ("no-flow", "")
        with pytest.raises(NotAllowed):
            incidents_of_case(uow, cast.supervisor, cases["named"])


def test_of_a_case_for_named_people_its_handlers_try_again(stuck: Runtime, cast: Cast) -> None:
    case_id, _ = completed(stuck, cast)
    with_visibility(stuck, case_id, "named")
    (found,) = of_case(stuck, cast.clerk, case_id)
    assert run(stuck, retry_incident, cast.clerk, found.id).still_stuck
    with pytest.raises(NotAllowed):
        run(stuck, retry_incident, cast.neighbour, found.id)


def test_it_goes_page_by_page(stuck: Runtime, cast: Cast, clock: StillClock) -> None:
    for number in ("N-1", "N-2", "N-3"):
        completed(stuck, cast, number=number)
        clock.advance(minutes=1)
    with reading(stuck) as uow:
        first = incidents_of_area(uow, cast.supervisor, limit=2)
        second = incidents_of_area(uow, cast.supervisor, limit=2, after=first.after)
    assert [row.number for row in (*first.rows, *second.rows)] == ["N-1", "N-2", "N-3"]
    assert second.after is None


def test_a_case_that_is_cancelled_takes_its_incidents_with_it(stuck: Runtime, cast: Cast) -> None:
    case_id, _ = completed(stuck, cast)
    run(stuck, cancel_instance, cast.supervisor, case_id, reason="over")
    assert of_area(stuck, cast.supervisor) == []


def failing(runtime: Runtime) -> Runtime:
    def fail(uow: UnitOfWork, job: JobRow) -> None:
        raise OSError("no way out for Zhang San")

    return replace(runtime, job_handlers={OUTBOX: fail})


def test_a_job_that_is_given_up_is_an_incident_until_it_is_tried_again(
    stuck: Runtime, cast: Cast, clock: StillClock
) -> None:
    case_id, _ = begun(stuck)
    run(stuck, lambda uow: send_message(uow, case_id, "told", "party:applicant@x"))
    for _ in range(MOST_TRIES):
        assert of_area(stuck, cast.supervisor) == []
        run_due_jobs(failing(stuck))
        clock.advance(days=1)
    (found,) = of_case(stuck, cast.clerk, case_id)
    assert (found.kind, found.cause, found.element_id) == ("job", "job-failed", "")
    assert "no way out" in found.detail
    assert not run(stuck, retry_incident, cast.supervisor, found.id).still_stuck
    assert of_area(stuck, cast.supervisor) == []
    assert run_due_jobs(stuck) == 1


@pytest.fixture
def reminding(runtime: Runtime) -> Runtime:
    """A runtime with a process whose timer, beside a task, calls an operation that refuses its act."""

    def refuse(call: OperationCall) -> dict[str, object]:
        raise NotYet("not-today")

    refusing = replace(runtime, operations=registry(Operation("test.refuse", "refuse", refuse)))
    make.published(
        refusing,
        p_bpmn=make.process_file(
            "start -> ask:user -> end\nlate:on-ask -> call:service -> over:end",
            {"late": timer("Duration", "P1D"), "call": zeebe('taskDefinition type="test.refuse"')},
            lanes={make.CLERK: "ask"},
            late='cancelActivity="false"',
        ),
    )
    return refusing


def test_a_timer_that_is_given_up_names_its_element_and_goes_with_it(
    reminding: Runtime, cast: Cast, clock: StillClock
) -> None:
    case_id, task_id = begun(reminding)
    for _ in range(MOST_TRIES):
        clock.advance(days=2)
        assert run_due_jobs(reminding) == 1
    (found,) = of_case(reminding, cast.clerk, case_id)
    assert (found.kind, found.element_id) == ("job", "late")
    make.completed(reminding, cast.clerk, task_id)
    assert of_case(reminding, cast.clerk, case_id) == ()
