"""`shuoshi jobs`: who runs what is due, how much waits, how far long work is; `--follow` looks on until it is done."""

from __future__ import annotations

import os
import threading

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from engine.actor import SYSTEM
from engine.failed_jobs import retry_job
from engine.job_list import LongJob, failed_jobs_of_no_case, long_jobs, queue
from engine.runtime import Runtime
from engine.uow import UnitOfWork, reading, run
from engine.worker_signs import workers
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings

_LOOKS_EVERY = 1.0


@click.command()
@click.option("--follow", is_flag=True, help="Show a bar for each piece of long work until all are done.")
@click.option("--retry", metavar="JOB", help="Let a job that was given up be tried again.")
def jobs(*, follow: bool, retry: str | None) -> None:
    """List workers and long work: how much is done of how much, and what came of it."""
    with ready_runtime(read_settings(os.environ)) as runtime:
        if retry:
            run(runtime, retry_job, SYSTEM, retry)
        if follow:
            follow_jobs(runtime)
        with reading(runtime) as uow:
            _print(uow)


def follow_jobs(runtime: Runtime) -> None:
    """Show a bar for each piece of long work that waits or runs, until none does."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        shown: dict[str, TaskID] = {}
        while _show(runtime, bars, shown):
            threading.Event().wait(_LOOKS_EVERY)


def _show(runtime: Runtime, bars: Progress, shown: dict[str, TaskID]) -> bool:
    """Bring the bars to what the rows say; says whether any work is still to be done."""
    with reading(runtime) as uow:
        found = long_jobs(uow).rows
    under_way = [job for job in found if job.state in {"waiting", "running"}]
    for job in found:
        if job in under_way and job.id not in shown:
            shown[job.id] = bars.add_task(job.kind, total=None)
        if job.id in shown:
            bars.update(shown[job.id], completed=_done(job), total=job.total)
    return bool(under_way)


def _done(job: LongJob) -> int:
    return job.total or job.done if job.state == "done" else job.done


def _print(uow: UnitOfWork) -> None:
    console = Console()
    found = queue(uow)
    since = f", the oldest since {found.oldest:%Y-%m-%d %H:%M:%S} UTC" if found.oldest else ""
    console.print(f"{found.due} due now{since}; {found.failed} given up")
    at_work = Table("worker", "process", "since (UTC)", "last seen (UTC)", "", box=None, pad_edge=False)
    for each in workers(uow):
        moments = (f"{moment:%Y-%m-%d %H:%M:%S}" for moment in (each.started_at, each.seen_at))
        at_work.add_row(each.host, str(each.process), *moments, "lost" if each.is_lost else "")
    console.print(at_work)
    long = Table("job", "kind", "state", "done", "of", "came of it", "error", box=None, pad_edge=False)
    for job in (*long_jobs(uow).rows, *(each for each in failed_jobs_of_no_case(uow) if each.total is None)):
        outcome = ", ".join(f"{count} {what}" for what, count in job.outcome.items())
        total = "" if job.total is None else str(job.total)
        long.add_row(job.id, job.kind, job.state, str(_done(job)), total, outcome, job.error)
    console.print(long)
