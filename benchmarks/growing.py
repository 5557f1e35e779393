"""What the thousandth task of one case costs beside its tenth, in four shapes, and blocks in sequence: `python -m benchmarks.growing`."""

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from sqlalchemy import URL

from benchmarks.completing import CLERK, prepared
from benchmarks.processes import ANSWERS, FORM, Measured
from engine.runtime import Runtime
from engine.tasks import complete_task
from engine.uow import run
from tests.engine.bpmn.drawing import declared, file, message, process, scope, timer, zeebe
from tests.make import engine as make

ROUNDS = 1000
EARLY, LATE = slice(5, 15), slice(-10, None)  # around the tenth task, and the last ones
AIM = 1.2
BLOCKS = 20
LOOP = "start -> merge:xor -> {round} -> again:xor [ask.go] -> merge\nagain -> end"
TARDY = "tardy:on-{round} -> late:end"


@dataclass(frozen=True, slots=True)
class Shape:
    """A loop whose body is one user task, drawn in some way."""

    name: str
    file: bytes


def shapes() -> Sequence[Shape]:
    """Return the four loops."""
    inner = "begin:startEvent -> ask:user -> done:endEvent"
    ends = 'default="f5"'
    asked = {"ask": zeebe(FORM)}
    call = {"round": zeebe('calledElement processId="called"')}
    lanes = make.lane_set({make.CLERK: "ask"})
    called = process(inner, asked, process_id="called", extra=lanes, prefix="g")
    frame = {"round": scope(inner, asked, {"prefix": "g"}), "tardy": timer("Duration", "P9D")}
    bounded = LOOP.format(round="round:sub") + "\n" + TARDY.format(round="round")
    beside = scope(
        "heard:startEvent -> noted:endEvent",
        {"heard": message("called-in")},
        {"prefix": "g", "heard": 'isInterrupting="false"'},
    )
    listening = f'<subProcess id="beside" triggeredByEvent="true">{beside}</subProcess>'
    plain = LOOP.format(round="ask:user")
    return (
        Shape("plain loop", file(process(plain, asked, extra=lanes, again=ends))),
        Shape("subprocess with a boundary event", file(process(bounded, frame, extra=lanes, again=ends))),
        Shape("call activity", file(process(LOOP.format(round="round:call"), call, again=ends), called)),
        Shape(
            "beside an event subprocess",
            file(
                declared("called-in", "=case.number"),
                process(plain, asked, extra=lanes + listening, again=ends),
            ),
        ),
    )


def main(arguments: list[str]) -> None:
    """Print both tables."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    table = Table(title=f"One case in a loop of {rounds} user tasks, SQLite: milliseconds of a completion")
    for name in ("shape", "10th", f"{rounds}th", "times", "aim"):
        table.add_column(name, justify="left" if name == "shape" else "right")
    for shape in shapes():
        taken = _looped(shape, rounds)
        early, late = median(taken[EARLY]), median(taken[LATE])
        table.add_row(shape.name, f"{early:.2f}", f"{late:.2f}", f"{late / early:.2f}", f"{AIM:.1f}")
    first, last = _blocks()
    said = (
        f"{BLOCKS} blocks of three parallel tasks in sequence: {first:.2f} ms a task in the first three, {last:.2f} ms in the last three, "
        f"{last / first:.2f} times"
    )
    Console(width=120).print(table, said)


def _looped(shape: Shape, rounds: int) -> list[float]:
    """Complete the loop's task again and again; returns what each took, in milliseconds."""
    with _runtime(shape.file) as runtime:
        waiting = [each.task_id for each in make.begun(runtime, number="G-1").opened]
        taken = []
        for number in range(1, rounds + 1):
            milliseconds, waiting = _completed(runtime, waiting[0], {**ANSWERS, "go": number < rounds})
            taken.append(milliseconds)
        assert not waiting
        return taken


def _blocks() -> tuple[float, float]:
    """Return the milliseconds of a task in the first and in the last three of many parallel blocks."""
    with _runtime(file(_blocks_in_sequence())) as runtime:
        waiting = [each.task_id for each in make.begun(runtime, number="G-1").opened]
        taken = []
        while waiting:
            milliseconds, opened_now = _completed(runtime, waiting.pop(0), ANSWERS)
            waiting += opened_now
            taken.append(milliseconds)
        assert len(taken) == 3 * BLOCKS
        return median(taken[:9]), median(taken[-9:])


def _blocks_in_sequence() -> str:
    lines, names, before = [], [], "start"
    for block in range(BLOCKS):
        for branch in "abc":
            name = f"{branch}{block}"
            lines.append(f"{before} -> fork{block}:and" if branch == "a" else "")
            lines.append(f"fork{block} -> {name}:user -> join{block}:and")
            names.append(name)
        before = f"join{block}"
    lines.append(f"{before} -> end")
    inside = {name: zeebe(FORM) for name in names}
    return process(
        "\n".join(line for line in lines if line), inside, extra=make.lane_set({make.CLERK: " ".join(names)})
    )


@contextmanager
def _runtime(drawn: bytes) -> Iterator[Runtime]:
    """A runtime on an empty database with one diagram in force."""
    go: dict[str, object] = {"type": "checkbox", "key": "go", "label": "go"}
    components = [*(make.text(name) for name in ANSWERS), go]
    measured = Measured("grown", {"p.bpmn": drawn, "f.form": make.form_file("f", *components)}, b"", None, {})
    with tempfile.TemporaryDirectory(prefix="shuoshi-growing-") as name:
        runtime = prepared(URL.create("sqlite", database=f"{name}/grown.sqlite"), Path(name), measured)
        try:
            yield runtime
        finally:
            runtime.database.dispose()


def _completed(runtime: Runtime, task_id: str, answers: Mapping[str, object]) -> tuple[float, list[str]]:
    before = time.perf_counter()
    done = run(runtime, complete_task, CLERK, task_id, answers=answers)
    return 1000 * (time.perf_counter() - before), [each.task_id for each in done.opened]


if __name__ == "__main__":
    main(sys.argv[1:])
