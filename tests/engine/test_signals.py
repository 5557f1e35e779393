"""A signal reaches all who wait for it when it is sent, each once, in an act for each case."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from engine.actor import SYSTEM
from engine.errors import Invalid
from engine.instances import cancel_instance
from engine.runtime import Runtime
from engine.signals import SLICE, broadcast_signal
from engine.store import tables
from engine.uow import run
from engine.worker import run_due_jobs
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import each, file, process, scope, signal
from tests.make import engine as make
from tests.small_county import Cast
from tests.stopping import Stopped, stopping_at

ALARM = '<signal id="alarm" name="alarm"/>'
WAITS = "start -> hear:catch -> after:user -> end"


def drawn(process_id: str = "p", flows: str = WAITS, **more: str) -> bytes:
    lanes = make.lane_set({make.CLERK: "after"})
    return file(ALARM, process(flows, {"hear": signal("alarm"), **more}, process_id=process_id, extra=lanes))


@pytest.fixture
def waiting(runtime: Runtime) -> Runtime:
    """Three cases of two processes wait for the alarm."""
    make.published(runtime, p_bpmn=drawn())
    make.published(runtime, name="other", q_bpmn=drawn("q"))
    for number, process_id in (("N-1", "p"), ("N-2", "p"), ("N-3", "q")):
        make.begun(runtime, number=number, process_id=process_id)
    return runtime


def send(runtime: Runtime, **payload: object) -> None:
    run(runtime, broadcast_signal, SYSTEM, "alarm", payload)


def work(runtime: Runtime) -> None:
    while run_due_jobs(runtime):
        pass


def steps(runtime: Runtime) -> list[str]:
    return [row.step for row in sorted(make.rows_of(runtime, tables.instance), key=lambda row: row.number)]


def test_it_reaches_all_who_wait(waiting: Runtime) -> None:
    send(waiting, level=2)
    assert steps(waiting) == ["hear"] * 3
    work(waiting)
    assert steps(waiting) == ["after"] * 3
    assert make.data_of(waiting, "N-3")["hear"] == {"level": 2}
    assert len(make.rows_of(waiting, tables.event, what="signal-received")) == 3
    assert make.rows_of(waiting, tables.subscription) == []


def test_it_reaches_nobody_who_waits_for_another(waiting: Runtime) -> None:
    run(waiting, broadcast_signal, SYSTEM, "all clear")
    work(waiting)
    assert steps(waiting) == ["hear"] * 3


def test_it_is_not_kept_for_those_who_come_later(waiting: Runtime, clock: StillClock) -> None:
    send(waiting)
    clock.advance(seconds=1)
    make.begun(waiting, number="N-4")
    work(waiting)
    assert steps(waiting) == ["after", "after", "after", "hear"]


def test_a_case_that_was_cancelled_meanwhile_does_not_get_it(waiting: Runtime, cast: Cast) -> None:
    send(waiting)
    run_due_jobs(waiting)
    case_id = make.rows_of(waiting, tables.instance, number="N-1")[0].id
    run(waiting, cancel_instance, cast.supervisor, case_id, reason="an error")
    work(waiting)
    assert len(make.rows_of(waiting, tables.event, what="signal-received")) == 2


def test_a_case_with_several_tokens_gets_it_in_slices(runtime: Runtime) -> None:
    """Three cases with two hundred tokens each: a slice ends amid the third."""
    inside = scope("begin:start -> hear:catch -> over:end", {"hear": signal("alarm")}, {"prefix": "g"})
    many = process(
        "start -> many:sub -> after:user -> end",
        {"many": each("=for i in 1..200 return i") + inside},
        extra=make.lane_set({make.CLERK: "after"}),
    )
    make.published(runtime, p_bpmn=file(ALARM, many))
    for number in range(3):
        make.begun(runtime, number=f"N-{number}")
    assert len(make.rows_of(runtime, tables.subscription)) == 600 > SLICE
    send(runtime)
    work(runtime)
    assert steps(runtime) == ["after"] * 3
    assert len(make.rows_of(runtime, tables.job, kind="broadcast-signal")) == 2
    assert len(make.rows_of(runtime, tables.job, kind="give-signal")) == 4


@pytest.mark.parametrize("stop", ["reconciled", "before-commit", "committed"])
def test_what_was_stopped_amid_goes_on_and_gives_it_once(
    stop: str, waiting: Runtime, clock: StillClock
) -> None:
    send(waiting)
    with pytest.raises(Stopped):
        work(replace(waiting, on_step=stopping_at(stop)))
    for _ in range(3):
        clock.advance(hours=1)  # a job whose try was noted waits before the next
        work(waiting)
    assert steps(waiting) == ["after"] * 3
    assert len(make.rows_of(waiting, tables.event, what="signal-received")) == 3


def test_eight_workers_at_once_give_it_once(waiting: Runtime) -> None:
    for number in range(4, 20):
        make.begun(waiting, number=f"N-{number}")
    send(waiting)
    with ThreadPoolExecutor(8) as threads:
        for outcome in [threads.submit(work, waiting) for _ in range(8)]:
            outcome.result()
    work(waiting)
    assert set(steps(waiting)) == {"after"}
    assert len(make.rows_of(waiting, tables.event, what="signal-received")) == 19


def test_who_sent_it_stands_in_the_audit(waiting: Runtime, cast: Cast) -> None:
    run(waiting, broadcast_signal, cast.clerk, "alarm")
    (noted,) = make.rows_of(waiting, tables.event, what="signal-sent")
    assert (noted.chain, noted.details) == ("account:user:clerk", '{"signal":"alarm"}')


def test_it_refuses_what_no_row_holds(runtime: Runtime) -> None:
    with pytest.raises(Invalid) as refusal:
        run(runtime, broadcast_signal, SYSTEM, "", {"file": b"bytes"})
    assert {field: found[0].code for field, found in refusal.value.problems.items()} == {
        "name": "required",
        "payload": "wrong-type",
    }
