"""API keys: made once, found by their secret while they hold, ended for ever."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM, Actor
from engine.errors import AlreadyDone, Invalid, NotAllowed, NotFound, TooMany
from engine.runtime import Runtime
from engine.store.tables import event
from engine.uow import reading, run
from registers.accounts.key_queries import ApiKey, KeyInForce, api_keys, key_in_force
from registers.accounts.keys import NewKey, add_key, note_use, note_wrong_key, revoke_key
from registers.accounts.tables import api_key
from registers.directory.queries import actor_of
from tests.conftest import StillClock

READS = ("instances:read",)


def add(runtime: Runtime, name: str = "website", **more: object) -> str:
    new = {"scopes": READS, "unit_id": "t-yanhe", **more}
    return run(runtime, add_key, SYSTEM, NewKey(name, **new))  # type: ignore[arg-type]  # any of its parts


def find(runtime: Runtime, secret: str) -> KeyInForce | None:
    with reading(runtime) as uow:
        return key_in_force(uow, secret)


def listed(runtime: Runtime) -> tuple[ApiKey, ...]:
    with reading(runtime) as uow:
        return api_keys(uow)


def test_it_finds_a_key_by_its_secret_with_its_area_posts_and_scopes(runtime: Runtime) -> None:
    found = find(runtime, add(runtime, posts=["station-clerk@v-dukou"]))
    assert found is not None
    assert found.scopes == set(READS)
    assert (found.actor.kind, found.actor.name, found.actor.label) == (
        "program",
        "key:website",
        "key:website",
    )
    assert found.actor.areas == {"/county/t-yanhe/"}
    assert found.actor.subjects == {"station-clerk@v-dukou"}
    assert found.actor.units == set()


def test_it_keeps_no_secret(runtime: Runtime) -> None:
    secret = add(runtime)
    with reading(runtime) as uow:
        kept = [*uow.rows(select(api_key)), *uow.rows(select(event))]
    assert secret.startswith("shuoshi_")
    assert secret.removeprefix("shuoshi_") not in str(kept)


def test_it_knows_no_other_secret(runtime: Runtime) -> None:
    secret = add(runtime)
    assert find(runtime, secret[:-1]) is None
    assert find(runtime, "") is None


def test_it_ends_a_key_at_once(runtime: Runtime) -> None:
    secret = add(runtime)
    run(runtime, revoke_key, SYSTEM, "website")
    assert find(runtime, secret) is None
    assert listed(runtime)[0].revoked_at == runtime.clock()
    with pytest.raises(AlreadyDone, match="key-revoked"):
        run(runtime, revoke_key, SYSTEM, "website")
    with pytest.raises(NotFound, match="no-such-key"):
        run(runtime, revoke_key, SYSTEM, "another")


def test_it_never_gives_a_name_twice(runtime: Runtime) -> None:
    add(runtime)
    run(runtime, revoke_key, SYSTEM, "website")
    with pytest.raises(AlreadyDone, match="key-exists"):
        add(runtime)


def test_it_lets_a_key_end_by_itself(runtime: Runtime, clock: StillClock) -> None:
    secret = add(runtime, expires_at=clock() + timedelta(days=1))
    clock.advance(hours=23)
    assert find(runtime, secret) is not None
    clock.advance(hours=1)
    assert find(runtime, secret) is None


@pytest.mark.parametrize(
    ("new", "field", "code"),
    [
        ({"name": "Website 1"}, "name", "bad-id"),
        ({"scopes": ()}, "scopes", "required"),
        ({"scopes": ("everything",)}, "scopes", "unknown-scope"),
        ({"scopes": ("definitions:write",)}, "scopes", "scope-of-the-county"),
        ({"posts": ("station-clerk@v-lianhua",)}, "posts", "not-in-unit"),
        ({"posts": ("emperor@v-dukou",)}, "post", "unknown-post"),
        ({"posts": ("station-clerk@t-yanhe",)}, "unit_id", "wrong-level"),
    ],
)
def test_it_refuses_what_no_key_can_be(
    runtime: Runtime, new: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        add(runtime, **new)  # type: ignore[arg-type]  # any of its parts
    assert [each.code for each in refusal.value.problems[field]] == [code]
    assert listed(runtime) == ()


def test_it_refuses_a_key_that_has_ended_before_it_begins(runtime: Runtime, clock: StillClock) -> None:
    with pytest.raises(Invalid):
        add(runtime, expires_at=clock())


def test_it_lets_the_county_alone_reach_all_cases(runtime: Runtime) -> None:
    assert find(runtime, add(runtime, unit_id="county", scopes=("definitions:write", "messages:write")))


def test_it_refuses_who_is_no_administrator(runtime: Runtime) -> None:
    with reading(runtime) as uow:
        clerk, keeper = actor_of(uow, "clerk"), actor_of(uow, "keeper")
    key = Actor("program", key="website", areas=frozenset({"/county/"}))
    for who in (clerk, key):
        with pytest.raises(NotAllowed):
            run(runtime, add_key, who, NewKey("website", READS, "county"))
    run(runtime, add_key, keeper, NewKey("website", READS, "county"))
    with pytest.raises(NotAllowed):
        run(runtime, revoke_key, clerk, "website")
    assert listed(runtime)[0].created_by == "user:keeper"


def test_it_audits_keys(runtime: Runtime) -> None:
    add(runtime)
    run(runtime, revoke_key, SYSTEM, "website")
    with reading(runtime) as uow:
        rows = uow.rows(
            select(event.c.what).where(event.c.chain == "account:key:website").order_by(event.c.seq)
        )
    assert [row.what for row in rows] == ["key-added", "key-revoked"]


def test_it_notes_the_last_use_to_the_hour(runtime: Runtime, clock: StillClock) -> None:
    secret, first = add(runtime), clock()
    for minutes in (0, 59, 1):
        clock.advance(minutes=minutes)
        run(runtime, note_use, SYSTEM, secret)
        if minutes == 59:
            assert listed(runtime)[0].last_used_at == first
    assert listed(runtime)[0].last_used_at == first + timedelta(hours=1)


def test_it_refuses_an_address_that_shows_too_many_wrong_keys(runtime: Runtime) -> None:
    stranger = Actor("party")
    for _ in range(50):
        run(runtime, note_wrong_key, stranger, address="192.0.2.7")
    with pytest.raises(TooMany):
        run(runtime, note_wrong_key, stranger, address="192.0.2.7")
    run(runtime, note_wrong_key, stranger, address="192.0.2.8")
