"""Demo accounts: one press in demo mode, and no such account outside it."""

import pytest

from engine.actor import SYSTEM
from engine.errors import NotAllowed
from engine.runtime import Runtime
from engine.uow import reading, run
from registers.accounts.acts import enter_demo, open_demo_accounts, sign_in
from registers.accounts.queries import demo_accounts, is_signed_in
from registers.accounts.values import DemoAccount, SignedIn
from registers.directory.values import Name

DEMO = "demo"


@pytest.fixture(autouse=True)
def demo_account(demo: Runtime) -> None:
    run(demo, open_demo_accounts, SYSTEM, {"keeper": "keeper"}, password=DEMO)


def test_it_enters_by_one_press(demo: Runtime) -> None:
    assert run(demo, enter_demo, SYSTEM, "keeper") == SignedIn("keeper", 1)


def test_it_enters_with_the_password_that_the_demo_prints(demo: Runtime) -> None:
    assert run(demo, sign_in, SYSTEM, "keeper", DEMO, address="192.0.2.1") == SignedIn("keeper", 1)


def test_it_lists_the_accounts_of_the_demo(demo: Runtime) -> None:
    with reading(demo) as uow:
        assert demo_accounts(uow) == (DemoAccount("keeper", Name("某某", "某某"), "county"),)


def test_it_refuses_an_account_that_is_not_of_the_demo(demo: Runtime) -> None:
    with pytest.raises(NotAllowed):
        run(demo, enter_demo, SYSTEM, "dukou")


def test_it_refuses_outside_demo_mode(runtime: Runtime) -> None:
    with pytest.raises(NotAllowed, match="not-in-demo-mode"):
        run(runtime, enter_demo, SYSTEM, "keeper")


def test_it_knows_no_demo_account_outside_demo_mode(runtime: Runtime) -> None:
    assert run(runtime, sign_in, SYSTEM, "keeper", DEMO, address="192.0.2.1") is None
    with reading(runtime) as uow:
        assert demo_accounts(uow) == ()
        assert not is_signed_in(uow, "keeper", 1)


def test_it_opens_no_demo_account_outside_demo_mode(runtime: Runtime) -> None:
    with pytest.raises(NotAllowed, match="not-in-demo-mode"):
        run(runtime, open_demo_accounts, SYSTEM, {"clerk": "clerk"}, password=DEMO)
