"""`shuoshi import letters FILE`: public letters become matters, each once, with a report of every row that did not."""

from __future__ import annotations

import os
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.uow import run
from registers.matters.hints import Measured
from registers.matters.import_jobs import defer_import, keep_file
from registers.matters.importing import Report, import_letters
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings


@click.group("import")
def import_group() -> None:
    """Bring in what other systems have exported."""


@import_group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--later", is_flag=True, help="Leave it to a worker; `shuoshi jobs --follow` shows how far it is."
)
def letters(file: Path, *, later: bool) -> None:
    """Import public letters (one JSON object a line) as matters; a second run imports nothing."""
    with ready_runtime(read_settings(os.environ)) as runtime:
        if later:
            job_id = run(runtime, defer_import, keep_file(runtime.settings.data_folder, file))
            click.echo(f"job {job_id}: a worker imports it; `shuoshi jobs --follow` shows how far it is")
            return
        report = _with_progress_bar(runtime, file)
    _print_report(report)


def _with_progress_bar(runtime: Runtime, file: Path) -> Report:
    columns = (TextColumn("letters"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("letters", total=None)
        return import_letters(
            runtime, SYSTEM, file, lambda done, every: bar.update(task, completed=done, total=every)
        )


def _print_report(report: Report) -> None:
    console = Console()
    table = Table("line", "letter", "became", "unit", "why not", box=None, pad_edge=False)
    for row in report.rows:
        reason = " ".join((row.code, *row.fields))
        table.add_row(str(row.line), row.letter_id, row.number or row.outcome, row.unit_id, reason)
    console.print(table)
    counts = (report.count("imported"), report.count("already-there"), report.count("refused"))
    click.echo("{} imported, {} there already, {} refused".format(*counts))
    click.echo(_hints_in_words(report.hints))


def _hints_in_words(hints: Measured) -> str:
    return (
        f"hints of near matters on these letters: precision {hints.precision:.2f} ({hints.right} of {hints.hinted} hints), "
        f"recall {hints.recall:.2f} ({hints.right} of {hints.to_find} pairs about one matter); "
        f"of {hints.lookalikes} pairs that only look alike, {hints.lookalikes_hinted} were hinted at"
    )
