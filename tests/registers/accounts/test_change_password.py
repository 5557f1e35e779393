"""Changing one's own password, and an administrator's giving a new one."""

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM, Actor
from engine.errors import Invalid, NotAllowed, NotFound, TooMany
from engine.runtime import Runtime
from engine.store.tables import event
from engine.uow import reading, run
from registers.accounts.acts import change_password, set_password, sign_in, sign_out
from registers.accounts.queries import is_signed_in
from registers.accounts.rules import login_guard
from registers.accounts.tries import count_wrong_try
from registers.accounts.values import SignedIn
from registers.directory.queries import actor_of
from tests.make.directory import PASSWORD

NEW = "ein anderer Morgen"


def actor(runtime: Runtime, person_id: str = "clerk") -> Actor:
    with reading(runtime) as uow:
        return actor_of(uow, person_id)


def holds(runtime: Runtime, session: SignedIn) -> bool:
    with reading(runtime) as uow:
        return is_signed_in(uow, session.person_id, session.stamp)


def test_it_changes_the_password_and_ends_other_sessions(runtime: Runtime) -> None:
    old = SignedIn("clerk", 1)
    assert holds(runtime, old)
    new = run(runtime, change_password, actor(runtime), old=PASSWORD, new=NEW)
    assert new == SignedIn("clerk", 2)
    assert (holds(runtime, old), holds(runtime, new)) == (False, True)
    assert run(runtime, sign_in, SYSTEM, "dukou", NEW, address="192.0.2.1") == new


def test_it_answers_no_to_a_wrong_old_password_and_counts_it(runtime: Runtime) -> None:
    clerk = actor(runtime)
    run(runtime, count_wrong_try, *[login_guard("dukou")] * 9)
    assert run(runtime, change_password, clerk, old="wrong", new=NEW) is None
    with pytest.raises(TooMany):
        run(runtime, change_password, clerk, old=PASSWORD, new=NEW)


@pytest.mark.parametrize(
    ("new", "code"), [("short", "too-short"), ("x" * 201, "too-long"), ("Dukou-2026-yes", "holds-login")]
)
def test_it_refuses_a_password_that_is_easily_guessed(runtime: Runtime, new: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        run(runtime, change_password, actor(runtime), old=PASSWORD, new=new)
    assert refusal.value.problems["password"][0].code == code


def test_it_refuses_a_person_without_an_account(runtime: Runtime) -> None:
    with pytest.raises(NotFound):
        run(runtime, change_password, actor(runtime, "keeper"), old=PASSWORD, new=NEW)


def test_it_lets_an_administrator_give_a_new_password(runtime: Runtime) -> None:
    given = run(runtime, set_password, actor(runtime, "keeper"), "clerk", password=NEW)
    assert run(runtime, sign_in, SYSTEM, "dukou", NEW, address="192.0.2.1") == given


def test_it_refuses_anyone_else_to_give_a_new_password(runtime: Runtime) -> None:
    with pytest.raises(NotAllowed):
        run(runtime, set_password, actor(runtime), "clerk", password=NEW)


def test_it_refuses_to_give_a_password_to_a_person_without_an_account(runtime: Runtime) -> None:
    with pytest.raises(NotFound):
        run(runtime, set_password, SYSTEM, "keeper", password=NEW)


def test_it_audits_changes_and_leaving_without_the_password(runtime: Runtime) -> None:
    run(runtime, change_password, actor(runtime), old=PASSWORD, new=NEW)
    run(runtime, sign_out, actor(runtime))
    with reading(runtime) as uow:
        rows = uow.rows(select(event).where(event.c.chain == "account:user:clerk").order_by(event.c.seq))
    assert [row.what for row in rows][-2:] == ["password-changed", "signed-out"]
    assert NEW not in str(rows)
