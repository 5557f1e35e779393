"""Every page in the states that people meet it in: held to look.md §11 on both widths, a picture of each in build/screenshots."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.clock import utc_now
from engine.zone import CHINA
from tests.journeys.browser import ROOT
from tests.journeys.looking import (
    HEAVIEST,
    look,
    look_in_large_print,
    read_in_english,
    walk_to_the_main_action,
    weigh,
)
from tests.journeys.people import CENTRE, OFFICE, STATION, SUPERVISOR, Citizen, Clerk, Sessions
from tests.journeys.steps import SAID

Open = Callable[[Page], object]
NOWHERE = "01a20000-0000-7000-8000-000000000000"


def told() -> Iterator[tuple[str, str, str]]:
    """Name the demo's matters, with the number that each was given and the last digits of its phone."""
    stories = json.loads((ROOT / "demo" / "matters.json").read_text(encoding="utf-8"))
    today, given = utc_now().astimezone(CHINA), Counter[int]()
    for story in sorted(stories, key=lambda story: -story["days_ago"]):
        year = (today - timedelta(days=story["days_ago"])).year
        given[year] += 1
        yield story["key"], f"SS-{year}-{given[year]:06}", story["raise"].get("phone", "")[-4:]


NUMBER = {key: number for key, number, _ in told()}
TAIL = {key: tail for key, _, tail in told()}
INSTANCE: dict[str, str] = {}


@pytest.fixture(autouse=True)
def _instances(server: str, data: Path) -> None:
    """Learn the ids of the demo's matters, which stand in addresses."""
    if not INSTANCE:
        with closing(sqlite3.connect(data / "shuoshi.sqlite")) as database:
            INSTANCE.update(database.execute("SELECT number, id FROM instance"))


def at(address: str) -> Open:
    return lambda page: page.goto(address)


def pressing(go: Open, button: str) -> Open:
    """Open a page and press a button with nothing filled in."""

    def press(page: Page) -> None:
        go(page)
        page.get_by_role("button", name=button, exact=True).last.click()
        expect(page.get_by_role("alert").first).to_be_visible()

    return press


def step(number: int) -> Open:
    """Go to a step of raising a matter."""

    def go(page: Page) -> None:
        citizen = Citizen(page)
        page.goto("/raise/")
        page.get_by_label("哪个村、哪个社区").select_option("沿河乡 · 渡口村")
        for _ in range(number - 1):
            if (what := page.get_by_label("是什么事", exact=True)).count():
                what.fill("渡口桥头三盏路灯坏了有半个月，晚上老人过桥看不见路。")
            citizen.next()

    return go


def following(key: str, then: str = "") -> Open:
    """Follow a matter of the demo by number and phone; `then` is pressed."""

    def follow(page: Page) -> None:
        page.goto("/follow/")
        page.get_by_role("textbox", name="编号").fill(NUMBER[key])
        page.get_by_label("手机后四位").fill(TAIL[key])
        page.get_by_role("region", name="用编号查").get_by_role("button").click()
        expect(page.get_by_role("heading", name="经过")).to_be_visible()
        if then:
            page.get_by_role("link", name=then).click()
            expect(page.locator("a.back")).to_be_visible()

    return follow


def joining(key: str) -> Open:
    """Open the public page of a matter, wherever it stands by now in the list that leads to it."""
    return lambda page: page.goto(f"/join/{INSTANCE[NUMBER[key]]}")


# what stays when it is loaded anew, so that it can be weighed and read in English as well
PUBLIC: dict[str, Open] = {
    "home": at("/"),
    "raise-where": at("/raise/"),
    "follow": at("/follow/"),
    "follow-in-progress": following("canal"),
    "follow-asked": following("medical-card"),
    "follow-replied": following("noise-stall"),
    "follow-closed": following("bridge-lamps"),
    "follow-withdrawn": following("orchard-dogs"),
    "withdraw": following("manhole", "撤回这件事"),
    "rate": following("noise-stall", "评价"),
    "answer": following("medical-card", "回答一个问题"),
    "join": joining("canal"),
    "join-too-late": joining("bridge-lamps"),
    "privacy": at("/about/privacy"),
    "accessibility": at("/about/accessibility"),
    "api": at("/about/api"),
    "no-such-page": at("/no-such-page"),
    "not-yours": at("/follow/matter"),
    "sign-in": at("/sign-in"),
}
ANSWERS: dict[str, Open] = {
    "raise-where-refused": pressing(PUBLIC["raise-where"], "下一步"),
    "raise-what": step(2),
    "raise-public": step(3),
    "raise-contact": step(4),
    "raise-check": step(5),
    "receipt": lambda page: Citizen(page).raises(SAID),
    "follow-unknown": pressing(PUBLIC["follow"], "查一查"),
    "rate-refused": pressing(PUBLIC["rate"], "交上去"),
    "sign-in-refused": pressing(PUBLIC["sign-in"], "登录"),
}


@pytest.mark.parametrize("name", PUBLIC)
def test_it_is_fit_for_a_citizen(page: Page, name: str) -> None:
    PUBLIC[name](page)
    look(page, f"public-{name}", themes=themes_of(page))
    if is_phone(page):
        look_in_large_print(page, f"public-{name}")
        assert weigh(page) < HEAVIEST
    else:
        read_in_english(page, f"public-{name}")


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_answered_is_fit_for_a_citizen(page: Page, name: str) -> None:
    ANSWERS[name](page)
    look(page, f"public-{name}", themes=themes_of(page))


@pytest.mark.parametrize("name", ["home", "raise-where", "rate", "withdraw", "join"])
def test_its_main_action_is_reached_by_keys(desk: Page, name: str) -> None:
    PUBLIC[name](desk)
    walk_to_the_main_action(desk)


def task(key: str) -> Open:
    """Open the first task of a demo matter in the inbox."""
    return searching(f"/inbox?tab=all&search={NUMBER[key]}")


def case(key: str) -> Open:
    """Open a demo matter in the list of all cases."""
    return searching(f"/instances?status=any&search={NUMBER[key]}")


def searching(address: str) -> Open:
    """Open the first row of a list, and go down to its diagram, which is drawn when it comes near."""

    def go(page: Page) -> None:
        page.goto(address)
        page.get_by_role("row").filter(has_text="SS-").get_by_role("link").first.click()
        expect(
            page.get_by_role("heading", name="经过").or_(page.get_by_text("这件事已密封")).first
        ).to_be_visible()
        diagram = page.get_by_role("region", name="流程图", exact=True)
        if diagram.count():
            diagram.scroll_into_view_if_needed()
            expect(diagram.locator("svg .djs-shape").first).to_be_visible()

    return go


STAFF: dict[str, tuple[str, Open]] = {
    "inbox": (SUPERVISOR, at("/inbox?tab=all")),
    "inbox-empty": ("县市场监管局承办人", at("/inbox")),
    "inbox-nothing-found": (CENTRE, at("/inbox?tab=all&search=没有这样的事")),
    "inbox-done": ("老街社区说事站", at("/inbox?tab=done")),
    "inbox-overdue": (SUPERVISOR, at("/inbox?tab=overdue")),
    "task": ("杉树村说事站", task("water-pipe")),
    "task-sealed": (CENTRE, task("official")),
    "task-whistle": ("县水利局承办人", task("canal")),
    "instances": (SUPERVISOR, at("/instances?status=any")),
    "instances-empty": ("县市场监管局承办人", at("/instances")),
    "instance": (SUPERVISOR, case("canal")),
    "instance-ended": (SUPERVISOR, case("bridge-lamps")),
    "instance-sealed": (SUPERVISOR, case("official")),
    "on-behalf": (STATION, at("/on-behalf")),
    "on-behalf-refused": (STATION, pressing(at("/on-behalf"), "登记，出回执")),
    "posts": (OFFICE, at("/sign-in/posts")),
    "no-such-task": (OFFICE, at(f"/tasks/{NOWHERE}")),
    "no-such-page-for-staff": (OFFICE, at("/no-such-page")),
}


@pytest.mark.parametrize("name", STAFF)
def test_it_is_fit_for_staff(page: Page, sessions: Sessions, name: str) -> None:
    post, go = STAFF[name]
    go(Clerk(page, sessions).sits_as(post).page)
    look(page, f"staff-{name}", themes=themes_of(page))
    if not is_phone(page) and "refused" not in name:
        read_in_english(page, f"staff-{name}")


def themes_of(page: Page) -> tuple[str, ...]:
    return ("light", "contrast") if is_phone(page) else ("light", "dark")


def is_phone(page: Page) -> bool:
    assert page.viewport_size is not None
    return page.viewport_size["width"] < 600
