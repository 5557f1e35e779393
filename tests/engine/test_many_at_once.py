"""Several people at one case: each is served, and where two want the same, one is told who was first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from engine.errors import AlreadyDone
from engine.runtime import Runtime
from engine.store import tables
from tests.conftest import Statements
from tests.engine.bpmn.drawing import each
from tests.make import engine as make
from tests.small_county import Cast, staff

UNITS = [f"v-{number}" for number in range(50)]


@pytest.fixture
def fifty(runtime: Runtime) -> Runtime:
    """A runtime with a process that opens one task for each unit named."""
    make.published(
        runtime,
        p_bpmn=make.process_file(
            "start -> begin:user -> ask:user -> end",
            {"ask": each("=units", inputElement="unit")},
            lanes={"post:station-clerk unit =unit": "ask", "post:township-office": "begin"},
        ),
    )
    return runtime


def fifty_tasks(runtime: Runtime, cast: Cast) -> list[str]:
    started = make.begun(runtime, units=UNITS)
    opened = make.completed(runtime, cast.office, started.opened[0].task_id).opened
    assert [each.subjects for each in opened] == [(f"station-clerk@{unit}",) for unit in UNITS]
    return [each.task_id for each in opened]


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run all in threads of their own and return what each gave or raised."""

    def outcome(act: Callable[[], object]) -> object:
        try:
            return act()
        except Exception as error:  # noqa: BLE001  the outcome is what the test looks at
            return error

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(outcome, acts))


def test_fifty_people_complete_fifty_tasks_of_one_case(fifty: Runtime, cast: Cast) -> None:
    tasks = fifty_tasks(fifty, cast)
    people = [staff(unit, "station-clerk", unit) for unit in UNITS]
    outcomes = at_once(
        [partial(make.completed, fifty, person, task) for person, task in zip(people, tasks, strict=True)]
    )
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert {row.status for row in make.rows_of(fifty, tables.task)} == {"completed"}
    (case,) = make.rows_of(fifty, tables.instance)
    assert (case.status, case.audit_seq) == ("completed", 52)


def test_one_of_two_wins_and_the_other_is_told(fifty: Runtime, cast: Cast) -> None:
    started = make.begun(fifty, units=[])
    task = started.opened[0].task_id
    people = [staff(name, "township-office", "t-yanhe") for name in ("ann", "bo", "cy", "di")]
    outcomes = at_once([partial(make.completed, fifty, person, task) for person in people])
    refused = [outcome for outcome in outcomes if isinstance(outcome, AlreadyDone)]
    assert len(refused) == 3
    (done,) = make.rows_of(fifty, tables.task)
    assert {refusal.params["by"] for refusal in refused} == {done.ended_by}
    assert len(make.rows_of(fifty, tables.event, what="task-completed")) == 1


def test_the_cost_does_not_grow_with_the_tasks_opened(
    fifty: Runtime, cast: Cast, statements: Statements
) -> None:
    counts = []
    for number, units in enumerate((UNITS[:1], UNITS)):
        started = make.begun(fifty, number=f"N-{number}", units=units)
        statements.clear()
        make.completed(fifty, cast.office, started.opened[0].task_id)
        counts.append(statements.count)
    assert counts[0] == counts[1], statements.sent
    assert statements.commits == 1
