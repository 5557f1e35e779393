"""Many people at one case over HTTP: each is served, and where two want the same, one is told who was first."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.soak.browsing import API, Answer, Browser
from tests.soak.county import make_county
from tests.soak.killing import faults_in_database
from tests.soak.people import SAID, Journal
from tests.soak.servers import Site

PEOPLE = [f"clerk-{number}" for number in range(50)]
FIFTY_VISITS = "=for n in 1..50 return &quot;v-dukou&quot;"
KEY = "the request of the one matter"


@pytest.fixture
def site(settings: dict[str, str]) -> Iterator[Site]:
    """A server whose one matter waits for fifty visits, by any of fifty clerks."""
    make_county(settings, dict.fromkeys(PEOPLE, "v-dukou"), FIFTY_VISITS)
    site = Site(settings, 0)
    site.start()
    citizen = Browser(site.port)
    citizen.take_token()
    answers = {**SAID, "place": "v-dukou", "title": KEY}
    assert citizen.post("/matters", {"answers": answers, "request_key": KEY}).status == 201
    yield site
    site.kill_all()


def signed_in(site: Site, people: list[str]) -> list[Browser]:
    browsers = [Browser(site.port) for _ in people]
    for browser, login in zip(browsers, people, strict=True):
        browser.enter(login)
    return browsers


def visits(browser: Browser) -> list[str]:
    rows = browser.get(f"{API}/tasks?limit=100").body["rows"]
    return [row["task_id"] for row in rows if row["element_id"] == "visit"]


def complete_at_once(pairs: list[tuple[Browser, str]]) -> list[Answer]:
    """Let each complete the task beside it, all in the same moment."""
    ready = threading.Barrier(len(pairs))

    def complete(browser: Browser, task_id: str) -> Answer:
        ready.wait(60)
        return browser.post(f"/tasks/{task_id}/complete", {"answers": {}})

    with ThreadPoolExecutor(len(pairs)) as threads:
        return list(threads.map(complete, *zip(*pairs, strict=True)))


@pytest.mark.timeout(300)
def test_fifty_people_complete_fifty_tasks_of_one_case(site: Site, settings: dict[str, str]) -> None:
    browsers = signed_in(site, PEOPLE)
    tasks = visits(browsers[0])
    assert len(tasks) == len(PEOPLE)
    answers = complete_at_once(list(zip(browsers, tasks, strict=True)))
    assert Counter(answer.status for answer in answers) == {200: 50}
    assert visits(browsers[0]) == []
    assert site.stop() == [0]
    journal = Journal(completed=[(task, login) for task, login in zip(tasks, PEOPLE, strict=True)])
    assert faults_in_database(settings, journal)[0] == []


def test_of_fifty_who_complete_the_same_task_one_wins(site: Site, settings: dict[str, str]) -> None:
    browsers = signed_in(site, PEOPLE)
    task_id = visits(browsers[0])[0]
    answers = complete_at_once([(browser, task_id) for browser in browsers])
    assert Counter(answer.status for answer in answers) == {200: 1, 409: 49}
    winner = PEOPLE[[answer.status for answer in answers].index(200)]
    told = {answer.body["params"]["by"] for answer in answers if answer.status == 409}
    assert told == {f"user:{winner}"}
    assert site.stop() == [0]
    assert faults_in_database(settings, Journal(completed=[(task_id, winner)]))[0] == []


def test_one_of_two_wins_and_the_other_is_told_who(site: Site) -> None:
    two = signed_in(site, PEOPLE[:2])
    for task_id in visits(two[0])[:10]:
        answers = complete_at_once([(browser, task_id) for browser in two])
        by_status = {answer.status: answer for answer in answers}
        winner = [answer.status for answer in answers].index(200)
        assert (by_status[409].body["code"], by_status[409].body["params"]["by"]) == (
            "task-done",
            f"user:{PEOPLE[winner]}",
        )
