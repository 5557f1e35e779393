"""Opening an account for a person."""

import pytest

from engine.actor import SYSTEM
from engine.errors import AlreadyDone, Invalid, NotAllowed, NotFound
from engine.runtime import Runtime
from engine.uow import reading, run
from registers.accounts.acts import open_account, sign_in
from registers.accounts.values import SignedIn
from registers.directory.queries import actor_of
from tests.make.directory import PASSWORD


def test_it_opens_an_account(runtime: Runtime) -> None:
    run(runtime, open_account, SYSTEM, "keeper", login="Keeper", password=PASSWORD)
    assert run(runtime, sign_in, SYSTEM, "keeper", PASSWORD, address="192.0.2.1") == SignedIn("keeper", 1)


@pytest.mark.parametrize(("person", "login"), [("keeper", "dukou"), ("clerk", "another")])
def test_it_refuses_a_login_or_a_person_that_has_one(runtime: Runtime, person: str, login: str) -> None:
    with pytest.raises(AlreadyDone):
        run(runtime, open_account, SYSTEM, person, login=login, password=PASSWORD)


@pytest.mark.parametrize("login", ["", "a", "a b", "a@b", "x" * 65])
def test_it_refuses_a_login_that_is_none(runtime: Runtime, login: str) -> None:
    with pytest.raises(Invalid) as refusal:
        run(runtime, open_account, SYSTEM, "keeper", login=login, password=PASSWORD)
    assert list(refusal.value.problems) == ["login"]


def test_it_refuses_a_person_who_is_not_there(runtime: Runtime) -> None:
    with pytest.raises(NotFound):
        run(runtime, open_account, SYSTEM, "nobody", login="nobody", password=PASSWORD)


def test_it_refuses_one_who_is_no_administrator(runtime: Runtime) -> None:
    with reading(runtime) as uow:
        clerk = actor_of(uow, "clerk")
    with pytest.raises(NotAllowed):
        run(runtime, open_account, clerk, "keeper", login="keeper", password=PASSWORD)
