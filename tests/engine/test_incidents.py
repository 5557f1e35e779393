"""Incidents seen from the acts: the act is done, the rest of the case goes on, the step is tried again."""

import pytest

from engine.runtime import Runtime
from engine.store import tables
from tests.engine.bpmn.drawing import mapping, zeebe
from tests.make import engine as make
from tests.small_county import Cast

CHOICE = """start -> ask:user -> choose:xor [n > 5] -> after:user -> end"""
LANE = {make.CLERK: "ask after"}


def test_a_task_is_done_though_the_step_behind_it_stops(runtime: Runtime, cast: Cast) -> None:
    make.published(runtime, p_bpmn=make.process_file(CHOICE, lanes=LANE))
    started = make.begun(runtime, n=1)
    task = make.tasks_of(runtime, started.instance_id)["ask"]
    completed = make.completed(runtime, cast.clerk, task)
    assert (completed.status, completed.opened) == ("active", ())
    assert make.rows_of(runtime, tables.task, id=task)[0].status == "completed"
    assert make.incidents_of(runtime, "N-1") == [("choose", "no-flow")]
    make.retried(runtime, "N-1", "choose", n=9)
    assert list(make.tasks_of(runtime, started.instance_id)) == ["after"]


@pytest.mark.parametrize(
    ("due", "cause"),
    [("=limit", "due-not-a-date"), ("=for i in 1..100000000 return i", "expression")],
)
def test_a_task_without_a_date_that_is_one_is_offered_to_nobody_yet(
    runtime: Runtime, due: str, cause: str
) -> None:
    schedule = zeebe(f'taskSchedule dueDate="{due}"')
    drawn = make.process_file("start -> ask:user -> end", {"ask": schedule}, lanes={make.CLERK: "ask"})
    make.published(runtime, p_bpmn=drawn)
    started = make.begun(runtime, limit="soon")
    assert (started.opened, make.rows_of(runtime, tables.inbox)) == ((), [])
    assert make.incidents_of(runtime, "N-1") == [("ask", cause)]


def test_a_task_is_offered_when_its_date_is_mended(runtime: Runtime) -> None:
    schedule = zeebe('taskSchedule dueDate="=limit"')
    drawn = make.process_file("start -> ask:user -> end", {"ask": schedule}, lanes={make.CLERK: "ask"})
    make.published(runtime, p_bpmn=drawn)
    started = make.begun(runtime, limit="soon")
    make.retried(runtime, "N-1", "ask", limit="2026-03-20")
    task = make.tasks_of(runtime, started.instance_id)["ask"]
    (row,) = make.rows_of(runtime, tables.task, id=task)
    assert row.due_at.isoformat() == "2026-03-20T15:59:59+00:00"
    assert [each.task_id for each in make.rows_of(runtime, tables.inbox)] == [task]


def test_answers_are_kept_where_their_mapping_fails(runtime: Runtime, cast: Cast) -> None:
    said = zeebe(mapping(output_x="=if stop then (for i in 1..100000000 return i) else 7"))
    drawn = make.process_file(
        "start -> ask:user -> after:user -> end", {"ask": said}, lanes={make.CLERK: "ask after"}
    )
    make.published(runtime, p_bpmn=drawn)
    started = make.begun(runtime, stop=True)
    make.completed(runtime, cast.clerk, make.tasks_of(runtime, started.instance_id)["ask"])
    assert make.incidents_of(runtime, "N-1") == [("ask", "expression")]
    make.retried(runtime, "N-1", "ask", stop=False)
    assert list(make.tasks_of(runtime, started.instance_id)) == ["after"]
