"""Priority and follow-up date of a task: in its row, in lists, and as an incident where they are none."""

from datetime import datetime
from typing import Any

import pytest

from engine.bpmn.checks import Known, check
from engine.bpmn.parser import parse
from engine.inbox import open_tasks
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading
from tests.engine.bpmn.drawing import zeebe
from tests.make import engine as make
from tests.small_county import Cast


def begun(runtime: Runtime, *said: str, **variables: Any) -> str:
    drawn = make.process_file("start -> ask:user -> end", {"ask": zeebe(*said)}, lanes={make.CLERK: "ask"})
    make.published(runtime, p_bpmn=drawn)
    return make.begun(runtime, **variables).instance_id


@pytest.mark.parametrize(
    ("text", "expected"), [("0", 0), ("100", 100), ("=urgency", 80), ("=null", 50), ("=10 * 3", 30)]
)
def test_a_task_has_the_priority_that_is_said(runtime: Runtime, text: str, expected: int) -> None:
    begun(runtime, f'priorityDefinition priority="{text}"', urgency=80)
    assert make.rows_of(runtime, tables.task)[0].priority == expected


def test_a_task_has_the_usual_priority_and_no_follow_up_where_nothing_is_said(runtime: Runtime) -> None:
    begun(runtime, "userTask")
    (row,) = make.rows_of(runtime, tables.task)
    assert (row.priority, row.follow_up_at) == (50, None)


def test_a_list_shows_when_to_look_at_a_task_again(runtime: Runtime, cast: Cast) -> None:
    begun(runtime, 'taskSchedule followUpDate="=limit" dueDate="2026-03-21"', limit="2026-03-20T09:00:00")
    with reading(runtime) as uow:
        (row,) = open_tasks(uow, cast.clerk, tab="waiting").rows
    assert row.follow_up_at == datetime.fromisoformat("2026-03-20T01:00:00+00:00")
    assert (row.priority, row.due_at) == (50, datetime.fromisoformat("2026-03-21T15:59:59+00:00"))


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ('priorityDefinition priority="=urgency"', "priority-not-a-number"),
        ('taskSchedule followUpDate="=urgency"', "due-not-a-date"),
    ],
)
@pytest.mark.parametrize("urgency", [101, -1, 1.5, "high", True, [1]])
def test_a_task_stands_where_they_are_none(runtime: Runtime, said: str, cause: str, urgency: object) -> None:
    begun(runtime, said, urgency=urgency)
    assert make.incidents_of(runtime, "N-1") == [("ask", cause)]
    make.retried(runtime, "N-1", "ask", urgency=None)
    assert len(make.rows_of(runtime, tables.task)) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('priorityDefinition priority="101"', "not-a-priority"),
        ('priorityDefinition priority="high"', "not-a-priority"),
        ('priorityDefinition priority="=1 +"', "expression"),
        ('taskSchedule followUpDate="soon"', "not-a-time"),
    ],
)
def test_literals_are_checked_before_anything_is_published(said: str, code: str) -> None:
    drawn = make.process_file("start -> ask:user -> end", {"ask": zeebe(said)}, lanes={make.CLERK: "ask"})
    known = Known(forms=(), decisions=(), operations={}, has_post=lambda _post: True)
    assert [each.code for each in check(parse({"p.bpmn": drawn}), known)] == [code]
