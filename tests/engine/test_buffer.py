"""What nobody waits for yet is kept for its time, and given in the act that begins to wait."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from threading import Event

import pytest

from engine.actor import SYSTEM
from engine.buffer import EXPIRE, keep_expiring
from engine.messages import ONLY_NOW, Delivery, publish_message
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import run
from engine.worker import run_due_jobs
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import declared, file, message, process, scope, timer
from tests.make import engine as make
from tests.small_county import Cast

LANES = {make.CLERK: "ask", "post:township-office": "after"}
WAITS = "start -> ask:user -> hear:catch -> after:user -> end"


def drawn(process_id: str = "p", flows: str = WAITS) -> bytes:
    """A process that waits for `paid` after its first task, by the variable `order`."""
    inside = {"hear": message("paid"), "again": message("paid")}
    return file(
        declared("paid", "=order"), process(flows, inside, process_id=process_id, extra=make.lane_set(LANES))
    )


@pytest.fixture
def paying(runtime: Runtime) -> Runtime:
    make.published(runtime, p_bpmn=drawn())
    return runtime


def begun(runtime: Runtime, number: str = "N-1", process_id: str = "p") -> tuple[str, str]:
    started = make.begun(runtime, number=number, process_id=process_id, order="A-1")
    return started.instance_id, started.opened[0].task_id


def comes_to_wait(runtime: Runtime, cast: Cast, number: str = "N-1", process_id: str = "p") -> str:
    """Let a case come to where it waits for `paid`; returns the step at which it then stands."""
    case_id, task = begun(runtime, number, process_id)
    make.completed(runtime, cast.clerk, task)
    return str(make.rows_of(runtime, tables.instance, id=case_id)[0].step)


def pay(runtime: Runtime, **more: object) -> Delivery:
    return run(runtime, publish_message, SYSTEM, "paid", "A-1", **more)  # type: ignore[arg-type]


def test_it_is_given_to_who_comes_to_wait(paying: Runtime, cast: Cast) -> None:
    assert pay(paying, payload={"sum": Decimal("2.50"), "on": date(2026, 3, 2)}) == Delivery(is_kept=True)
    assert comes_to_wait(paying, cast) == "after"
    assert make.rows_of(paying, tables.subscription) == []
    assert make.data_of(paying)["hear"] == {"sum": Decimal("2.50"), "on": date(2026, 3, 2)}
    (noted,) = make.rows_of(paying, tables.event, what="message-received")
    assert (noted.actor, noted.details) == ("system", '{"element":"hear","message":"paid"}')


def test_it_is_given_in_the_act_that_begins_a_case(runtime: Runtime) -> None:
    make.published(runtime, p_bpmn=drawn(flows="start -> hear:catch -> after:user -> end"))
    pay(runtime)
    assert [each.element_id for each in make.begun(runtime, order="A-1").opened] == ["after"]


def test_the_oldest_goes_first_and_each_once(paying: Runtime, cast: Cast, clock: StillClock) -> None:
    for number in (1, 2):
        pay(paying, payload={"number": number})
        clock.advance(minutes=1)
    found = [comes_to_wait(paying, cast, f"N-{number}") for number in (1, 2, 3)]
    assert found == ["after", "after", "hear"]
    assert [make.data_of(paying, number)["hear"]["number"] for number in ("N-1", "N-2")] == [1, 2]


def test_who_listens_on_has_all_that_are_kept(runtime: Runtime, cast: Cast) -> None:
    """An event subprocess that interrupts nothing listens again, with another token."""
    heard = scope(
        "heard:start -> after:user -> over:end",
        {"heard": message("paid")},
        {"prefix": "g", "heard": 'isInterrupting="false"'},
    )
    flows = "start -> rest:catch -> end\nlisten:subProcess"
    inside = {"rest": timer("Duration", "P1D"), "listen": heard}
    listens = process(
        flows, inside, extra=make.lane_set({make.CLERK: "after"}), listen='triggeredByEvent="true"'
    )
    make.published(runtime, p_bpmn=file(declared("paid", "=order"), listens))
    for _ in range(3):
        pay(runtime)
    assert [each.element_id for each in make.begun(runtime, order="A-1").opened] == ["after"] * 3
    assert pay(runtime).taken == 1
    for task in make.rows_of(runtime, tables.task):
        make.completed(runtime, cast.clerk, task.id)
    assert make.rows_of(runtime, tables.instance)[0].step == "rest"


def test_a_process_has_it_once(paying: Runtime, cast: Cast) -> None:
    """As in Zeebe: the first case of the process that comes to wait; but all that wait already."""
    comes_to_wait(paying, cast, "N-1")
    comes_to_wait(paying, cast, "N-2")
    assert pay(paying).taken == 2
    assert comes_to_wait(paying, cast, "N-3") == "hear"


def test_another_process_has_it_too(paying: Runtime, cast: Cast) -> None:
    make.published(paying, name="other", q_bpmn=drawn("q"))
    comes_to_wait(paying, cast, "N-1")
    assert pay(paying).taken == 1
    assert comes_to_wait(paying, cast, "N-2", process_id="q") == "after"
    assert comes_to_wait(paying, cast, "N-3", process_id="q") == "hear"


def test_two_waits_in_a_row_take_two(runtime: Runtime, cast: Cast) -> None:
    make.published(
        runtime, p_bpmn=drawn(flows="start -> ask:user -> hear:catch -> again:catch -> after:user -> end")
    )
    pay(runtime)
    assert comes_to_wait(runtime, cast, "N-1") == "again"
    assert pay(runtime).taken == 1
    assert make.rows_of(runtime, tables.instance)[0].step == "after"


def test_a_wait_that_opens_in_the_act_of_the_message_is_not_given_the_same(
    runtime: Runtime, cast: Cast
) -> None:
    make.published(
        runtime, p_bpmn=drawn(flows="start -> ask:user -> hear:catch -> again:catch -> after:user -> end")
    )
    assert comes_to_wait(runtime, cast, "N-1") == "hear"
    assert pay(runtime).taken == 1
    assert make.rows_of(runtime, tables.instance)[0].step == "again"


def test_it_is_not_given_when_its_time_is_over(paying: Runtime, cast: Cast, clock: StillClock) -> None:
    pay(paying, time_to_live=timedelta(minutes=5))
    clock.advance(minutes=5)
    assert comes_to_wait(paying, cast) == "hear"


def test_without_a_time_to_live_it_is_not_kept(paying: Runtime, cast: Cast) -> None:
    assert pay(paying, time_to_live=ONLY_NOW) == Delivery()
    assert make.rows_of(paying, tables.message) == []
    assert comes_to_wait(paying, cast) == "hear"


def test_old_ones_go_and_known_ids_stay_for_a_week(paying: Runtime, cast: Cast, clock: StillClock) -> None:
    run(paying, keep_expiring)
    run(paying, keep_expiring)
    assert len(make.rows_of(paying, tables.job, kind=EXPIRE)) == 1
    comes_to_wait(paying, cast)
    pay(paying)
    pay(paying, message_id="m-1", time_to_live=ONLY_NOW)
    clock.advance(hours=1)
    assert run_due_jobs(paying) == 1
    assert [row.message_id for row in make.rows_of(paying, tables.message)] == ["m-1"]
    assert make.rows_of(paying, tables.message_taken) == []
    clock.advance(days=7)
    assert run_due_jobs(paying) == 1
    assert make.rows_of(paying, tables.message) == []
    assert not pay(paying, message_id="m-1").is_repeated


@pytest.mark.parametrize("stop_the_giver", [True, False])
def test_giver_and_waiter_at_the_same_moment_do_not_miss_each_other(
    stop_the_giver: bool, paying: Runtime, cast: Cast
) -> None:
    """One is held right before it commits, all written; the other has a second to pass it by, which it must not."""
    _, task = begun(paying)
    acts: tuple[Callable[[Runtime], object], Callable[[Runtime], object]] = (
        pay,
        lambda runtime: make.completed(runtime, cast.clerk, task),
    )
    first, second = acts if stop_the_giver else reversed(acts)
    is_written, may_commit = Event(), Event()

    def hold(name: str) -> None:
        if name == "before-commit":
            is_written.set()
            may_commit.wait(10)

    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(first, replace(paying, on_step=hold))
        is_written.wait(10)
        other = threads.submit(second, paying)
        wait([other], timeout=1)
        may_commit.set()
        one.result(20)
        other.result(20)
    assert make.rows_of(paying, tables.instance)[0].step == "after"


def test_of_many_givers_and_waiters_none_is_missed(paying: Runtime, cast: Cast) -> None:
    """Thirty messages, each with a key of its own, and thirty cases, in eight threads."""
    tasks = [
        make.begun(paying, number=f"N-{number}", order=f"A-{number}").opened[0].task_id
        for number in range(30)
    ]
    acts: list[Callable[[], object]] = []
    for number, task in enumerate(tasks):
        acts += [
            partial(make.completed, paying, cast.clerk, task),
            partial(run, paying, publish_message, SYSTEM, "paid", f"A-{number}"),
        ]
    with ThreadPoolExecutor(8) as threads:
        for outcome in [threads.submit(act) for act in acts]:
            outcome.result()
    assert {row.step for row in make.rows_of(paying, tables.instance)} == {"after"}


def test_of_many_waiters_one_has_it(paying: Runtime, cast: Cast) -> None:
    tasks = [begun(paying, f"N-{number}")[1] for number in range(8)]
    pay(paying)
    with ThreadPoolExecutor(8) as threads:
        for outcome in [threads.submit(make.completed, paying, cast.clerk, task) for task in tasks]:
            outcome.result()
    assert sorted(row.step for row in make.rows_of(paying, tables.instance)) == ["after", *["hear"] * 7]


def test_a_message_with_an_id_that_comes_eight_times_at_once_is_taken_once(
    paying: Runtime, cast: Cast
) -> None:
    comes_to_wait(paying, cast)
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda _: pay(paying, message_id="m-1"), range(8)))
    assert sorted(outcome.taken for outcome in outcomes) == [0] * 7 + [1]
    assert sum(outcome.is_repeated for outcome in outcomes) == 7
