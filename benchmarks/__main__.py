"""Print the table: `python -m benchmarks [CASES]`."""

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import URL

from benchmarks.completing import Result, measure
from benchmarks.floor import seconds_to_sync
from benchmarks.processes import big, linear
from tests import postgres

CASES = 100
AIMS = {"sqlite": 1.5, "postgresql": 1.8}  # times the floor, on the process `big`


def main() -> None:
    """Measure both processes on both databases and print one line for each."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    results: list[Result] = []
    with (
        tempfile.TemporaryDirectory(prefix="shuoshi-bench-") as folder,
        postgres.server(durable=True) as server,
    ):
        for measured in (linear(), big()):
            file = Path(folder) / f"{measured.name}.sqlite"
            results.append(measure(measured, URL.create("sqlite", database=str(file)), Path(folder), cases))
            with postgres.database(server) as url:
                results.append(measure(measured, url, Path(folder), cases))
        synced = seconds_to_sync(Path(folder)) * 1000
    console = Console(width=130)
    console.print(table(results, cases))
    console.print(
        f"One sync of 4 kB to this disk: {synced:.2f} ms. The slower the disk, the nearer to 1 the ratio."
    )


def table(results: list[Result], cases: int) -> Table:
    """Return the table of results."""
    title = (
        f"Completing a task, {cases} cases each; floor: the library's step in memory and one durable commit"
    )
    shown = Table(title=title, title_justify="left")
    for name in (
        "process",
        "database",
        "floor ms",
        "ours ms",
        "ratio",
        "of medians",
        "aim",
        "tasks/s",
        "statements",
        "state",
    ):
        shown.add_column(name, justify="left" if name in {"process", "database"} else "right")
    for each in results:
        aim = f"{AIMS[each.database]:.1f}" if each.process == "big" else ""
        shown.add_row(
            each.process,
            each.database,
            f"{each.floor:.2f}",
            f"{each.ours:.2f}",
            f"{each.ratio:.2f}",
            f"{each.ratio_of_medians:.2f}",
            aim,
            f"{each.per_second:.0f}",
            f"{each.statements:.1f}",
            f"{each.state_bytes:.0f} B",
        )
    return shown


main()
