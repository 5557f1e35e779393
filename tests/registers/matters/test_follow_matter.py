"""Finding a matter again: by code, or by number and the end of the phone, with a lock after ten wrong tries."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.errors import NotFound, TooMany
from engine.runtime import Runtime
from engine.uow import reading, run
from registers.matters.following import Following, follow_by_code, follow_by_number
from registers.matters.tries import MOST_WRONG
from tests.conftest import StillClock
from tests.make import matters as make

TAIL = "1234"


def test_it_finds_a_matter_by_its_code_however_it_is_typed(office: Runtime) -> None:
    receipt = make.matter(office)
    misread = receipt.code.lower().replace("-", " ").replace("o", "0").replace("i", "1")
    with reading(office) as uow:
        found = [follow_by_code(uow, code) for code in (receipt.code, misread, f"  {receipt.code} ")]
    assert {following.party for following in found} == {make.applicant(receipt)}


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC-DDDD", "-", "说事"])
def test_it_refuses_a_code_that_is_none(office: Runtime, code: str) -> None:
    make.matter(office)
    with reading(office) as uow, pytest.raises(NotFound):
        follow_by_code(uow, code)


@pytest.mark.parametrize("number", ["SS-2026-000001", "ss-2026-1", "SS2026000001", " SS-2026-000001 "])
def test_it_finds_a_matter_by_number_and_the_end_of_the_phone(office: Runtime, number: str) -> None:
    receipt = make.matter(office)
    assert follow(office, number) == Following(receipt.instance_id, make.applicant(receipt))


@pytest.mark.parametrize(
    ("number", "tail"),
    [
        ("SS-2026-000001", "9999"),
        ("SS-2026-000777", TAIL),
        ("nonsense", TAIL),
        ("SS-2026-000001", ""),
        ("SS-2026-000001", "234"),
    ],
)
def test_it_answers_wrong_and_unknown_alike(office: Runtime, number: str, tail: str) -> None:
    make.matter(office)
    assert follow(office, number, tail) is None


def test_it_never_opens_a_matter_that_has_no_phone(office: Runtime) -> None:
    receipt = make.matter(office, phone=None)
    assert follow(office, receipt.number, "") is None


@pytest.mark.parametrize("number", ["SS-2026-000001", "SS-2026-000777"])
def test_it_locks_a_number_after_ten_wrong_tries_whether_it_exists_or_not(
    office: Runtime, number: str
) -> None:
    make.matter(office)
    for _ in range(MOST_WRONG):
        assert follow(office, number, "9999") is None
    with pytest.raises(TooMany):
        follow(office, number, "9999")


def test_it_keeps_even_the_right_tail_out_while_locked_and_says_until_when(
    office: Runtime, clock: StillClock
) -> None:
    receipt = make.matter(office)
    for _ in range(MOST_WRONG):
        follow(office, receipt.number, "9999")
    with pytest.raises(TooMany) as refusal:
        follow(office, receipt.number)
    clock.now = refusal.value.params["until"]  # type: ignore[assignment]  # a moment
    assert follow(office, receipt.number)


def test_it_locks_one_number_and_no_other(office: Runtime) -> None:
    first, second = make.matter(office), make.matter(office)
    for _ in range(MOST_WRONG):
        follow(office, first.number, "9999")
    assert follow(office, second.number)


def test_it_counts_anew_after_the_lock(office: Runtime, clock: StillClock) -> None:
    receipt = make.matter(office)
    for _ in range(MOST_WRONG):
        follow(office, receipt.number, "9999")
    clock.advance(minutes=16)
    for _ in range(MOST_WRONG - 1):
        assert follow(office, receipt.number, "9999") is None
    assert follow(office, receipt.number)


def test_it_counts_tries_that_come_at_once(office: Runtime) -> None:
    receipt = make.matter(office)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: follow(office, receipt.number, "9999"), range(MOST_WRONG)))
    with pytest.raises(TooMany):
        follow(office, receipt.number)


def follow(runtime: Runtime, number: str, tail: str = TAIL) -> Following | None:
    return run(runtime, follow_by_number, make.CITIZEN, number, tail)
