"""Giving a person a post, and ending it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM, Actor
from engine.errors import AlreadyDone, Invalid, NotAllowed, NotFound
from engine.runtime import Runtime
from engine.store.tables import event
from engine.uow import UnitOfWork, reading, run
from registers.directory.acts import appoint, end_membership
from registers.directory.queries import holders, memberships
from tests.conftest import StillClock
from tests.make import directory as make

TODAY = date(2026, 3, 16)


def test_it_gives_a_post_from_today_on(uow: UnitOfWork, administrator: Actor, clerk: Actor) -> None:
    given = appoint(uow, administrator, "clerk", "grid-worker", "g-dukou-1")
    uow.flush()  # so that the reader sees it
    assert given.from_day == TODAY
    assert given in memberships(uow, "clerk")
    assert [each.id for each in holders(uow, "grid-worker", "g-dukou-1")] == ["clerk"]


def test_it_audits_a_post_in_the_account_of_the_person(uow: UnitOfWork, administrator: Actor) -> None:
    make.person(uow, "clerk")
    appoint(uow, administrator, "clerk", "station-clerk", "v-dukou")
    uow.flush()  # so that the reader sees it
    rows = uow.rows(select(event.c.what).where(event.c.chain == "account:user:clerk").order_by(event.c.seq))
    assert [row.what for row in rows] == ["person-added", "appointed"]


def test_it_refuses_a_post_that_is_not_held_at_the_level_of_the_unit(
    uow: UnitOfWork, administrator: Actor, clerk: Actor
) -> None:
    with pytest.raises(Invalid) as refusal:
        appoint(uow, administrator, "clerk", "township-office", "v-dukou")
    assert list(refusal.value.problems) == ["unit_id"]


def test_it_refuses_a_post_that_does_not_exist(uow: UnitOfWork, administrator: Actor, clerk: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        appoint(uow, administrator, "clerk", "king", "v-dukou")
    assert list(refusal.value.problems) == ["post"]


def test_it_refuses_a_post_that_the_person_holds_there(
    uow: UnitOfWork, administrator: Actor, clerk: Actor
) -> None:
    with pytest.raises(AlreadyDone):
        appoint(uow, administrator, "clerk", "station-clerk", "v-dukou")


def test_it_refuses_one_who_is_no_administrator(uow: UnitOfWork, clerk: Actor) -> None:
    with pytest.raises(NotAllowed):
        appoint(uow, clerk, "clerk", "administrator", "county")


def test_it_ends_a_post_after_its_last_day(
    uow: UnitOfWork, administrator: Actor, clerk: Actor, clock: StillClock
) -> None:
    assert end_membership(uow, administrator, "clerk", "station-clerk", "v-dukou") == TODAY
    uow.flush()  # so that the reader sees it
    assert len(memberships(uow, "clerk")) == 1
    uow.now += timedelta(days=1)
    assert memberships(uow, "clerk") == ()


def test_it_gives_a_post_again_after_it_has_ended(
    uow: UnitOfWork, administrator: Actor, clerk: Actor
) -> None:
    end_membership(
        uow, administrator, "clerk", "station-clerk", "v-dukou", last_day=TODAY - timedelta(days=1)
    )
    uow.flush()  # so that the next act sees it
    assert appoint(uow, administrator, "clerk", "station-clerk", "v-dukou").from_day == TODAY


def test_it_refuses_to_end_a_post_that_is_not_held(
    uow: UnitOfWork, administrator: Actor, clerk: Actor
) -> None:
    with pytest.raises(NotFound):
        end_membership(uow, administrator, "clerk", "station-clerk", "v-shiliang")


def test_it_refuses_a_last_day_before_the_first(uow: UnitOfWork, administrator: Actor, clerk: Actor) -> None:
    with pytest.raises(Invalid):
        end_membership(uow, administrator, "clerk", "station-clerk", "v-dukou", last_day=date(2019, 1, 1))


def test_it_refuses_a_stranger_to_end_a_post(uow: UnitOfWork, clerk: Actor) -> None:
    with pytest.raises(NotAllowed):
        end_membership(uow, clerk, "keeper", "administrator", "county")


def test_it_ends_a_post_once_when_two_try(runtime: Runtime) -> None:
    run(runtime, make.county)
    run(runtime, make.holder, "clerk", "station-clerk@v-dukou")
    run(runtime, end_membership, SYSTEM, "clerk", "station-clerk", "v-dukou")
    with pytest.raises(NotFound):
        run(runtime, end_membership, SYSTEM, "clerk", "station-clerk", "v-dukou")
    with reading(runtime) as uow:
        ends = uow.rows(select(event.c.seq).where(event.c.what == "membership-ended"))
    assert len(ends) == 1
