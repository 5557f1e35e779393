"""Near matters: public ones alone, of the same township, by like words."""

import pytest

from engine.runtime import Runtime
from engine.uow import reading
from registers.matters.near import Near, near_matters
from tests.conftest import Statements
from tests.make import matters as make
from tests.small_county import Cast

LIKE = "桥头的路灯不亮了，过桥看不见，请修一修渡口的灯"
UNLIKE = "合作社的果园缺水，想修一条灌溉渠，请水利部门来看看"


def test_it_finds_a_matter_with_like_words_at_the_same_place(office: Runtime, cast: Cast) -> None:
    receipt = make.public_matter(office, cast.clerk)
    (near,) = look(office)
    assert (near.number, near.title, near.supporters) == (receipt.number, "渡口桥头路灯不亮", 0)


def test_it_finds_nothing_like_another_matter(office: Runtime, cast: Cast) -> None:
    make.public_matter(office, cast.clerk)
    assert look(office, text=UNLIKE) == ()


@pytest.mark.parametrize("text", ["", "灯", "！！", "您好 希望 尽快 解决 问题"])
def test_it_finds_nothing_where_too_little_is_said(office: Runtime, cast: Cast, text: str) -> None:
    make.public_matter(office, cast.clerk)
    assert look(office, text=text) == ()


def test_it_looks_in_the_township_and_no_further(office: Runtime, cast: Cast) -> None:
    make.public_matter(office, cast.clerk)
    assert len(look(office, place="v-shiliang")) == 1
    assert look(office, place="v-lianhua") == ()


@pytest.mark.parametrize("said", [{"private": True}, {"public": False}])
def test_it_never_shows_one_that_is_not_public(office: Runtime, cast: Cast, said: dict[str, bool]) -> None:
    receipt = make.matter(office, **said)
    make.do(
        office, cast.clerk, receipt, "classify", {"class": "personal", "private": bool(said.get("private"))}
    )
    assert look(office) == ()


def test_it_forgets_one_that_is_sealed_later(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    make.do(office, cast.clerk, receipt, "classify", {"class": "personal", "sensitive": True})
    assert look(office) == ()


def test_it_shows_none_that_nobody_in_office_has_read(office: Runtime) -> None:
    make.matter(office)
    assert look(office) == ()


def test_it_shows_three_at_most_the_likest_first(office: Runtime, cast: Cast) -> None:
    for title in ("路灯", "桥头路灯不亮", "渡口桥头的路灯不亮了", "渡口村路灯"):
        make.public_matter(office, cast.clerk, title=title)
    found = look(office)
    assert len(found) == 3
    assert [near.score for near in found] == sorted((near.score for near in found), reverse=True)


def test_it_costs_three_statements(office: Runtime, cast: Cast, statements: Statements) -> None:
    for _ in range(3):
        make.public_matter(office, cast.clerk)
    statements.clear()
    look(office)
    assert statements.count <= 3


def look(runtime: Runtime, *, text: str = LIKE, place: str = "v-dukou") -> tuple[Near, ...]:
    with reading(runtime) as uow:
        return near_matters(uow, place, text)
