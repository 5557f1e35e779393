"""Servers that are killed under load: nothing that was acknowledged is lost, and nothing is half done.

The seed of a run is printed; the same seed draws the same numbers, though a machine never runs twice alike.
SOAK_SEED chooses one.
"""

import os
import secrets
import sys
from dataclasses import dataclass

import pytest

from tests.soak.county import make_county
from tests.soak.killing import CLERKS, Plan, faults_in_database, faults_over_http, work_and_kill
from tests.soak.people import Journal
from tests.soak.servers import Site


@dataclass
class Place:
    """Where a county's servers find their database and their files."""

    settings: dict[str, str]
    capsys: pytest.CaptureFixture[str]


@pytest.fixture
def place(settings: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Place:
    """A county with clerks and a procedure."""
    make_county(settings, CLERKS)
    return Place(settings, capsys)


def check(place: Place, *, kills: int, servers: int = 1) -> None:
    """Kill, look, and say in figures what has happened."""
    plan = Plan(kills, int(os.environ.get("SOAK_SEED") or secrets.randbelow(10**6)), servers)
    site = Site(place.settings, plan.seed)
    try:
        for _ in range(servers):
            site.start()
        journal = work_and_kill(site, plan)
        over_http = faults_over_http(site, journal)
        assert site.stop() == [0] * servers
    finally:
        site.kill_all()
    in_database, done_by_worker = faults_in_database(place.settings, journal)
    tell(place, plan, journal, done_by_worker)
    assert [*in_database, *over_http, *journal.troubles, *site.troubles] == []


def tell(place: Place, plan: Plan, journal: Journal, done_by_worker: str) -> None:
    said = ", ".join(f"{what}: {count}" for what, count in sorted(journal.counts.items()))
    with place.capsys.disabled():
        sys.stdout.write(f"\n  seed {plan.seed}, {plan.kills} kills, {plan.servers} server(s)\n")
        sys.stdout.write(f"  answers: {said}\n  worker: {done_by_worker}\n")


@pytest.mark.timeout(300)  # twenty seconds on a machine that does nothing else
def test_it_loses_nothing_and_leaves_nothing_half_done(place: Place) -> None:
    check(place, kills=4)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_it_stands_many_kills(place: Place) -> None:
    check(place, kills=40)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_it_stands_them_in_several_processes(place: Place, database_kind: str) -> None:
    if database_kind == "sqlite":
        pytest.skip("several processes work on PostgreSQL")
    check(place, kills=40, servers=3)
