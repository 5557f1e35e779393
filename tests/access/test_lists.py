"""Lists, searches, counts and the API hold exactly what the table says that one may see, and no word of anything else."""

import json
import re
from collections.abc import Iterable

import pytest

from tests.access.table import MATTERS, PUBLIC
from tests.access.test_every_route import leaks
from tests.access.world import CITIZENS, STAFF, WORDS, Walker, World, contact_of
from web.forms.names import name_of

OPEN = set(MATTERS) - {"closed"}
UNINDEXED = {"named", "sealed", "accusation"}


@pytest.fixture(params=STAFF)
def walker(the_world: World, request: pytest.FixtureRequest) -> Walker:
    """Each member of staff in turn."""
    return the_world.walkers[request.param]


def may(walker: Walker, what: str) -> set[str]:
    return {name for name, seen in MATTERS.items() if walker.name in seen.may(what)}


def counted(page: str) -> int:
    found = re.search(r"共 (\d+) 件", page)
    return int(found[1]) if found else 0


def numbers_in(world: World, text: str) -> set[str]:
    return {name for name, row in world.rows.items() if row.receipt.number in text}


def titles_in(text: str) -> set[str]:
    return {name for name, word in WORDS.items() if f"{word}的路灯" in text}


def test_it_lists_what_one_may_list_and_names_what_one_may_see(the_world: World, walker: Walker) -> None:
    page = walker.get("/instances", status="any")
    assert numbers_in(the_world, page) == may(walker, "list")
    assert titles_in(page) == may(walker, "see")
    rows = json.loads(walker.get("/api/v1/instances"))["rows"]
    assert {row["number"] for row in rows} == numbers_of(the_world, may(walker, "list"))
    assert {row["number"] for row in rows if row["is_clock_only"]} == numbers_of(
        the_world, may(walker, "list") - may(walker, "see")
    )


def test_it_counts_what_it_lists(walker: Walker) -> None:
    for status, matters in (("any", set(MATTERS)), ("active", OPEN), ("completed", {"closed"})):
        assert counted(walker.get("/instances", status=status)) == len(may(walker, "list") & matters), status


@pytest.mark.parametrize("asked_by", ["word", "number", "end of the number", "phone"])
def test_it_finds_by_words_what_one_may_see_and_by_number_what_one_may_list(
    the_world: World, walker: Walker, asked_by: str
) -> None:
    for name in MATTERS:
        number = the_world.rows[name].receipt.number
        asked = {"word": WORDS[name], "number": number, "end of the number": number[-6:], **contact_of(name)}
        page = walker.get("/instances", status="any", search=asked[asked_by])
        assert counted(page) == (name in findable(walker, asked_by)), name
        assert titles_in(page) == {name} & findable(walker, asked_by) & may(walker, "see"), name


def findable(walker: Walker, asked_by: str) -> set[str]:
    """What a search may find; no word of what is sealed or between few stands in the index, even for its handlers."""
    if asked_by == "phone":
        return set()
    return may(walker, "see") - UNINDEXED if asked_by == "word" else may(walker, "list")


def test_it_shows_in_the_inbox_what_is_offered(the_world: World, walker: Walker) -> None:
    page = walker.get("/inbox", tab="all")
    assert titles_in(page) == may(walker, "offered")
    waiting, mine, everything, overdue = map(int, re.findall(r"<b>(\d+)</b>", page)[:4])
    assert waiting + mine == everything == len(may(walker, "offered"))
    assert overdue == 0
    rows = json.loads(walker.get("/api/v1/tasks"))["rows"]
    assert {row["number"] for row in rows} == numbers_of(the_world, may(walker, "offered"))


def test_it_finds_in_the_inbox_what_is_offered(walker: Walker) -> None:
    for name, word in WORDS.items():
        page = walker.get("/inbox", tab="all", search=word)
        assert titles_in(page) == {name} & may(walker, "offered") - UNINDEXED


@pytest.mark.parametrize("tab", ["waiting", "mine", "all", "overdue", "done"])
def test_no_tab_of_the_inbox_speaks_of_what_one_may_not_see(
    the_world: World, walker: Walker, tab: str
) -> None:
    assert list(leaks(the_world, walker, walker.get("/inbox", tab=tab))) == []


@pytest.mark.parametrize("name", CITIZENS)
def test_citizens_are_shown_public_matters_alone(the_world: World, name: str) -> None:
    walker = the_world.walkers[name]
    page = walker.get("/")
    assert titles_in(page) == set(PUBLIC)
    for word in WORDS.values():
        typed = {name_of("place"): "v-dukou", name_of("text"): f"{word}的灯坏了，路灯不亮"}
        near = walker.send("POST", "/raise/", data={**typed, "to": "2"}).text
        assert numbers_in(the_world, near) <= {"public"}


def numbers_of(world: World, names: Iterable[str]) -> set[str]:
    return {world.rows[name].receipt.number for name in names}
