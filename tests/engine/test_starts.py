"""Cases that nobody begins by hand: by a message, a signal, or when a time has come."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.actor import SYSTEM
from engine.errors import Invalid, NotFound, Unpublishable
from engine.instances import cancel_instance
from engine.messages import ONLY_NOW, Delivery, publish_message
from engine.runtime import Runtime
from engine.signals import broadcast_signal
from engine.store import tables
from engine.uow import run
from engine.worker import run_due_jobs
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import file, process, properties, signal, timer, zeebe
from tests.make import engine as make
from tests.small_county import Cast

LANES = {make.CLERK: "ask"}
ORDERED = '<message id="ordered" name="ordered"/><signal id="alarm" name="alarm"/>'
A_MESSAGE = '<messageEventDefinition messageRef="ordered"/>'


def drawn(start: str, *, unit: str = "v-dukou", task: str = "ask") -> bytes:
    """A process that begins by an event alone, and waits for the clerk."""
    said = zeebe(properties(unit=unit)) if unit else ""
    flows = f"start -> {task}:user -> end"
    lanes = make.lane_set({make.CLERK: task})
    return file(ORDERED, process(flows, {"start": said + start}, extra=lanes))


def order(runtime: Runtime, key: str = "", **more: object) -> Delivery:
    return run(runtime, publish_message, SYSTEM, "ordered", key, **more)  # type: ignore[arg-type]


def cases(runtime: Runtime) -> list[str]:
    return sorted(row.number for row in make.rows_of(runtime, tables.instance))


@pytest.fixture
def ordering(runtime: Runtime) -> Runtime:
    make.published(runtime, p_bpmn=drawn(A_MESSAGE))
    return runtime


def test_a_message_begins_a_case(ordering: Runtime) -> None:
    begun = order(ordering, payload={"what": "sand"}).begun
    (case,) = make.rows_of(ordering, tables.instance)
    assert ([case.id], case.number, case.unit_id, case.step) == ([*begun], "p-2026-1", "v-dukou", "ask")
    assert make.data_of(ordering, "p-2026-1")["start"] == {"what": "sand"}
    assert make.rows_of(ordering, tables.event, what="started")[0].actor == "system"


def test_each_message_without_a_key_begins_one(ordering: Runtime) -> None:
    for _ in range(3):
        order(ordering)
    assert cases(ordering) == ["p-2026-1", "p-2026-2", "p-2026-3"]


def test_a_message_with_an_id_begins_one(ordering: Runtime) -> None:
    outcomes = [order(ordering, message_id="m-1", time_to_live=ONLY_NOW) for _ in range(2)]
    assert [(len(each.begun), each.is_repeated) for each in outcomes] == [(1, False), (0, True)]


@pytest.mark.parametrize("end", ["completes", "is cancelled"])
def test_while_a_case_with_the_key_runs_the_next_message_is_kept(
    end: str, ordering: Runtime, cast: Cast
) -> None:
    (first,) = order(ordering, "A-1", payload={"number": 1}).begun
    assert order(ordering, "A-1", payload={"number": 2}) == Delivery(is_kept=True)
    assert len(order(ordering, "A-2").begun) == 1
    if end == "completes":
        make.completed(ordering, cast.clerk, make.tasks_of(ordering, first)["ask"])
    else:
        run(ordering, cancel_instance, cast.supervisor, first, reason="an error")
    assert len(cases(ordering)) == 2
    run_due_jobs(ordering)
    assert make.data_of(ordering, "p-2026-3")["start"] == {"number": 2}
    assert order(ordering, "A-1").begun == ()


def test_a_message_that_is_over_when_the_case_ends_begins_none(
    ordering: Runtime, cast: Cast, clock: StillClock
) -> None:
    (first,) = order(ordering, "A-1").begun
    order(ordering, "A-1")
    clock.advance(hours=2)
    make.completed(ordering, cast.clerk, make.tasks_of(ordering, first)["ask"])
    run_due_jobs(ordering)
    assert len(cases(ordering)) == 1


def test_a_case_that_ends_in_the_act_that_begins_it_blocks_none(runtime: Runtime) -> None:
    said = zeebe(properties(unit="v-dukou")) + A_MESSAGE
    make.published(runtime, p_bpmn=file(ORDERED, process("start -> end", {"start": said})))
    assert [len(order(runtime, "A-1").begun) for _ in range(2)] == [1, 1]


@pytest.mark.parametrize(
    ("unit", "payload", "held_in"),
    [
        ("=place", {"place": "v-shiliang"}, "v-shiliang"),
        ("=parent unit(unit, &quot;township&quot;)", {"unit": "v-dukou"}, "t-yanhe"),
        ("", {"unit": "v-shiliang"}, "v-shiliang"),
    ],
)
def test_the_unit_is_said_by_the_start_or_the_payload(
    unit: str, payload: dict[str, object], held_in: str, runtime: Runtime
) -> None:
    make.published(runtime, p_bpmn=drawn(A_MESSAGE, unit=unit))
    order(runtime, payload=payload)
    assert make.rows_of(runtime, tables.instance)[0].unit_id == held_in


def test_it_refuses_a_message_that_begins_a_case_nowhere(runtime: Runtime) -> None:
    make.published(runtime, p_bpmn=drawn(A_MESSAGE, unit=""))
    with pytest.raises(Invalid) as refusal:
        order(runtime)
    assert refusal.value.problems["unit"][0].code == "required"
    with pytest.raises(NotFound, match="no-such-unit"):
        order(runtime, payload={"unit": "nowhere"})
    assert make.rows_of(runtime, tables.message) == []
    assert cases(runtime) == []


def test_only_the_newest_version_is_begun(ordering: Runtime) -> None:
    make.published(ordering, p_bpmn=drawn("", task="ask"))
    assert order(ordering).begun == ()


def test_a_signal_begins_a_case(runtime: Runtime) -> None:
    make.published(runtime, p_bpmn=drawn(signal("alarm")))
    run(runtime, broadcast_signal, SYSTEM, "alarm", {"what": "flood"})
    assert cases(runtime) == []
    assert run_due_jobs(runtime) + run_due_jobs(runtime) == 2
    assert make.data_of(runtime, "p-2026-1")["start"] == {"what": "flood"}


def begin_when_due(runtime: Runtime) -> int:
    """Let the times that have come begin their cases; returns how many there are."""
    while run_due_jobs(runtime):
        pass
    return len(cases(runtime))


def test_a_date_begins_a_case_once(runtime: Runtime, clock: StillClock) -> None:
    make.published(runtime, p_bpmn=drawn(timer("Date", "2026-03-18T09:00:00")))
    assert begin_when_due(runtime) == 0
    clock.advance(days=2)
    assert begin_when_due(runtime) == 1
    clock.advance(days=20)
    assert begin_when_due(runtime) == 1


def test_a_date_that_is_over_begins_none(runtime: Runtime, clock: StillClock) -> None:
    make.published(runtime, p_bpmn=drawn(timer("Date", "2026-03-01")))
    clock.advance(days=2)
    assert begin_when_due(runtime) == 0


def test_a_cycle_begins_as_many_as_it_says(runtime: Runtime, clock: StillClock) -> None:
    make.published(runtime, p_bpmn=drawn(timer("Cycle", "R3/P1D")))
    counts = []
    for _ in range(5):
        clock.advance(days=1)
        counts.append(begin_when_due(runtime))
    assert counts == [1, 2, 3, 3, 3]


def test_times_missed_are_not_made_up_for(runtime: Runtime, clock: StillClock) -> None:
    make.published(runtime, p_bpmn=drawn(timer("Cycle", "R/2026-03-01T08:00:00/P1D")))
    assert make.rows_of(runtime, tables.job)[0].due_at.isoformat() == "2026-03-17T00:00:00+00:00"
    clock.advance(days=5)
    assert begin_when_due(runtime) == 1
    (waits,) = make.rows_of(runtime, tables.job, status="waiting")
    assert waits.due_at.isoformat() == "2026-03-22T00:00:00+00:00"


def test_a_cycle_on_working_days_leaves_the_weekend_out(runtime: Runtime, clock: StillClock) -> None:
    make.published(runtime, p_bpmn=drawn(timer("Cycle", "R/2026-03-02T09:00:00/P1WD")))
    found = []
    for _ in range(5):
        (waits,) = make.rows_of(runtime, tables.job, status="waiting")
        found.append(waits.due_at.day)
        clock.now = waits.due_at
        begin_when_due(runtime)
    assert found == [17, 18, 19, 20, 23]


def test_a_newer_version_takes_the_times_over(runtime: Runtime, clock: StillClock) -> None:
    make.published(runtime, p_bpmn=drawn(timer("Cycle", "R/P1D")))
    make.published(runtime, p_bpmn=drawn(timer("Duration", "P2D")))
    assert len(make.rows_of(runtime, tables.job)) == 1
    clock.advance(days=1)
    assert begin_when_due(runtime) == 0
    clock.advance(days=1)
    assert begin_when_due(runtime) == 1
    clock.advance(days=9)
    assert begin_when_due(runtime) == 1


def test_a_start_that_is_refused_holds_up_no_later_one(runtime: Runtime, clock: StillClock) -> None:
    make.published(runtime, p_bpmn=drawn(timer("Cycle", "R/P1D"), unit="nowhere"))
    clock.advance(days=1)
    assert begin_when_due(runtime) == 0
    assert {row.kind for row in make.rows_of(runtime, tables.job, status="waiting")} == {
        "begin-by-time",
        "begin-case",
    }


@pytest.mark.parametrize("start", [timer("Date", "=1"), timer("Cycle", "=&quot;R/P0D&quot;")])
def test_it_refuses_to_publish_a_time_that_is_none(start: str, runtime: Runtime) -> None:
    with pytest.raises(Unpublishable) as refusal:
        make.published(runtime, p_bpmn=drawn(start))
    assert [(each.element, each.code) for each in refusal.value.findings] == [("start", "not-a-time")]


@pytest.mark.parametrize("start", [A_MESSAGE, timer("Cycle", "R/P1D"), signal("alarm")])
def test_it_warns_of_a_start_without_a_unit(start: str, runtime: Runtime) -> None:
    warnings = make.published(runtime, p_bpmn=drawn(start, unit="")).warnings
    assert [(each.element, each.code) for each in warnings] == [("start", "start-without-unit")]


def at_once(act: Callable[[], Delivery]) -> list[Delivery]:
    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(lambda _: act(), range(8)))


def test_of_eight_messages_with_a_key_at_once_one_begins_a_case(ordering: Runtime) -> None:
    outcomes = at_once(lambda: order(ordering, "A-1"))
    assert sorted(len(outcome.begun) for outcome in outcomes) == [0] * 7 + [1]
    assert len(cases(ordering)) == 1


def test_of_eight_that_are_not_kept_one_begins_a_case_too(ordering: Runtime) -> None:
    outcomes = at_once(lambda: order(ordering, "A-1", time_to_live=ONLY_NOW))
    assert sum(len(outcome.begun) for outcome in outcomes) == 1


def test_of_eight_deliveries_of_one_message_one_begins_a_case(ordering: Runtime) -> None:
    outcomes = at_once(lambda: order(ordering, message_id="m-1"))
    assert sorted(outcome.is_repeated for outcome in outcomes) == [False] + [True] * 7
    assert len(cases(ordering)) == 1


def test_a_task_that_waits_for_its_first_message_begins_a_case(runtime: Runtime) -> None:
    said = {"hear": zeebe(properties(unit="v-dukou"))}
    drawn = process(
        "hear:receive -> ask:user -> end",
        said,
        extra=make.lane_set(LANES),
        hear='instantiate="true" messageRef="ordered"',
    )
    make.published(runtime, p_bpmn=file(ORDERED, drawn))
    order(runtime, payload={"what": "sand"})
    assert make.data_of(runtime, "p-2026-1")["hear"] == {"what": "sand"}
    assert make.rows_of(runtime, tables.instance)[0].step == "ask"
