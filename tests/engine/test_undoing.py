"""Compensation seen from the acts: who undoes finds the task in the inbox, and the case is done when all is undone."""

import pytest

from engine.runtime import Runtime
from engine.store import tables
from tests.engine.bpmn.drawing import file
from tests.engine.bpmn.undoing import CANCEL, COMPENSATE, part
from tests.make import engine as make
from tests.small_county import Cast

FLOWS = """start -> pay:transaction -> undo:end
off:on-pay -> after:user -> end"""
INNER = """s:start -> a:user -> b:user -> choose:xor [ok] -> e:end
choose -> stop:end
a ~ no_a:user
b ~ no_b:user"""
TASKS = "pay a b no_a no_b off after"


def drawn() -> bytes:
    """Return a process with a transaction that may be cancelled, and that compensation undoes at the end."""
    inner = part(INNER, {"stop": CANCEL}, prefix="i", choose='default="i5"')
    content = part(FLOWS, {"pay": inner, "off": CANCEL, "undo": COMPENSATE})
    lanes = make.lane_set({make.CLERK: TASKS})
    return file(f'<process id="p" isExecutable="true">{lanes}{content}</process>')


def done(runtime: Runtime, cast: Cast, instance_id: str, name: str) -> str:
    """Complete the one task that is open, and return the state of the case."""
    open_tasks = make.tasks_of(runtime, instance_id)
    assert list(open_tasks) == [name]
    assert [row.task_id for row in make.rows_of(runtime, tables.inbox)] == [open_tasks[name]]
    return make.completed(runtime, cast.clerk, open_tasks[name]).status


@pytest.mark.parametrize(
    ("ok", "tasks"), [(True, ["a", "b", "no_b", "no_a"]), (False, ["a", "b", "no_b", "no_a", "after"])]
)
def test_it_offers_what_is_to_be_undone_one_after_the_other(
    runtime: Runtime, cast: Cast, ok: bool, tasks: list[str]
) -> None:
    make.published(runtime, p_bpmn=drawn())
    started = make.begun(runtime, ok=ok)
    states = [done(runtime, cast, started.instance_id, name) for name in tasks]
    assert states == ["active"] * (len(tasks) - 1) + ["completed"]
    assert make.rows_of(runtime, tables.inbox) == []
