"""Signs of life of workers: given while they run, taken away when they stop, lost where they die."""

from engine.runtime import Runtime
from engine.uow import reading
from engine.worker import Worker
from engine.worker_signs import Sign, WorkerRow, workers
from tests.conftest import Statements, StillClock


def seen(runtime: Runtime) -> tuple[WorkerRow, ...]:
    with reading(runtime) as uow:
        return workers(uow)


def test_a_worker_is_seen_until_it_stops(runtime: Runtime) -> None:
    worker = Worker(runtime, poll_seconds=0.01)
    worker.start()
    for _ in range(1000):
        if seen(runtime):
            break
        worker._stopping.wait(0.01)
    assert [each.is_lost for each in seen(runtime)] == [False]
    assert worker.stop()
    assert seen(runtime) == ()


def test_one_that_is_silent_for_long_is_lost_and_forgotten_after_a_day(
    runtime: Runtime, clock: StillClock
) -> None:
    Sign(runtime).give()
    clock.advance(minutes=3)
    assert [each.is_lost for each in seen(runtime)] == [True]
    clock.advance(days=1)
    assert seen(runtime) == ()


def test_it_is_written_twice_a_minute(runtime: Runtime, clock: StillClock, statements: Statements) -> None:
    sign = Sign(runtime)
    sign.give()
    statements.clear()
    for _ in range(60):
        clock.advance(seconds=1)
        sign.give()
    assert statements.commits == 2
