"""Raising a matter: number, receipt, once for each request, and nothing left where it is refused."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from engine.errors import Invalid
from engine.runtime import Runtime
from engine.store import tables as engine_tables
from engine.uow import reading, run
from registers.matters import tables
from registers.matters.acts import raise_matter
from registers.matters.queries import matter
from registers.matters.raising import Raising, told_of
from tests.conftest import Statements
from tests.make import matters as make
from tests.small_county import Cast


def test_it_gives_a_number_and_a_code_of_eighty_bits(office: Runtime) -> None:
    receipt = make.matter(office)
    assert receipt.number == "SS-2026-000001"
    assert re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", receipt.code)
    assert receipt.is_new


def test_it_begins_the_procedure_at_the_station_of_the_place(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    with reading(office) as uow:
        found = matter(uow, cast.clerk, receipt.instance_id)
    assert (found.title, found.phase, found.unit_id) == ("渡口桥头路灯不亮", "registered", "v-dukou")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("路灯不亮。", "路灯不亮。"),
        (
            "渡口桥头三盏路灯坏了半个月，\n晚上老人过桥看不见路，请早点修好。",
            "渡口桥头三盏路灯坏了半个月， 晚上老人过桥看不见路，请早点…",
        ),
        ("The lamps on the bridge have been dark for weeks", "The lamps on the bridge have…"),
        (
            "桥头的路灯坏了很久没有人来修请快点来修了 WX-300-2026 号",
            "桥头的路灯坏了很久没有人来修请快点来修了…",
        ),
        ("a" * 40, "a" * 29 + "…"),
    ],
)
def test_it_names_a_matter_without_a_title_by_how_it_begins_and_cuts_no_word(text: str, title: str) -> None:
    assert told_of(Raising({"text": text}, "online", make.request_key())).title == title


def test_it_gives_the_same_receipt_to_the_same_request(office: Runtime) -> None:
    raising = make.raising()
    first, second = (run(office, raise_matter, make.CITIZEN, raising) for _ in range(2))
    assert second == replace(first, is_new=False)
    assert count_of(office) == 1


def test_it_makes_one_matter_of_two_that_race(office: Runtime) -> None:
    raising = make.raising()
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda _: run(office, raise_matter, make.CITIZEN, raising), range(4)))
    assert len({receipt.code for receipt in receipts}) == 1
    assert [receipt.is_new for receipt in receipts].count(True) == 1
    assert count_of(office) == 1


def test_it_numbers_without_gaps(office: Runtime) -> None:
    with pytest.raises(Invalid):
        make.matter(office, text=None)
    assert [make.matter(office).number for _ in range(2)] == ["SS-2026-000001", "SS-2026-000002"]


def test_it_names_the_field_that_is_wrong_and_leaves_nothing(office: Runtime) -> None:
    with pytest.raises(Invalid) as refusal:
        make.matter(office, text=None)
    assert list(refusal.value.problems) == ["text"]
    assert count_of(office) == 0


def test_it_refuses_a_place_that_is_none(office: Runtime) -> None:
    with pytest.raises(Invalid) as refusal:
        make.matter(office, place="v-nowhere")
    assert list(refusal.value.problems) == ["place"]


def test_it_refuses_a_request_key_that_could_be_guessed(office: Runtime) -> None:
    with pytest.raises(Invalid) as refusal:
        run(office, raise_matter, make.CITIZEN, make.raising("12345"))
    assert list(refusal.value.problems) == ["request_key"]


def test_it_shows_a_private_matter_to_its_handlers_alone(office: Runtime) -> None:
    receipt = make.matter(office, private=True)
    case = engine_tables.instance.c
    with reading(office) as uow:
        found = uow.first(select(case.visibility).where(case.id == receipt.instance_id))
        assert found
        assert found.visibility == "named"
        assert uow.rows(select(tables.matter_word.c.word)) == []


def test_it_keeps_neither_code_nor_request_key(office: Runtime) -> None:
    raising = make.raising()
    receipt = run(office, raise_matter, make.CITIZEN, raising)
    with reading(office) as uow:
        row = uow.first(select(tables.matter_receipt))
    assert receipt.code.replace("-", "") not in repr(row).replace("-", "")
    assert raising.request_key not in repr(row)


def test_it_names_no_citizen_in_the_audit(office: Runtime) -> None:
    receipt = make.matter(office)
    with reading(office) as uow:
        events = uow.rows(
            select(engine_tables.event).where(engine_tables.event.c.chain == f"case:{receipt.instance_id}")
        )
    assert {event.what for event in events} >= {"started", "matter-raised"}
    assert {event.post for event in events} == {f"party:applicant@{receipt.instance_id}"}
    assert "13900001234" not in repr(events)


def test_it_leaves_nothing_where_its_last_step_fails(office: Runtime) -> None:
    raising = make.raising(photos=[make.upload(office)])

    def stop(step: str) -> None:
        if step == "before-commit":
            raise Stopped

    with pytest.raises(Stopped):
        run(replace(office, on_step=stop), raise_matter, make.CITIZEN, raising)
    assert count_of(office) == 0
    assert run(office, raise_matter, make.CITIZEN, raising).number == "SS-2026-000001"


def test_it_costs_no_more_statements_the_longer_the_text_is(office: Runtime, statements: Statements) -> None:
    make.matter(office)
    costs = []
    for text in ("路灯不亮。", "路灯不亮，请修一修。" * 200):
        statements.clear()
        make.matter(office, text=text)
        costs.append(statements.count)
        assert statements.commits == 1
    assert costs[0] == costs[1] <= 20


class Stopped(Exception):
    """What a test raises in the middle of an act."""


def count_of(runtime: Runtime) -> int:
    """How many matters there are."""
    with reading(runtime) as uow:
        found = uow.first(select(func.count()).select_from(tables.matter))
    return found[0] if found else 0
