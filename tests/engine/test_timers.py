"""A due timer lets its case run on, once, and what is not waited for any more does nothing."""

from dataclasses import replace

import pytest

from engine.runtime import Runtime
from engine.store import tables
from engine.uow import run
from engine.worker import run_due_jobs
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import timer
from tests.make import engine as make
from tests.small_county import Cast


@pytest.fixture
def reminding(runtime: Runtime) -> Runtime:
    """A runtime with a process that reminds twice, two days apart, and then waits until a day comes."""
    make.published(
        runtime,
        p_bpmn=make.process_file(
            "start -> ask:user -> rest:catch -> end\nagain:on-ask -> remind:user -> over:end",
            {"again": timer("Cycle", "R2/P2D"), "rest": timer("Date", "2026-04-01")},
            lanes={make.CLERK: "ask remind"},
            again='cancelActivity="false"',
        ),
    )
    return runtime


def test_it_fires_when_its_time_has_come(reminding: Runtime, clock: StillClock) -> None:
    make.begun(reminding)
    assert run_due_jobs(reminding) == 0
    clock.advance(days=2)
    assert run_due_jobs(reminding) == 1
    assert [row.element_id for row in make.rows_of(reminding, tables.task)] == ["ask", "remind"]
    assert make.rows_of(reminding, tables.event, what="timer-fired")[0].actor == "system"


def test_it_fires_as_often_as_it_says(reminding: Runtime, clock: StillClock) -> None:
    make.begun(reminding)
    fired = []
    for _ in range(4):
        clock.advance(days=2)
        fired.append(run_due_jobs(reminding))
    assert fired == [1, 1, 0, 0]
    assert {row.status for row in make.rows_of(reminding, tables.job)} == {"done"}


def test_it_goes_with_its_task(reminding: Runtime, clock: StillClock, cast: Cast) -> None:
    started = make.begun(reminding)
    make.completed(reminding, cast.clerk, started.opened[0].task_id)
    (waits,) = make.rows_of(reminding, tables.job)
    assert waits.due_at.isoformat() == "2026-04-01T15:59:59+00:00"


def test_it_does_nothing_where_the_case_no_longer_waits(
    reminding: Runtime, clock: StillClock, cast: Cast
) -> None:
    """As when the job was read before the task was completed."""
    started = make.begun(reminding)
    (job,) = make.rows_of(reminding, tables.job)
    make.completed(reminding, cast.clerk, started.opened[0].task_id)
    run(reminding, lambda uow: uow.insert(tables.job, job._asdict()))
    clock.advance(days=3)
    assert run_due_jobs(reminding) == 1
    assert make.rows_of(reminding, tables.event, what="timer-fired") == []


def test_a_stopped_timer_fires_later(reminding: Runtime, clock: StillClock) -> None:
    make.begun(reminding)
    clock.advance(days=2)

    def stop(name: str) -> None:
        if name == "before-commit":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_due_jobs(replace(reminding, on_step=stop))
    assert run_due_jobs(reminding) == 1
    assert len(make.rows_of(reminding, tables.event, what="timer-fired")) == 1
