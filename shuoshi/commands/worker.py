"""`shuoshi worker`: runs what is due, beside any number of servers and other workers, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import logging
import os
import threading

import click

from engine.worker import Worker
from shuoshi.composition import begin_standing_jobs, ready_runtime
from shuoshi.logs import FACTS, write_json_lines
from shuoshi.settings import Settings, read_settings
from shuoshi.stop_signals import stop_at_signals

STOPS_WITHIN = 25.0  # seconds that the jobs in hand may take to end
_LOOKS_EVERY = 1.0

log = logging.getLogger(__name__)


@click.command()
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True, help="Jobs run at once.")
def worker(threads: int) -> None:
    """Run what is due (timers, messages, long work), until told to stop; as many beside each other as wanted."""
    run_worker(read_settings(os.environ), threads)


def run_worker(settings: Settings, threads: int) -> None:
    """Work until SIGTERM or SIGINT, then let the jobs in hand end; what does not end in time is taken up by another."""
    write_json_lines(settings.log_level)
    with ready_runtime(settings) as runtime:
        told_to_stop = threading.Event()
        stop_at_signals(told_to_stop.set)
        begin_standing_jobs(runtime)
        found = Worker(runtime, threads=threads)
        found.start()
        log.info("working", extra={FACTS: {"threads": threads}})
        while not told_to_stop.wait(_LOOKS_EVERY) and found.is_alive():
            pass
        if not told_to_stop.is_set():
            raise click.ClickException("a thread of the worker has ended; start it again")
        log.info("stopped", extra={FACTS: {"in_time": found.stop(STOPS_WITHIN)}})
