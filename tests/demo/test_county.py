"""The demo county: what is in it, that it may be loaded twice, and never outside demo mode."""

import time
from collections import Counter
from dataclasses import replace

import pytest

from demo.county import PASSWORD, Loaded, load_county
from engine.actor import SYSTEM
from engine.errors import NotAllowed
from engine.runtime import Runtime
from engine.uow import reading, run
from registers.accounts.acts import sign_in
from registers.accounts.queries import demo_accounts
from registers.directory import queries
from registers.directory.posts import POSTS
from registers.resolvers.queries import candidates
from registers.resolvers.words import KINDS


@pytest.fixture
def demo(runtime: Runtime) -> Runtime:
    """Demo mode, with nothing loaded."""
    return replace(runtime, settings=replace(runtime.settings, demo=True))


@pytest.fixture
def loaded(demo: Runtime) -> Runtime:
    """Demo mode, with the county loaded."""
    run(demo, load_county, SYSTEM)
    return demo


def test_it_loads_the_whole_county_in_less_than_three_seconds(demo: Runtime) -> None:
    began = time.monotonic()
    added = run(demo, load_county, SYSTEM)
    assert time.monotonic() - began < 3
    with reading(demo) as uow:
        levels = Counter(unit.level for unit in queries.units(uow))
    assert (levels["county"], levels["township"]) == (1, 25)
    assert added.units == levels.total()


def test_it_loads_nothing_twice(loaded: Runtime) -> None:
    assert run(loaded, load_county, SYSTEM) == Loaded(0, 0, 0)


def test_it_refuses_to_load_outside_demo_mode(runtime: Runtime) -> None:
    with pytest.raises(NotAllowed, match="not-in-demo-mode"):
        run(runtime, load_county, SYSTEM)
    with reading(runtime) as uow:
        assert queries.units(uow) == ()


def test_it_fills_every_post_and_admits_every_kind_of_resolver(loaded: Runtime) -> None:
    with reading(loaded) as uow:
        units = {
            post.id: [each.id for each in queries.units(uow) if each.level == post.level]
            for post in POSTS.values()
        }
        filled = {
            post for post, ids in units.items() if any(queries.holders(uow, post, each) for each in ids)
        }
        kinds = {each.kind for unit in queries.units(uow) for each in candidates(uow, unit.id)}
    assert filled == set(POSTS)
    assert kinds == set(KINDS)


def test_it_names_accounts_by_post_and_unit(loaded: Runtime) -> None:
    with reading(loaded) as uow:
        names = {each.login: each.name.name for each in demo_accounts(uow)}
    assert names["yanhe-office"] == "沿河乡说事处"
    assert names["dukou-law-adviser"] == "渡口村 · 法律明白人"


def test_it_lets_everyone_in_with_the_password_that_it_prints(loaded: Runtime) -> None:
    assert run(loaded, sign_in, SYSTEM, "dukou-station", PASSWORD, address="192.0.2.1")


def test_it_says_everything_in_english_too(loaded: Runtime) -> None:
    with reading(loaded) as uow:
        assert all(each.name_en.isascii() for each in queries.units(uow))
        assert all(each.name.name_en.replace(" · ", "").isascii() for each in demo_accounts(uow))
