"""The worker's process is killed while it has much to do: each timer fires once, each message leaves once."""

import os
import secrets
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import run
from registers.matters.acts import raise_matter
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings
from tests.make import engine as make
from tests.make import matters
from tests.soak.county import make_county
from tests.soak.killing import faults_in_database
from tests.soak.people import ANSWERS, Journal
from tests.soak.servers import Site, dice

AN_HOUR_AGO = timedelta(hours=1)
LOOKS = 3000  # at most, for the worker's next few jobs


def leave_much_to_do(settings: Mapping[str, str], cases: int) -> None:
    """Raise and classify matters an hour ago: two timers of each are due, and three messages have to leave."""
    with ready_runtime(read_settings(settings)) as runtime:
        then = replace(runtime, clock=lambda: runtime.clock() - AN_HOUR_AGO)
        for _ in range(cases):
            receipt = run(then, raise_matter, matters.CITIZEN, matters.raising())
            task_id = make.tasks_of(then, receipt.instance_id)["classify"]
            make.completed(then, SYSTEM, task_id, **ANSWERS["classify"])


def check(settings: Mapping[str, str], capsys: pytest.CaptureFixture[str], *, cases: int, kills: int) -> None:
    make_county(settings, {})
    leave_much_to_do(settings, cases)
    seed = int(os.environ.get("SOAK_SEED") or secrets.randbelow(10**6))
    site = Site(settings, seed)
    with ready_runtime(read_settings(settings)) as runtime:
        try:
            kill_amid_work(site, runtime, dice(seed, "kills"), kills, each=5 * cases // (kills + 1))
        finally:
            site.kill_all()
        found, done = faults_in_database(settings, Journal())
        with capsys.disabled():
            sys.stdout.write(f"\n  seed {seed}, {kills} kills; {done}\n")
        assert [*found, *site.troubles] == []
        assert len(make.rows_of(runtime, tables.event, what="timer-fired")) == 2 * cases


def kill_amid_work(site: Site, runtime: Runtime, chance: Random, kills: int, *, each: int) -> None:
    """Kill the server each time when it has done some more of the jobs, at most `each`: so that there are always more."""
    for _ in range(kills):
        wanted = jobs_done(runtime) + chance.randint(1, each)
        site.start()
        for _ in range(LOOKS):
            if jobs_done(runtime) >= wanted:
                break
            threading.Event().wait(0.01)
        threading.Event().wait(chance.random() / 50)  # not right behind a commit, but anywhere
        site.kill_one()
    assert jobs_done(runtime) >= kills, "the worker did nothing between the kills"


def jobs_done(runtime: Runtime) -> int:
    return len(make.rows_of(runtime, tables.job, status="done"))


@pytest.mark.timeout(300)  # ten seconds on a machine that does nothing else
def test_it_runs_each_job_once(settings: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    check(settings, capsys, cases=50, kills=3)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_it_runs_each_job_once_through_many_kills(
    settings: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    check(settings, capsys, cases=400, kills=30)
