"""Work for outside workers: fetched by one at a time, completed, failed, lost; each on both databases."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.actor import SYSTEM, Actor
from engine.definitions import check_folder
from engine.errors import AlreadyDone
from engine.external_work import (
    Failure,
    Fetched,
    complete_work,
    extend_work,
    fail_work,
    fetch_work,
    throw_error,
)
from engine.instances import cancel_instance
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import run
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import each, mapping, properties, zeebe
from tests.make import engine as make

MINUTE = timedelta(minutes=1)
FLOWS = "start -> do:service -> wait:user -> end"
HEADERS = '<zeebe:taskHeaders><zeebe:header key="paper" value="A4"/></zeebe:taskHeaders>'
PROGRAM = Actor("program", key="printer")


def outside(*parts: str, topic: str = "print", retries: str = "2", **more: str) -> str:
    """What a service task says whose work is done outside."""
    said = f'taskDefinition type="{topic}" retries="{retries}"'
    return zeebe(said, properties(external="true", **more), HEADERS, *parts)


def printing(runtime: Runtime, *parts: str, **more: str) -> None:
    """Publish a case that lets something be printed and then waits for a clerk."""
    source = make.process_file(FLOWS, {"do": outside(*parts, **more)}, lanes={make.CLERK: "wait"})
    make.published(runtime, p_bpmn=source)


def fetched(
    runtime: Runtime, worker: str = "w", *topics: str, most: int = 10, actor: Actor = PROGRAM
) -> tuple[Fetched, ...]:
    return run(runtime, fetch_work, actor, worker, topics or ("print",), most=most, lock=MINUTE)


def complete(runtime: Runtime, work_id: str, worker: str = "w", **variables: object) -> str:
    return run(runtime, complete_work, PROGRAM, worker, work_id, variables=variables).status


def test_it_gives_a_worker_what_the_input_mappings_say_and_takes_what_the_outputs_say(
    runtime: Runtime,
) -> None:
    printing(runtime, mapping(input_text="=letter.text", output_sheet="=pages + 1"))
    started = make.begun(runtime, letter={"text": "hello"}, other="x")
    (work,) = fetched(runtime)
    assert (work.variables, work.headers, work.number) == ({"text": "hello"}, {"paper": "A4"}, "N-1")
    assert (work.element_id, work.retries, work.priority) == ("do", 2, 0)
    complete(runtime, work.id, pages=3)
    assert list(make.tasks_of(runtime, started.instance_id)) == ["wait"]
    assert data_of(runtime, started.instance_id)["sheet"] == 4
    assert make.rows_of(runtime, tables.external_work) == []


def test_it_gives_all_variables_where_nothing_is_mapped(runtime: Runtime) -> None:
    printing(runtime)
    make.begun(runtime, letter="hello")
    (work,) = fetched(runtime)
    assert work.variables["letter"] == "hello"


def test_it_gives_work_to_one_worker_until_its_time_is_over(runtime: Runtime, clock: StillClock) -> None:
    printing(runtime)
    make.begun(runtime)
    (work,) = fetched(runtime, "a")
    assert fetched(runtime, "b") == ()
    clock.advance(minutes=2)
    assert [again.id for again in fetched(runtime, "b")] == [work.id]
    with pytest.raises(AlreadyDone, match="work-not-yours"):
        complete(runtime, work.id, "a")
    assert complete(runtime, work.id, "b") == "active"


def test_it_takes_late_work_that_nobody_else_has_taken(runtime: Runtime, clock: StillClock) -> None:
    printing(runtime)
    make.begun(runtime)
    (work,) = fetched(runtime)
    clock.advance(minutes=2)
    assert complete(runtime, work.id) == "active"


def test_it_holds_work_for_longer(runtime: Runtime, clock: StillClock) -> None:
    printing(runtime)
    make.begun(runtime)
    (work,) = fetched(runtime)
    clock.advance(seconds=50)
    held = run(runtime, extend_work, PROGRAM, "w", work.id, lock=MINUTE)
    assert held.locked_until == clock.now + MINUTE
    clock.advance(seconds=50)
    assert fetched(runtime, "other") == ()


def test_it_takes_one_workers_name_for_another_under_another_key(runtime: Runtime) -> None:
    printing(runtime)
    make.begun(runtime)
    (work,) = fetched(runtime)
    with pytest.raises(AlreadyDone, match="work-not-yours"):
        run(runtime, complete_work, Actor("program", key="scanner"), "w", work.id, variables={})


def test_it_says_that_work_is_gone_which_is_done_or_whose_case_has_ended(runtime: Runtime) -> None:
    printing(runtime)
    started = make.begun(runtime)
    (work,) = fetched(runtime)
    complete(runtime, work.id)
    with pytest.raises(AlreadyDone, match="work-gone"):
        complete(runtime, work.id)
    assert started.status == "active"
    other = make.begun(runtime, number="N-2")
    (work,) = fetched(runtime)
    run(runtime, cancel_instance, SYSTEM, other.instance_id, reason="withdrawn")
    assert make.rows_of(runtime, tables.external_work) == []
    with pytest.raises(AlreadyDone, match="work-gone"):
        complete(runtime, work.id)


def test_it_gives_the_most_urgent_first_and_no_more_than_asked(runtime: Runtime) -> None:
    printing(runtime, priority="=urgency")
    for number, urgency in enumerate((1, 9, 5)):
        make.begun(runtime, number=f"N-{number}", urgency=urgency)
    assert [work.priority for work in fetched(runtime, most=2)] == [9, 5]
    assert [work.priority for work in fetched(runtime, most=2)] == [1]
    assert fetched(runtime, "w", "scan", "print") == ()


def test_it_offers_failed_work_again_after_a_pause_with_what_was_said(
    runtime: Runtime, clock: StillClock
) -> None:
    printing(runtime)
    make.begun(runtime)
    (work,) = fetched(runtime)
    assert run(runtime, fail_work, PROGRAM, "w", work.id, Failure("no paper", pause=MINUTE)) == 1
    assert fetched(runtime) == ()
    clock.advance(minutes=1)
    (again,) = fetched(runtime)
    assert (again.id, again.retries, again.error) == (work.id, 1, "no paper")


def test_it_makes_an_incident_of_work_that_failed_for_good(runtime: Runtime) -> None:
    printing(runtime)
    started = make.begun(runtime)
    (work,) = fetched(runtime)
    assert run(runtime, fail_work, PROGRAM, "w", work.id, Failure("on fire", retries=0)) == 0
    assert make.rows_of(runtime, tables.external_work) == []
    (incident,) = make.waiting_of(runtime, started.instance_id).incidents
    assert (incident.element.id, incident.cause, incident.detail) == ("do", "work-failed", "on fire")


def test_it_puts_work_out_anew_when_its_incident_is_tried_again(runtime: Runtime) -> None:
    printing(runtime)
    make.begun(runtime)
    (work,) = fetched(runtime)
    run(runtime, fail_work, PROGRAM, "w", work.id, Failure("on fire", retries=0))
    make.retried(runtime, "N-1", "do")
    (again,) = fetched(runtime)
    assert (again.id, again.retries) == (work.id, 2)
    assert complete(runtime, again.id) == "active"


def test_it_throws_a_business_error_to_be_caught_at_the_boundary(runtime: Runtime) -> None:
    flows = FLOWS + "\nempty:on-do -> refill:user -> ended:end"
    inside = {"do": outside(), "empty": '<errorEventDefinition errorRef="paper"/>'}
    beside = '<error id="paper" name="paper" errorCode="no-paper"/>'
    source = make.process_file(flows, inside, lanes={make.CLERK: "wait refill"}, beside=beside)
    make.published(runtime, p_bpmn=source)
    started = make.begun(runtime)
    (work,) = fetched(runtime)
    run(runtime, throw_error, PROGRAM, "w", work.id, code="no-paper", variables={"tray": 2})
    assert list(make.tasks_of(runtime, started.instance_id)) == ["refill"]
    assert data_of(runtime, started.instance_id)["empty"] == {"tray": 2}
    assert make.rows_of(runtime, tables.external_work) == []


def test_it_makes_an_incident_of_an_error_that_nobody_catches(runtime: Runtime) -> None:
    printing(runtime)
    make.begun(runtime)
    (work,) = fetched(runtime)
    run(runtime, throw_error, PROGRAM, "w", work.id, code="no-paper", variables={})
    assert make.incidents_of(runtime, "N-1") == [("do", "error-not-caught")]
    make.retried(runtime, "N-1", "do")
    assert [again.id for again in fetched(runtime)] == [work.id]


def test_it_puts_out_work_for_each_item_of_a_list(runtime: Runtime) -> None:
    loop = each("=letters", inputElement="letter", outputCollection="sheets", outputElement="=pages")
    source = make.process_file(
        FLOWS, {"do": outside(mapping(input_text="=letter")) + loop}, lanes={make.CLERK: "wait"}
    )
    make.published(runtime, p_bpmn=source)
    started = make.begun(runtime, letters=["a", "b", "c"])
    for work in fetched(runtime):
        complete(runtime, work.id, pages=work.variables["text"] * 2)
    assert data_of(runtime, started.instance_id)["sheets"] == ["aa", "bb", "cc"]


def test_it_gives_no_work_to_two_workers_at_once(runtime: Runtime) -> None:
    printing(runtime)
    for number in range(24):
        make.begun(runtime, number=f"N-{number}")
    with ThreadPoolExecutor(4) as workers:
        asked = [workers.submit(fetched, runtime, f"w{n}", most=6) for n in range(4)]
        got = [work.id for each in asked for work in each.result()]
    assert len(got) == len(set(got))
    rest = [work.id for work in fetched(runtime, "last", most=50)]
    assert len({*got, *rest}) == 24


def test_it_lets_one_of_two_complete_at_once(runtime: Runtime) -> None:
    printing(runtime)
    make.begun(runtime)
    (work,) = fetched(runtime)
    with ThreadPoolExecutor(4) as workers:
        tries = [workers.submit(complete, runtime, work.id) for _ in range(4)]
    refused = [each.exception() for each in tries if each.exception()]
    assert len(refused) == 3
    assert {getattr(each, "code", str(each)) for each in refused} == {"work-gone"}


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({"topic": "=1"}, "topic-not-text"),
        ({"retries": "=&quot;many&quot;"}, "not-a-number"),
        ({"retries": "0"}, "not-a-number"),
        ({"priority": "=0.5"}, "not-a-number"),
    ],
)
def test_it_makes_an_incident_of_work_that_makes_no_sense(
    runtime: Runtime, more: dict[str, str], cause: str
) -> None:
    printing(runtime, **more)
    started = make.begun(runtime)
    (incident,) = make.waiting_of(runtime, started.instance_id).incidents
    assert incident.cause == cause


def test_it_publishes_a_topic_without_an_operation_but_no_other_value_than_true(runtime: Runtime) -> None:
    def found(value: str) -> set[str]:
        inside = {"do": outside().replace('value="true"', f'value="{value}"')}
        source = make.process_file("start -> do:service -> end", inside, lanes={})
        return {each.code for each in check_folder({"p.bpmn": source}, replace(runtime, operations={}))}

    assert (found("true"), found("yes")) == (set(), {"incomplete"})


def data_of(runtime: Runtime, instance_id: str) -> Mapping[str, Any]:
    return make.case_of(runtime, instance_id).data
