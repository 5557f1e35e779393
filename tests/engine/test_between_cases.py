"""What one case throws reaches others: right after its act, with what it carries, whichever of them comes first."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.runtime import Runtime
from engine.store import tables
from engine.worker import run_due_jobs
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import declared, file, mapping, message, process, properties, signal, zeebe
from tests.make import engine as make
from tests.small_county import Cast

BESIDE = declared("paid", "=order") + declared("thanks", "=order") + '<signal id="alarm" name="alarm"/>'
CARRIES = zeebe(mapping(input_sum="=sum"))
PAYS = "start -> ask:user -> pay:{kind} -> {rest}"
HEARS = "start -> hear:catch -> after:user -> end"


def pool(
    process_id: str, flows: str, inside: dict[str, str] | None = None, users: str = "", **attributes: str
) -> str:
    lanes = make.lane_set({make.CLERK: users}) if users else ""
    return process(flows, inside or {}, process_id=process_id, extra=lanes, **attributes)


def paying(kind: str = "throw", rest: str = "done:end") -> str:
    attribute = {"pay": 'messageRef="paid"'} if kind == "send" else {}
    event = "" if kind == "send" else message("paid")
    flows = PAYS.format(kind=kind, rest=rest) if kind != "end" else "start -> ask:user -> pay:end"
    return pool("payer", flows, {"pay": CARRIES + event}, "ask", **attribute)


def hearing() -> str:
    return pool("hearer", HEARS, {"hear": message("paid")}, "after")


def publish(runtime: Runtime, *pools: str) -> None:
    for number, drawn in enumerate(pools):
        make.published(runtime, name=f"folder {number}", p_bpmn=file(BESIDE, drawn))


def begin(runtime: Runtime, process_id: str, number: str, order: str = "A-1") -> dict[str, str]:
    started = make.begun(runtime, process_id=process_id, number=number, order=order, sum=5)
    return make.tasks_of(runtime, started.instance_id)


def work(runtime: Runtime) -> None:
    while run_due_jobs(runtime):
        pass


def step(runtime: Runtime, number: str) -> str:
    (case,) = make.rows_of(runtime, tables.instance, number=number)
    return str(case.step or case.status)


@pytest.mark.parametrize("kind", ["throw", "end", "send"])
def test_a_message_reaches_a_case_that_waits(kind: str, runtime: Runtime, cast: Cast) -> None:
    publish(runtime, paying(kind), hearing())
    begin(runtime, "hearer", "H-1")
    make.completed(runtime, cast.clerk, begin(runtime, "payer", "P-1")["ask"])
    assert (step(runtime, "P-1"), step(runtime, "H-1")) == ("completed", "hear")
    work(runtime)
    assert step(runtime, "H-1") == "after"
    assert make.data_of(runtime, "H-1")["hear"] == {"sum": 5}


def test_a_message_reaches_a_case_that_comes_to_wait_within_the_hour(
    runtime: Runtime, cast: Cast, clock: StillClock
) -> None:
    publish(runtime, paying(), hearing())
    make.completed(runtime, cast.clerk, begin(runtime, "payer", "P-1")["ask"])
    work(runtime)
    clock.advance(minutes=59)
    begin(runtime, "hearer", "H-1")
    clock.advance(minutes=1)
    begin(runtime, "hearer", "H-2")
    assert (step(runtime, "H-1"), step(runtime, "H-2")) == ("after", "hear")


def test_a_message_of_another_order_reaches_nobody(runtime: Runtime, cast: Cast) -> None:
    publish(runtime, paying(), hearing())
    begin(runtime, "hearer", "H-1", order="A-2")
    make.completed(runtime, cast.clerk, begin(runtime, "payer", "P-1")["ask"])
    work(runtime)
    assert step(runtime, "H-1") == "hear"


def test_a_message_begins_a_case_of_another_process(runtime: Runtime, cast: Cast) -> None:
    starts = zeebe(properties(unit="v-shiliang")) + message("paid")
    begun = pool("begun", "start -> after:user -> end", {"start": starts}, "after")
    publish(runtime, paying(), begun)
    make.completed(runtime, cast.clerk, begin(runtime, "payer", "P-1")["ask"])
    work(runtime)
    (case,) = make.rows_of(runtime, tables.instance, process_id="begun")
    assert (case.step, case.unit_id) == ("after", "v-shiliang")
    assert make.data_of(runtime, "begun-2026-1")["start"] == {"sum": 5}


def test_a_case_that_cannot_begin_stands_on_the_one_that_threw(
    runtime: Runtime, cast: Cast, clock: StillClock
) -> None:
    publish(
        runtime, paying(), pool("begun", "start -> after:user -> end", {"start": message("paid")}, "after")
    )
    make.completed(runtime, cast.clerk, begin(runtime, "payer", "P-1")["ask"])
    for _ in range(8):
        work(runtime)
        clock.advance(hours=1)
    (job,) = make.rows_of(runtime, tables.job, kind="publish-message")
    assert (job.status, step(runtime, "P-1")) == ("failed", "completed")
    assert "Invalid" in job.error
    (noted,) = make.rows_of(runtime, tables.event, what="job-failed")
    assert noted.chain == f"case:{job.instance_id}"


def test_a_called_process_throws_to_one_that_nobody_called(runtime: Runtime, cast: Cast) -> None:
    calls = pool(
        "caller", "begin:start -> call:call -> over:end", {"call": zeebe('calledElement processId="payer"')}
    )
    make.published(runtime, name="called", p_bpmn=file(BESIDE, paying()), c_bpmn=file(calls))
    publish(runtime, hearing())
    begin(runtime, "hearer", "H-1")
    make.completed(runtime, cast.clerk, begin(runtime, "caller", "C-1")["ask"])
    work(runtime)
    assert (step(runtime, "C-1"), step(runtime, "H-1")) == ("completed", "after")


CONVERSATION = (
    '<collaboration id="talk"><participant id="one" processRef="buyer"/><participant id="two" processRef="seller"/>'
    '<messageFlow id="m1" sourceRef="order" targetRef="taken"/><messageFlow id="m2" sourceRef="say" targetRef="hear"/>'
    "</collaboration>"
)


def test_two_pools_of_one_file_speak_with_each_other(runtime: Runtime, cast: Cast) -> None:
    buyer = pool(
        "buyer",
        "start -> ask:user -> order:throw -> hear:catch -> after:user -> end",
        {
            "order": zeebe(mapping(input_order="=order", input_unit="=case.unit")) + message("paid"),
            "hear": message("thanks"),
        },
        "ask after",
    )
    seller = pool(
        "seller",
        "taken:start -> say:throw -> sold:end",
        {"taken": zeebe(mapping(output_order="=taken.order")) + message("paid"), "say": message("thanks")},
        prefix="g",
    )
    make.published(runtime, p_bpmn=file(BESIDE, CONVERSATION, buyer, seller))
    make.completed(runtime, cast.clerk, begin(runtime, "buyer", "B-1")["ask"])
    assert step(runtime, "B-1") == "hear"
    work(runtime)
    assert (step(runtime, "B-1"), step(runtime, "seller-2026-1")) == ("after", "completed")


def test_a_message_to_its_own_case_arrives(runtime: Runtime) -> None:
    own = pool(
        "own",
        "start -> fork:and -> hear:catch -> end\nfork -> pay:throw -> over:end",
        {"hear": message("paid"), "pay": message("paid")},
    )
    publish(runtime, own)
    begin(runtime, "own", "O-1")
    assert step(runtime, "O-1") == "hear"
    work(runtime)
    assert step(runtime, "O-1") == "completed"


def test_a_signal_reaches_all_other_cases_and_begins_one(runtime: Runtime, cast: Cast) -> None:
    throws = pool(
        "thrower", "start -> ask:user -> call:throw -> end", {"call": CARRIES + signal("alarm")}, "ask"
    )
    hears = pool("hearer", HEARS, {"hear": signal("alarm")}, "after")
    starts = zeebe(properties(unit="v-shiliang")) + signal("alarm")
    begun = pool("begun", "start -> after:user -> end", {"start": starts}, "after")
    publish(runtime, throws, hears, begun)
    for number in ("H-1", "H-2"):
        begin(runtime, "hearer", number)
    make.completed(runtime, cast.clerk, begin(runtime, "thrower", "T-1")["ask"])
    work(runtime)
    assert [step(runtime, number) for number in ("H-1", "H-2", "begun-2026-1")] == ["after"] * 3
    assert make.data_of(runtime, "H-1")["hear"] == {"sum": 5}


def test_cases_that_throw_at_each_other_do_not_wait_for_each_other(runtime: Runtime, cast: Cast) -> None:
    """Twenty pairs, each of which waits for the other's message while it throws its own, in eight threads."""
    for process_id, throws, hears in (("left", "paid", "thanks"), ("right", "thanks", "paid")):
        drawn = pool(
            process_id,
            "start -> ask:user -> fork:and -> hear:catch -> end\nfork -> pay:throw -> over:end",
            {"hear": message(hears), "pay": message(throws)},
            "ask",
        )
        make.published(runtime, name=process_id, p_bpmn=file(BESIDE, drawn))
    tasks = [
        begin(runtime, process_id, f"{process_id}-{number}", order=f"A-{number}")["ask"]
        for number in range(20)
        for process_id in ("left", "right")
    ]
    with ThreadPoolExecutor(8) as threads:
        done = [threads.submit(make.completed, runtime, cast.clerk, task) for task in tasks]
        workers = [threads.submit(work, runtime) for _ in range(4)]
        for completion in done:
            completion.result()
        for worker in workers:
            worker.result()
    work(runtime)
    assert {row.status for row in make.rows_of(runtime, tables.instance)} == {"completed"}
    assert len(make.rows_of(runtime, tables.event, what="message-received")) == 40
