"""Finding matters by words or number; no sealed or private one is found by its words."""

import pytest
from sqlalchemy import select

from engine import access
from engine.runtime import Runtime
from engine.store import tables as engine_tables
from engine.uow import reading
from registers.matters.search import matching, number_of
from tests.make import matters as make
from tests.small_county import Cast


@pytest.mark.parametrize(
    "text",
    ["路灯", "灯", "渡口 路灯", "路灯不亮", "半个月", "SS-2026-000001", "ss2026-1", "1", " 路灯，", "修好"],
)
def test_it_finds_a_matter(office: Runtime, text: str) -> None:
    receipt = make.matter(office)
    assert found(office, text) == [receipt.instance_id]


@pytest.mark.parametrize("text", ["桥墩", "路灯 果园", "灯不修", "SS-2026-000002", "2", "", "，", "%"])
def test_it_finds_nothing(office: Runtime, text: str) -> None:
    make.matter(office)
    assert found(office, text) == []


def test_it_finds_latin_words_and_numbers_by_their_beginning(office: Runtime) -> None:
    receipt = make.matter(office, text="WIFI断了，204路公交也不来")
    for text in ("wifi", "Wi", "204", "204路"):
        assert found(office, text) == [receipt.instance_id]


def test_it_does_not_index_a_phone_that_stands_in_the_text(office: Runtime) -> None:
    make.matter(office, text="请打13900001234找我谈路灯")
    assert found(office, "13900001234") == []


@pytest.mark.parametrize("marks", [{"private": True}, {"sensitive": True}])
def test_it_finds_a_hidden_matter_by_number_alone(
    office: Runtime, cast: Cast, marks: dict[str, bool]
) -> None:
    receipt = make.matter(office)
    make.do(office, cast.clerk, receipt, "classify", {"class": "personal", **marks})
    assert found(office, "路灯") == []
    assert found(office, receipt.number) == [receipt.instance_id]


def test_it_finds_one_again_that_is_shown_to_more(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office, private=True)
    assert found(office, "路灯") == []
    make.do(office, cast.clerk, receipt, "classify", {"class": "public-benefit"})
    assert found(office, "路灯") == [receipt.instance_id]


def test_it_is_joined_with_what_the_actor_may_see(office: Runtime, cast: Cast) -> None:
    make.matter(office)
    case = engine_tables.instance.c
    with reading(office) as uow:
        for actor, sees in ((cast.clerk, True), (cast.neighbour, False), (cast.supervisor, True)):
            listed = select(case.id).where(case.id.in_(matching(uow, "路灯")), access.lists(actor))
            assert bool(uow.rows(listed)) is sees, actor.label


@pytest.mark.parametrize(
    ("text", "number"),
    [("SS-2026-000001", "SS-2026-000001"), ("ss-2026-7", "SS-2026-000007"), ("路灯", None)],
)
def test_it_reads_a_number(text: str, number: str | None) -> None:
    assert number_of(text) == number


def found(runtime: Runtime, text: str) -> list[str]:
    with reading(runtime) as uow:
        return [row[0] for row in uow.rows(matching(uow, text))]
