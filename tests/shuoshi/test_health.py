"""`/healthz` says whether this process can work."""

from dataclasses import replace

from sqlalchemy import create_engine

from engine.runtime import Runtime
from engine.worker import Worker
from shuoshi.app import create_app
from tests.application import SECRET


def test_it_is_well_with_a_database_and_a_worker(runtime: Runtime) -> None:
    worker = Worker(runtime)
    worker.start()
    answer = create_app(runtime, SECRET, is_worker_alive=worker.is_alive).test_client().get("/healthz")
    worker.stop()
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "database": "ok", "worker": "ok"})


def test_it_says_that_the_worker_has_stopped(runtime: Runtime) -> None:
    worker = Worker(runtime)
    worker.start()
    worker.stop()
    answer = create_app(runtime, SECRET, is_worker_alive=worker.is_alive).test_client().get("/healthz")
    assert answer.status_code == 503
    assert '"worker":"stopped"' in answer.text


def test_it_says_that_the_database_is_away(runtime: Runtime) -> None:
    away = replace(runtime, database=create_engine("sqlite:////nowhere/at/all.sqlite"))
    answer = create_app(away, SECRET).test_client().get("/healthz")
    assert answer.status_code == 503
    assert '"database":"unreachable"' in answer.text
