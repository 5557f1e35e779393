"""An act that is stopped dead at any of its named steps leaves nothing half done, and can be done again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

import pytest

from engine import worker
from engine.actor import SYSTEM
from engine.definitions import publish
from engine.drafts import save_draft
from engine.instances import cancel_instance
from engine.jobs import OUTBOX, TIMER, lease_job
from engine.messages import publish_message
from engine.runtime import Runtime
from engine.signals import BROADCAST, GIVE, broadcast_signal
from engine.start_triggers import BEGIN_BY_TIME
from engine.starts import BEGIN
from engine.store import tables
from engine.tasks import claim_task, complete_task, release_task
from engine.uow import run
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import file, message, process, properties, signal, timer, zeebe
from tests.make import engine as make
from tests.small_county import Cast
from tests.stopping import Act, check_every_stop, named_in, names_of_steps

TYPED = {"what": "the pump", "phone": "13900000000"}


@dataclass
class Scene:
    """The standard process in force, and cases on it that have come so far as an act needs them."""

    runtime: Runtime
    clock: StillClock
    cast: Cast
    numbers: Iterator[int] = field(default_factory=count)

    def begun(self) -> tuple[str, str, str]:
        """A case that waits for its first task: number, id, task."""
        number = f"N-{next(self.numbers)}"
        started = make.begun(self.runtime, number=number, answers=TYPED)
        return number, started.instance_id, started.opened[0].task_id

    def spread(self) -> tuple[str, str]:
        """A case with two tasks, a timer and a message, from which another message has left: number, id."""
        number, case_id, task_id = self.begun()
        make.completed(self.runtime, self.cast.clerk, task_id, people="many")
        return number, case_id

    def job(self, kind: str) -> str:
        """The job that a case has just made."""
        _, case_id = self.spread()
        (found,) = make.rows_of(self.runtime, tables.job, kind=kind, instance_id=case_id)
        self.clock.now = found.due_at
        return str(found.id)

    def publish(self, process_id: str, event: str, beside: str = "") -> None:
        """Put a process in force that begins by an event alone."""
        said = zeebe(properties(unit="v-dukou")) + event
        lanes = make.lane_set({make.CLERK: "ask"})
        drawn = process("start -> ask:user -> end", {"start": said}, process_id=process_id, extra=lanes)
        make.published(self.runtime, name=process_id, d_bpmn=file(beside, drawn))

    def deferred(self, kind: str) -> Act:
        """The act of the newest job of that kind that nobody has tried, once its try is noted."""
        *_, found = sorted(
            make.rows_of(self.runtime, tables.job, kind=kind, attempts=0), key=lambda job: job.id
        )
        leased = run(self.runtime, lease_job, found.id)
        assert leased is not None
        calls = count()
        return lambda runtime: run(runtime, worker._perform, leased, calls)


def starting(scene: Scene) -> Act:
    return lambda runtime: make.begun(runtime, number="a new one", answers=TYPED)


def claiming(scene: Scene) -> Act:
    _, _, task_id = scene.begun()
    return lambda runtime: run(runtime, claim_task, scene.cast.clerk, task_id)


def releasing(scene: Scene) -> Act:
    _, _, task_id = scene.begun()
    run(scene.runtime, claim_task, scene.cast.clerk, task_id)
    return lambda runtime: run(runtime, release_task, scene.cast.clerk, task_id)


def typing(scene: Scene) -> Act:
    _, _, task_id = scene.begun()
    return lambda runtime: run(runtime, save_draft, scene.cast.clerk, task_id, answers={"people": "m"})


def completing(scene: Scene) -> Act:
    _, _, task_id = scene.begun()
    run(scene.runtime, save_draft, scene.cast.clerk, task_id, answers={"people": "m"})
    answers = {"people": "many"}
    return lambda runtime: run(runtime, complete_task, scene.cast.clerk, task_id, answers=answers)


def a_message_coming(scene: Scene) -> Act:
    number, _ = scene.spread()
    return lambda runtime: run(runtime, publish_message, SYSTEM, "heard", number, message_id=number)


def a_message_being_kept(scene: Scene) -> Act:
    return lambda runtime: run(runtime, publish_message, SYSTEM, "heard", "nobody", message_id="m-1")


def a_kept_message_being_given(scene: Scene) -> Act:
    """The act finds out only when it writes, and is repeated."""
    number, _, task_id = scene.begun()
    run(scene.runtime, publish_message, SYSTEM, "heard", number)
    return lambda runtime: make.completed(runtime, scene.cast.clerk, task_id, people="many")


def a_message_beginning_a_case(scene: Scene) -> Act:
    scene.publish("ordered", message("ordered"), '<message id="ordered" name="ordered"/>')
    return lambda runtime: run(runtime, publish_message, SYSTEM, "ordered", "A-1", message_id="m-1")


def a_signal_being_sent(scene: Scene) -> Act:
    scene.publish("alarmed", signal("alarm"), '<signal id="alarm" name="alarm"/>')
    run(scene.runtime, broadcast_signal, SYSTEM, "alarm")
    return scene.deferred(BROADCAST)


def a_signal_beginning_a_case(scene: Scene) -> Act:
    a_signal_being_sent(scene)(scene.runtime)
    return scene.deferred(BEGIN)


def a_signal_being_given(scene: Scene) -> Act:
    flows = "start -> hear:catch -> after:user -> end"
    drawn = process(
        flows, {"hear": signal("alarm")}, process_id="hears", extra=make.lane_set({make.CLERK: "after"})
    )
    make.published(scene.runtime, name="hears", h_bpmn=file('<signal id="alarm" name="alarm"/>', drawn))
    make.begun(scene.runtime, process_id="hears", number="H-1")
    run(scene.runtime, broadcast_signal, SYSTEM, "alarm")
    scene.deferred(BROADCAST)(scene.runtime)
    return scene.deferred(GIVE)


def a_time_beginning_a_case(scene: Scene) -> Act:
    scene.publish("timed", timer("Cycle", "R/P1D"))
    scene.clock.advance(days=1)
    return scene.deferred(BEGIN_BY_TIME)


def a_timer_firing(scene: Scene) -> Act:
    job_id = scene.job(TIMER)
    return lambda runtime: worker.run_job(runtime, job_id)


def a_try_being_noted(scene: Scene) -> Act:
    job_id = scene.job(OUTBOX)
    return lambda runtime: run(runtime, lease_job, job_id)


def a_message_leaving(scene: Scene) -> Act:
    leased = run(scene.runtime, lease_job, scene.job(OUTBOX))
    assert leased is not None
    calls = count()  # as in `run_job`, it goes on when the act is repeated
    return lambda runtime: run(runtime, worker._perform, leased, calls)


def cancelling(scene: Scene) -> Act:
    _, case_id = scene.spread()
    reason = "raised twice"
    return lambda runtime: run(runtime, cancel_instance, scene.cast.supervisor, case_id, reason=reason)


def publishing(scene: Scene) -> Act:
    drawn = make.process_file("start -> ask:user -> end", lanes={make.CLERK: "ask"}, process_id="another")
    return lambda runtime: run(runtime, publish, SYSTEM, "another", {"another.bpmn": drawn})


# Each with the steps that it must have passed.
ACTS: Mapping[str, tuple[Callable[[Scene], Act], set[str]]] = {
    "starting": (starting, {"answers-kept", "run", "reconciled", "noted"}),
    "claiming": (claiming, {"sent UPDATE task SET", "sent UPDATE inbox SET"}),
    "releasing": (releasing, {"sent UPDATE task SET", "sent UPDATE inbox SET"}),
    "typing": (typing, {"sent INSERT INTO draft"}),
    "completing": (completing, {"locked", "resumed", "answers-kept", "run", "reconciled", "noted"}),
    "a message coming": (a_message_coming, {"reconciled", "sent DELETE FROM subscription"}),
    "a message being kept": (a_message_being_kept, {"before-write"}),
    "a kept message being given": (a_kept_message_being_given, {"reconciled", "run"}),
    "a message beginning a case": (a_message_beginning_a_case, {"run", "reconciled", "noted"}),
    "a signal being sent": (a_signal_being_sent, {"sent INSERT INTO job"}),
    "a signal beginning a case": (a_signal_beginning_a_case, {"run", "sent UPDATE job SET"}),
    "a signal being given": (a_signal_being_given, {"reconciled", "sent UPDATE job SET"}),
    "a time beginning a case": (a_time_beginning_a_case, {"sent UPDATE start_trigger SET"}),
    "a timer firing": (a_timer_firing, {"reconciled", "sent UPDATE job SET"}),
    "a try being noted": (a_try_being_noted, {"sent UPDATE job SET"}),
    "a message leaving": (a_message_leaving, {"sent UPDATE job SET"}),
    "cancelling": (cancelling, {"sent UPDATE task SET", "sent DELETE FROM job"}),
    "publishing": (publishing, {"published"}),
}


@pytest.fixture
def scene(standard: Runtime, clock: StillClock, cast: Cast) -> Scene:
    return Scene(standard, clock, cast)


@pytest.mark.parametrize("title", ACTS)
def test_it_leaves_nothing_half_done(title: str, scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    prepare, wanted = ACTS[title]
    names = check_every_stop(scene.runtime, prepare(scene), capsys, title)
    assert wanted | {"before-write", "before-commit"} <= {" ".join(name.split()[:4]) for name in names}


def test_every_step_that_the_engine_names_was_one_of_them(scene: Scene) -> None:
    """Each act is stopped above at all steps that it passes: so a step that none passes was never tried."""
    passed = {name for prepare, _ in ACTS.values() for name in names_of_steps(scene.runtime, prepare(scene))}
    assert named_in("engine", "registers") - {"committed"} == passed & named_in("engine", "registers")


def test_completing_passes_the_rows_of_all_that_it_opens(scene: Scene) -> None:
    names = names_of_steps(scene.runtime, completing(scene))
    assert sum(name.startswith("sent ") for name in names) >= 10


def test_a_message_that_was_stopped_at_every_step_left_once(scene: Scene) -> None:
    act = a_message_leaving(scene)
    for _ in range(2):
        names_of_steps(scene.runtime, act)
    (file,) = (scene.runtime.settings.data_folder / "outbox").glob("*.jsonl")
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1


def test_a_failure_of_the_last_write_rolls_everything_back(scene: Scene) -> None:
    """The disk is full: the whole act comes to nothing, and the task stays open."""

    def fail(name: str) -> None:
        if name == "before-commit":
            raise OSError("no space left on the device")

    act = completing(scene)
    with pytest.raises(OSError, match="no space"):
        act(replace(scene.runtime, on_step=fail))
    act(scene.runtime)
