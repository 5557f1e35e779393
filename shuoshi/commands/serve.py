"""`shuoshi serve`: the web server and the worker in one process, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import logging
import os

import click
from flask import Flask

from engine.worker import Worker
from shuoshi.app import create_app
from shuoshi.composition import NotReady, begin_standing_jobs, open_keys, ready_runtime
from shuoshi.database import refresh_statistics
from shuoshi.logs import FACTS, write_json_lines
from shuoshi.serving import Server
from shuoshi.settings import Settings, read_settings
from shuoshi.stop_signals import stop_at_signals

log = logging.getLogger(__name__)


@click.command()
@click.option(
    "--no-worker", is_flag=True, help="Leave what is due to `shuoshi worker` in processes of its own."
)
def serve(*, no_worker: bool) -> None:
    """Serve pages and API, and run what is due, until told to stop."""
    run_server(read_settings(os.environ), with_worker=not no_worker)


def run_server(settings: Settings, *, with_worker: bool = True) -> None:
    """Serve until SIGTERM or SIGINT, then let what has begun end; refuses to start without keys and database."""
    write_json_lines(settings.log_level)
    with ready_runtime(settings) as runtime:
        refresh_statistics(runtime.database)
        worker = Worker(runtime) if with_worker else None
        secret = open_keys(settings).session_secret
        is_alive = worker.is_alive if worker else None
        server = _listen(create_app(runtime, secret, is_worker_alive=is_alive), settings)
        stop_at_signals(server.stop)
        if worker:
            begin_standing_jobs(runtime)
            worker.start()
        log.info("serving", extra={FACTS: {"address": settings.public_url}})
        server.serve()
        if worker:
            worker.stop()


def _listen(app: Flask, settings: Settings) -> Server:
    try:
        return Server(app, settings)
    except OSError as error:
        raise NotReady(
            f"cannot listen at {settings.host}:{settings.port} ({error.strerror}); PORT chooses another port"
        ) from error
