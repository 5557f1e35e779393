"""Operations that reach outside: called by a worker after the act, tried again, and an incident where they do not fit."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from engine.bpmn.env import BpmnError
from engine.errors import NotYet
from engine.operation_fields import Text, Whole, fields_of
from engine.operations import Operation, OperationCall, registry
from engine.runtime import Runtime
from engine.store import tables
from engine.worker import run_due_jobs
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import mapping, zeebe
from tests.make import engine as make

Call = Callable[[OperationCall], Mapping[str, object]]
FLOWS = "start -> ask:service -> wait:user -> end"


def asking(runtime: Runtime, call: Call, number: str = "=case.number") -> Runtime:
    """Publish a case that asks a register of another office, then waits for a clerk."""
    takes, gives = fields_of(number=Text(required=True)), fields_of(points=Whole(required=True))
    able = replace(
        runtime, operations=registry(Operation("other.ask", "ask", call, takes, gives, external=True))
    )
    inside = {
        "ask": zeebe('taskDefinition type="other.ask"', mapping(input_number=number, output_p="=points"))
    }
    make.published(able, p_bpmn=make.process_file(FLOWS, inside, lanes={make.CLERK: "wait"}))
    return able


def test_it_calls_nothing_in_the_act_and_lets_a_worker_go_on(runtime: Runtime) -> None:
    asked: list[object] = []

    def call(call: OperationCall) -> Mapping[str, object]:
        asked.append(call.inputs["number"])
        return {"points": 7}

    able = asking(runtime, call)
    started = make.begun(able)
    assert (asked, make.tasks_of(able, started.instance_id)) == ([], {})
    run_due_jobs(able)
    assert asked == ["N-1"]
    assert list(make.tasks_of(able, started.instance_id)) == ["wait"]
    assert make.case_of(able, started.instance_id).data["p"] == 7
    assert [job.status for job in make.rows_of(able, tables.job, kind="operation")] == ["done"]


def test_it_tries_again_what_was_refused(runtime: Runtime, clock: StillClock) -> None:
    answers: list[Mapping[str, object]] = [{"points": 7}]
    refusals = [NotYet("closed")]

    def call(_call: OperationCall) -> Mapping[str, object]:
        if refusals:
            raise refusals.pop()
        return answers.pop()

    able = asking(runtime, call)
    started = make.begun(able)
    run_due_jobs(able)
    assert make.tasks_of(able, started.instance_id) == {}
    clock.advance(minutes=5)
    run_due_jobs(able)
    assert list(make.tasks_of(able, started.instance_id)) == ["wait"]


def test_it_makes_an_incident_of_an_input_that_another_try_would_not_mend(runtime: Runtime) -> None:
    able = asking(runtime, lambda _call: {"points": 7}, "=1")
    make.begun(able)
    run_due_jobs(able)
    assert make.incidents_of(able, "N-1") == [("ask", "operation-input")]


def test_it_throws_a_business_error_of_an_operation(runtime: Runtime) -> None:
    def call(_call: OperationCall) -> Mapping[str, object]:
        raise BpmnError("closed")

    able = asking(runtime, call)
    make.begun(able)
    run_due_jobs(able)
    assert make.incidents_of(able, "N-1") == [("ask", "error-not-caught")]
    assert [job.status for job in make.rows_of(able, tables.job, kind="operation")] == ["done"]


def test_it_fails_the_job_of_an_operation_that_gives_what_it_did_not_promise(runtime: Runtime) -> None:
    able = asking(runtime, lambda _call: {"points": "7 of 9"})
    make.begun(able)
    run_due_jobs(able)
    (job,) = make.rows_of(able, tables.job, kind="operation")
    assert (job.status, job.attempts) == ("waiting", 1)
    assert "operation-output" in job.error


def test_it_asks_again_when_the_incident_is_tried_again(runtime: Runtime) -> None:
    able = asking(runtime, lambda _call: {"points": 7}, "=wanted")
    started = make.begun(able)
    run_due_jobs(able)
    make.retried(able, "N-1", "ask", wanted="N-1")
    run_due_jobs(able)
    assert list(make.tasks_of(able, started.instance_id)) == ["wait"]
