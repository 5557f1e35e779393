"""Bringing letters in: each once, placed only where the place names our units, with a report by row."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.errors import NotAllowed
from engine.runtime import Runtime
from engine.store import tables as engine_tables
from engine.uow import reading
from registers.matters.importing import Report, import_letters
from registers.matters.queries import matter
from registers.matters.values import Matter
from tests.conftest import ROOT, StillClock
from tests.small_county import Cast

LETTERS = ROOT.parent / "shared" / "data" / "letters.jsonl"
LETTER = {
    "id": "X1",
    "title": "桥上的灯",
    "text": "灯坏了，\u3000\u3000请修。_x000D_\n谢谢\u200b",
    "place": "沿河乡渡口村三组",
    "source": "test",
    "received": "2012-08-02",
    "replied": "2012-08-14",
    "reply": "已修。",
    "traits": [],
}


def test_it_brings_a_letter_in_as_a_matter_at_its_place(office: Runtime, tmp_path: Path) -> None:
    report = bring(office, tmp_path, LETTER)
    (row,) = report.rows
    assert (row.line, row.letter_id, row.outcome, row.unit_id) == (1, "X1", "imported", "v-dukou")
    found = read(office, row.number)
    assert (found.title, found.text, found.channel) == ("桥上的灯", "灯坏了， 请修。\n谢谢", "import")
    assert found.origin == ("test", "X1")
    assert found.notes["reply"] == "已修。"
    assert found.visibility == "unit"


def test_it_starts_no_clock_in_the_past(office: Runtime, tmp_path: Path, clock: StillClock) -> None:
    (row,) = bring(office, tmp_path, LETTER).rows
    found = read(office, row.number)
    assert (found.raised_at, found.replied_at, found.phase) == (clock.now, None, "registered")
    case = engine_tables.instance.c
    with reading(office) as uow:
        due = uow.first(select(case.due_at).where(case.number == row.number))
    assert due
    assert due.due_at is None or due.due_at > clock.now


def test_it_imports_nothing_twice(office: Runtime, tmp_path: Path) -> None:
    first, second = (bring(office, tmp_path, LETTER, {**LETTER, "id": "X2"}) for _ in range(2))
    assert [row.outcome for row in second.rows] == ["already-there"] * 2
    assert [row.number for row in second.rows] == [row.number for row in first.rows]


def test_it_imports_nothing_twice_when_several_import_at_once(office: Runtime, tmp_path: Path) -> None:
    path = write(tmp_path, *({**LETTER, "id": f"X{number}"} for number in range(5)))
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda _: import_letters(office, SYSTEM, path), range(3)))
    assert sum(report.count("imported") for report in reports) == 5
    assert len({row.number for report in reports for row in report.rows}) == 5


def test_it_takes_the_same_id_of_another_source_for_another_letter(office: Runtime, tmp_path: Path) -> None:
    report = bring(office, tmp_path, LETTER, {**LETTER, "source": "elsewhere"})
    assert report.count("imported") == 2


@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ("渡口村", "v-dukou"),
        ("云溪县沿河乡渡口村一组", "v-dukou"),
        ("沿河乡 石梁村", "v-shiliang"),
        (
            "高关镇渡口村",
            "t-gaoguan",
        ),  # a village of that name is in another township: no more than the township is said
    ],
)
def test_it_takes_the_deepest_unit_that_the_place_names(
    office: Runtime, tmp_path: Path, place: str, unit: str
) -> None:
    (row,) = bring(office, tmp_path, {**LETTER, "place": place}).rows
    assert row.unit_id == unit


@pytest.mark.parametrize("place", [None, "A7县黄花镇", "渡口", "某县沿河乡渡口村"])
def test_it_sends_what_it_cannot_place_to_the_county(
    office: Runtime, tmp_path: Path, place: str | None
) -> None:
    (row,) = bring(office, tmp_path, {**LETTER, "place": place}).rows
    assert (row.outcome, row.unit_id) == ("imported", "county")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "not-json"),
        ("[1]", "not-an-object"),
        ('{"text": "没有编号"}', "id-missing"),
        ('{"id": "X9", "text": " \\u3000 "}', "text-missing"),
        (json.dumps({"id": "X9", "text": "长" * 5001}), "text-too-long"),
    ],
)
def test_it_says_why_it_refused_a_row_and_goes_on(
    office: Runtime, tmp_path: Path, line: str, code: str
) -> None:
    path = tmp_path / "letters.jsonl"
    path.write_text(f"{line}\n\n{json.dumps(LETTER)}\n", encoding="utf-8")
    refused, taken = import_letters(office, SYSTEM, path).rows
    assert (refused.line, refused.outcome, refused.code) == (1, "refused", code)
    assert (taken.line, taken.outcome) == (3, "imported")


def test_it_keeps_a_private_letter_to_its_handlers(office: Runtime, tmp_path: Path) -> None:
    (row,) = bring(office, tmp_path, {**LETTER, "traits": ["private"]}).rows
    case = engine_tables.instance.c
    with reading(office) as uow:
        found = uow.first(select(case.visibility).where(case.number == row.number))
    assert found
    assert found.visibility == "named"


def test_it_cuts_a_long_title_and_keeps_it_whole_in_the_text(office: Runtime, tmp_path: Path) -> None:
    (row,) = bring(office, tmp_path, {**LETTER, "title": "长" * 180}).rows
    found = read(office, row.number)
    assert (len(found.title), found.text.startswith("长" * 180)) == (100, True)


def test_it_reads_a_file_that_begins_with_a_byte_order_mark_and_ids_that_are_numbers(
    office: Runtime, tmp_path: Path
) -> None:
    path = write(tmp_path, {**LETTER, "id": 7})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (row,) = import_letters(office, SYSTEM, path).rows
    assert (row.letter_id, row.outcome) == ("7", "imported")


def test_it_tells_how_far_it_is(office: Runtime, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    path = write(tmp_path, LETTER, {**LETTER, "id": "X2"})
    import_letters(office, SYSTEM, path, lambda done, every: heard.append((done, every)))
    assert heard == [(1, 2), (2, 2)]


def test_it_is_for_the_county_centre(office: Runtime, tmp_path: Path, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        import_letters(office, cast.clerk, write(tmp_path, LETTER))


def test_it_brings_in_all_real_letters(office: Runtime) -> None:
    if not LETTERS.exists():
        pytest.skip(f"no real letters at {LETTERS}")
    report = import_letters(office, SYSTEM, LETTERS)
    assert report.count("imported") == len(report.rows) == 111
    assert {row.unit_id for row in report.rows} == {"county"}


def bring(runtime: Runtime, folder: Path, *letters: Mapping[str, object]) -> Report:
    return import_letters(runtime, SYSTEM, write(folder, *letters))


def write(folder: Path, *letters: Mapping[str, object]) -> Path:
    path = folder / "letters.jsonl"
    path.write_text("".join(json.dumps(letter) + "\n" for letter in letters), encoding="utf-8")
    return path


def read(runtime: Runtime, number: str) -> Matter:
    case = engine_tables.instance.c
    with reading(runtime) as uow:
        found = uow.first(select(case.id).where(case.number == number))
        assert found
        return matter(uow, SYSTEM, found.id)
