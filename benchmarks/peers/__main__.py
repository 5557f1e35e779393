"""Print the table, and with `--figure` draw it into docs/pictures: `python -m benchmarks.peers [CASES] [--figure]`."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import URL

from benchmarks.completing import acts, prepared
from benchmarks.figure import Bar, bars
from benchmarks.floor import Commit, Library, bytes_like, sqlite_commit
from benchmarks.peers.bpmn_engine import BpmnEngine
from benchmarks.peers.spiff import Spiff
from benchmarks.peers.viewflow import Viewflow
from benchmarks.processes import linear
from benchmarks.slices import Side, Slice, Step, ratios, take_turns, typical

CASES = 60
WARM_UP = 10
STATE = 2000  # bytes that the floor writes: about what our state of this process has
PICTURE = Path("docs/pictures/peers.svg")
NAMES = {
    "floor": "floor: a step of the library in memory, one durable commit",
    "ours": "Shuoshi: with form check, inbox, audit, sealed state",
    "spiff": "SpiffWorkflow, its own JSON saved after each step",
    "viewflow": "django-viewflow",
    "bpmn-engine": "bpmn-engine (npm), state saved after each step",
}


def main(arguments: list[str]) -> None:
    """Measure all by turns."""
    cases = next((int(each) for each in arguments if each.isdigit()), CASES)
    with tempfile.TemporaryDirectory(prefix="shuoshi-peers-") as name, _sides(Path(name)) as sides:
        slices = take_turns(sides, cases, WARM_UP)
    Console(width=120).print(_table(slices, cases))
    if "--figure" in arguments:
        drawn = [Bar(NAMES[each], typical(one.wall for one in found)) for each, found in slices.items()]
        PICTURE.write_text(
            bars("Completing one task, milliseconds (SQLite, durable)", drawn), encoding="utf-8"
        )


@contextmanager
def _sides(folder: Path) -> Iterator[dict[str, Side]]:
    measured = linear()
    runtime = prepared(URL.create("sqlite", database=str(folder / "ours.sqlite")), folder, measured)
    node = BpmnEngine(measured, folder / "node.sqlite")
    commit = sqlite_commit(str(folder / "floor.sqlite"))
    try:
        yield {
            "floor": partial(_floor, Library(measured), commit),
            "ours": lambda number: acts(runtime, measured, f"P-{number}"),
            "spiff": Spiff(measured, folder / "spiff.sqlite").steps,
            "viewflow": Viewflow(folder / "viewflow.sqlite").steps,
            "bpmn-engine": node.steps,
        }
    finally:
        node.stop()
        runtime.database.dispose()


def _floor(library: Library, commit: Commit, _number: int) -> Iterator[Step]:
    for step in library.steps(library.begin()):
        yield partial(_step_and_commit, step, commit)


def _step_and_commit(step: Step, commit: Commit) -> None:
    step()
    commit(bytes_like(STATE))


def _table(slices: dict[str, list[Slice]], cases: int) -> Table:
    table = Table(
        title=f"Completing a task of three in a row: medians of {cases} cases in turns, SQLite, WAL, synchronous=FULL"
    )
    for name in ("", "ms", "times floor", "times ours"):
        table.add_column(name, justify="left" if not name else "right")
    wall = {name: [each.wall for each in found] for name, found in slices.items()}
    for name, taken in wall.items():
        against = (str(ratios(taken, wall[other])) for other in ("floor", "ours"))
        table.add_row(NAMES[name], f"{typical(taken):.2f}", *against)
    return table


if __name__ == "__main__":
    main(sys.argv[1:])
