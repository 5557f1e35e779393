"""Four processes on PostgreSQL, two servers and two workers, of which a random one is killed every second.

Clerks and citizens work through it; afterwards everything is held against what they were told, and the counts are printed.
"""

import os
import secrets
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from engine.store import tables
from engine.uow import reading
from engine.verify import verify_audit
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings
from tests.make import engine as make
from tests.soak.county import make_county
from tests.soak.killing import CLERKS, faults_in_database, faults_over_http, journal_of, people_at_work
from tests.soak.people import Journal
from tests.soak.servers import Server, Site
from tests.soak.test_killed_worker import leave_much_to_do

PROCESSES = (("serve", "--no-worker"), ("serve", "--no-worker"), ("worker",), ("worker", "--threads", "4"))


@pytest.fixture
def county(settings: dict[str, str], database_kind: str) -> dict[str, str]:
    """A county on PostgreSQL."""
    if database_kind == "sqlite":
        pytest.skip("several processes work on PostgreSQL")
    make_county(settings, CLERKS)
    return settings


@dataclass
class Killed:
    """Kills one process a second and starts another like it beside; counts how many of which."""

    site: Site
    counts: dict[str, int]
    troubles: list[str]

    def go_on(self, seconds: int) -> None:
        """Kill for so many seconds, then wait until all that were started serve."""
        starting: list[threading.Thread] = []
        begun = time.monotonic()
        for second in range(seconds):
            threading.Event().wait(max(begun + second + 1 - time.monotonic(), 0))
            command = self.site.kill_one()
            self.counts[command[0]] = self.counts.get(command[0], 0) + 1
            starting.append(threading.Thread(target=self._let_in, args=[self.site.begin(*command)]))
            starting[-1].start()
        for thread in starting:
            thread.join()

    def _let_in(self, server: Server) -> None:
        try:
            self.site.let_in(server)
        except Exception as error:  # noqa: BLE001  the test looks at it
            self.troubles.append(f"{server.command}: {error!r}")
            server.kill()


def check(
    settings: Mapping[str, str], capsys: pytest.CaptureFixture[str], *, cases: int, seconds: int
) -> None:
    leave_much_to_do(settings, cases)
    seed = int(os.environ.get("SOAK_SEED") or secrets.randbelow(10**6))
    site = Site(settings, seed)
    killed = Killed(site, {}, [])
    try:
        for command in PROCESSES:
            site.start(*command)
        with people_at_work(site, seed) as (everybody, heard):
            killed.go_on(seconds)
            heard.wait_for_more(20)
        journal = journal_of(everybody)
        over_http = faults_over_http(site, journal)
        assert site.stop() == [0] * len(PROCESSES)
    finally:
        site.kill_all()
    in_database, done = faults_in_database(settings, journal)
    with capsys.disabled():
        sys.stdout.write(f"\n  seed {seed}; {said(settings, journal, killed)}; {done}\n")
    assert [*in_database, *over_http, *journal.troubles, *killed.troubles, *site.troubles] == []


def said(settings: Mapping[str, str], journal: Journal, killed: Killed) -> str:
    """What was hit, in figures."""
    answers = ", ".join(f"{what}: {count}" for what, count in sorted(journal.counts.items()))
    with ready_runtime(read_settings(settings)) as runtime:
        cases = len(make.rows_of(runtime, tables.instance))
        completed = len(make.rows_of(runtime, tables.task, status="completed"))
        with reading(runtime) as uow:
            verified = verify_audit(uow)
    return (
        f"{cases} cases, {completed} steps completed, killed: {killed.counts}\n  answers: {answers}\n"
        f"  audit: {verified.chains} chains, {verified.events} events, {len(verified.faults)} faults"
    )


@pytest.mark.timeout(300)  # half a minute on a machine that does nothing else
def test_nothing_is_lost_or_done_twice_while_processes_die(
    county: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    check(county, capsys, cases=40, seconds=8)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_nothing_is_lost_or_done_twice_in_a_minute_of_kills(
    county: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    check(county, capsys, cases=2000, seconds=60)
