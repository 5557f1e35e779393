"""Signing in: the right password, and what guards against guessing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.actor import SYSTEM
from engine.errors import TooMany
from engine.runtime import Runtime
from engine.store.tables import event
from engine.uow import reading, run
from registers.accounts import tables
from registers.accounts.acts import sign_in
from registers.accounts.rules import address_guard, login_guard
from registers.accounts.tries import Guard, count_wrong_try
from registers.accounts.values import SignedIn
from tests.conftest import Statements, StillClock
from tests.make.directory import PASSWORD

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
WRONG = "wrong"


def enter(
    runtime: Runtime, login: str = "dukou", password: str = WRONG, address: str = HERE
) -> SignedIn | None:
    return run(runtime, sign_in, SYSTEM, login, password, address=address)


def test_it_signs_in_with_the_right_password(runtime: Runtime) -> None:
    assert enter(runtime, password=PASSWORD) == SignedIn("clerk", 1)


def count_wrong(runtime: Runtime, times: int, guard: Guard) -> None:
    """Count wrong tries without the tenth of a second that each hash takes."""
    run(runtime, count_wrong_try, *[guard] * times)


@pytest.mark.parametrize("login", [" Dukou ", "ＤＵＫＯＵ"])
def test_it_takes_a_login_as_people_type_it(runtime: Runtime, login: str) -> None:
    assert enter(runtime, login, PASSWORD) == SignedIn("clerk", 1)


@pytest.mark.parametrize(
    ("login", "password"), [("dukou", "wrong"), ("dukou", ""), ("nobody", PASSWORD), ("", "")]
)
def test_it_says_no_more_than_no(runtime: Runtime, login: str, password: str) -> None:
    assert enter(runtime, login, password) is None


def test_it_does_the_same_work_for_an_unknown_login(runtime: Runtime, statements: Statements) -> None:
    sent = []
    for login in ("dukou", "nobody"):
        statements.clear()
        enter(runtime, login)
        sent.append(statements.sent.copy())
    known, unknown = sent
    assert [each.split()[:3] for each in known if "chain_head" not in each] == [
        each.split()[:3] for each in unknown if "chain_head" not in each
    ]
    assert len(known) == len(unknown)


def test_it_audits_both_ways_without_the_typed_login(runtime: Runtime) -> None:
    enter(runtime, password=PASSWORD)
    enter(runtime)
    enter(runtime, "my-password-in-the-wrong-field")
    with reading(runtime) as uow:
        rows = uow.rows(select(event).where(event.c.what.in_(("signed-in", "sign-in-failed"))))
    assert sorted(row.what for row in rows) == ["sign-in-failed", "sign-in-failed", "signed-in"]
    assert "my-password" not in str(rows)
    assert HERE not in str(rows)
    assert sum(row.chain == "account:user:clerk" for row in rows) == 2


def test_it_stops_guesses_at_one_login(runtime: Runtime) -> None:
    count_wrong(runtime, 9, login_guard("dukou"))
    assert enter(runtime) is None
    with pytest.raises(TooMany):
        enter(runtime, password=PASSWORD, address=ELSEWHERE)


def test_it_stops_guesses_at_an_unknown_login_just_so(runtime: Runtime) -> None:
    count_wrong(runtime, 9, login_guard("nobody"))
    assert enter(runtime, "nobody") is None
    with pytest.raises(TooMany):
        enter(runtime, "nobody")


def test_it_stops_guesses_from_one_address(runtime: Runtime) -> None:
    count_wrong(runtime, 49, address_guard("2001:db8::1"))
    assert enter(runtime, "somebody", address="2001:db8::1") is None
    with pytest.raises(TooMany):
        enter(runtime, password=PASSWORD, address="2001:db8::2")
    assert enter(runtime, password=PASSWORD, address=HERE)


def test_it_lets_one_try_again_when_the_oldest_try_has_passed(runtime: Runtime, clock: StillClock) -> None:
    oldest = clock.now
    count_wrong(runtime, 1, login_guard("dukou"))
    clock.advance(minutes=5)
    count_wrong(runtime, 9, login_guard("dukou"))
    with pytest.raises(TooMany) as refusal:
        enter(runtime, password=PASSWORD)
    clock.now = oldest + timedelta(minutes=15)
    assert refusal.value.params["until"] == clock.now
    assert enter(runtime, password=PASSWORD)


def test_it_begins_to_count_anew_after_signing_in(runtime: Runtime) -> None:
    count_wrong(runtime, 9, login_guard("dukou"))
    assert enter(runtime, password=PASSWORD)
    assert enter(runtime) is None
    assert enter(runtime, password=PASSWORD)


def test_it_forgets_tries_that_no_longer_count(runtime: Runtime, clock: StillClock) -> None:
    enter(runtime)
    clock.advance(days=2)
    enter(runtime, "nobody")
    with reading(runtime) as uow:
        counted = uow.first(select(func.count()).select_from(tables.wrong_try))
    assert counted is not None
    assert counted[0] == 2  # the login and the address of the second alone


def test_it_counts_every_guess_of_many_at_once(runtime: Runtime) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: enter(runtime), range(6))) == [None] * 6
    with reading(runtime) as uow:
        counted = uow.first(select(func.count()).select_from(tables.wrong_try))
    assert counted is not None
    assert counted[0] == 12


def test_it_makes_an_old_hash_stronger(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registers.accounts.passwords.is_outdated", lambda stored: True)
    before = _hash(runtime)
    assert enter(runtime, password=PASSWORD) == SignedIn("clerk", 1)
    assert _hash(runtime) != before
    assert enter(runtime, password=PASSWORD)


def _hash(runtime: Runtime) -> str:
    with reading(runtime) as uow:
        found = uow.first(select(tables.account.c.password_hash))
    assert found is not None
    return str(found[0])
