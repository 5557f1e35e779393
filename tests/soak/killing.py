"""One run: people work, servers are killed at random moments and started again, and then everything is looked at."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from engine.runtime import Runtime
from engine.uow import reading
from engine.worker import run_due_jobs
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings
from tests.soak.browsing import Browser
from tests.soak.county import VILLAGES
from tests.soak.people import SAID, Citizen, Clerk, Heard, Journal, Person
from tests.soak.servers import Site, dice
from tests.soak.truth import faults, faults_of_outbox, figures

CLERKS = {f"clerk-{number}": VILLAGES[number % len(VILLAGES)] for number in range(6)}  # two in each village
CITIZENS = ("citizen-0", "citizen-1")
ASKED_AGAIN = 100
AFTERWARDS = timedelta(hours=2)  # when every job that was put off is due


@dataclass(frozen=True, slots=True)
class Plan:
    """How often servers are killed, how many stand side by side, and from which seed chance begins."""

    kills: int
    seed: int
    servers: int = 1


def work_and_kill(site: Site, plan: Plan) -> Journal:
    """Let people work while servers die; returns what they heard. All servers are up in the end."""
    rng = dice(plan.seed, "kills")
    with people_at_work(site, plan.seed) as (everybody, heard):
        for _ in range(plan.kills):
            heard.wait_for_more(rng.randint(1, 30))
            threading.Event().wait(rng.random() / 20)  # not right behind an answer, but anywhere
            site.kill_one()
            if rng.random() < 0.2:
                site.kill_while_it_starts(rng.random() * 3)
            site.start()
        heard.wait_for_more(20)
    return journal_of(everybody)


@contextmanager
def people_at_work(site: Site, seed: int) -> Iterator[tuple[list[Person], Heard]]:
    """Let citizens and clerks work, each in a thread, until the block ends."""
    heard, enough = Heard(), threading.Event()
    everybody: list[Person] = [
        kind(name, site.port, heard, enough, dice(seed, name))
        for kind, names in ((Citizen, CITIZENS), (Clerk, CLERKS))
        for name in names
    ]
    threads = [threading.Thread(target=person) for person in everybody]
    for thread in threads:
        thread.start()
    try:
        yield everybody, heard
    except BaseException:
        site.give_up()
        raise
    finally:
        enough.set()
        for thread in threads:
            thread.join()


def journal_of(everybody: list[Person]) -> Journal:
    """Put all journals together."""
    whole = Journal()
    for person in everybody:
        whole.add(person.journal)
    return whole


def faults_over_http(site: Site, journal: Journal) -> list[str]:
    """Ask the servers themselves: each receipt leads to its matter, and each request asked again to the same one."""
    browser, found = Browser(site.port), []
    browser.take_token()
    for key, receipts in some_of(journal.raised):
        answers = {**SAID, "place": journal.places[key], "title": key}
        again = browser.post("/matters", {"answers": answers, "request_key": key}).body
        shown = browser.post("/matters/progress", {"code": again["code"]}).body
        if (shown["number"], shown["title"]) != (again["number"], key):
            found.append(f"{again} leads to {shown}")
        if receipts and (again["number"], again["code"], again["is_new"]) != (
            receipts[0]["number"],
            receipts[0]["code"],
            False,
        ):
            found.append(f"{receipts} and again {again}")
    return found


def some_of(raised: dict[str, list[dict[str, Any]]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """All requests that nobody heard of again, and the last of the others; `faults_in_database` looks at every one."""
    unheard = [(key, receipts) for key, receipts in raised.items() if not receipts]
    return unheard + [(key, receipts) for key, receipts in raised.items() if receipts][-ASKED_AGAIN:]


def faults_in_database(settings: Mapping[str, str], journal: Journal) -> tuple[list[str], str]:
    """Look at all rows, then run what is due two hours later and look again; also returns what the worker did.

    The servers are stopped by then.
    """
    with ready_runtime(read_settings(settings)) as runtime:
        found = _faults(runtime, journal)
        later = replace(runtime, clock=lambda: runtime.clock() + AFTERWARDS)
        while run_due_jobs(later):
            pass
        with reading(later) as uow:
            found += faults_of_outbox(uow, runtime.settings.data_folder)
            said = figures(uow)
        return found + _faults(later, journal), said


def _faults(runtime: Runtime, journal: Journal) -> list[str]:
    with reading(runtime) as uow:
        return faults(uow, journal)
