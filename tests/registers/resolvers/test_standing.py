"""Only good standing can be chosen (S8): suspension, its end, leaving, and the term."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.errors import AlreadyDone, Invalid, NotAllowed, NotFound, NotYet
from engine.store.tables import event
from engine.uow import UnitOfWork
from registers.resolvers.acts import end_resolver, restore_resolver, suspend_resolver
from registers.resolvers.queries import candidates, resolver
from registers.resolvers.rules import check_good_standing
from tests.make import directory as make
from tests.registers.resolvers.conftest import another

TODAY = date(2026, 3, 16)


def may_be_chosen(uow: UnitOfWork, person_id: str = "settler") -> bool:
    """Say whether the check and the list both let the resolver be chosen; they must agree."""
    uow.flush()  # so that the readers see what the act queued
    listed = person_id in {each.person_id for each in candidates(uow, "v-dukou")}
    try:
        check_good_standing(uow, resolver(uow, person_id))
    except NotYet:
        assert not listed
        return False
    assert listed
    return True


def test_it_lets_good_standing_be_chosen(uow: UnitOfWork) -> None:
    assert may_be_chosen(uow)


def test_it_suspends_until_a_last_day(uow: UnitOfWork, leader: Actor) -> None:
    suspend_resolver(uow, leader, "settler", reason="在查", until=TODAY)
    assert not may_be_chosen(uow)
    uow.now += timedelta(days=1)
    assert may_be_chosen(uow)


def test_it_says_until_when_a_suspension_lasts(uow: UnitOfWork, leader: Actor) -> None:
    suspended = suspend_resolver(uow, leader, "settler", reason="在查", until=TODAY)
    with pytest.raises(NotYet) as refusal:
        check_good_standing(uow, suspended)
    assert refusal.value.params == {"person": "settler", "standing": "suspended", "until": TODAY}


def test_it_suspends_until_lifted(uow: UnitOfWork, leader: Actor) -> None:
    suspend_resolver(uow, leader, "settler", reason="在查")
    uow.now += timedelta(days=900)
    assert not may_be_chosen(uow)
    restore_resolver(uow, leader, "settler", reason="查无此事")
    assert may_be_chosen(uow)


def test_it_takes_out_for_good(uow: UnitOfWork, leader: Actor) -> None:
    end_resolver(uow, leader, "settler", reason="本人申请")
    assert not may_be_chosen(uow)
    with pytest.raises(AlreadyDone):
        restore_resolver(uow, leader, "settler", reason="又来")


@pytest.mark.parametrize(
    ("term_from", "term_to", "chosen"),
    [
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (make.LONG_AGO, TODAY - timedelta(days=1), False),
    ],
)
def test_it_asks_for_a_term_that_runs(
    uow: UnitOfWork, term_from: date, term_to: date | None, chosen: bool
) -> None:
    make.resolver(uow, another("other", term_from=term_from, term_to=term_to))
    assert may_be_chosen(uow, "other") is chosen


def test_it_refuses_a_suspension_that_ends_before_it_begins(uow: UnitOfWork, leader: Actor) -> None:
    with pytest.raises(Invalid):
        suspend_resolver(uow, leader, "settler", reason="在查", until=TODAY - timedelta(days=1))


def test_it_refuses_a_change_without_a_reason(uow: UnitOfWork, leader: Actor) -> None:
    with pytest.raises(Invalid):
        end_resolver(uow, leader, "settler", reason=" ")


def test_it_refuses_who_does_not_supervise_the_unit(uow: UnitOfWork, other_leader: Actor) -> None:
    with pytest.raises(NotAllowed):
        suspend_resolver(uow, other_leader, "settler", reason="在查")


def test_it_refuses_a_person_who_is_no_resolver(uow: UnitOfWork, leader: Actor) -> None:
    with pytest.raises(NotFound):
        suspend_resolver(uow, leader, "leader", reason="在查")


def test_it_audits_the_change_without_its_reason(uow: UnitOfWork, leader: Actor) -> None:
    suspend_resolver(uow, leader, "settler", reason="不说的事")
    uow.flush()  # so that the reader sees it
    found = uow.first(select(event.c.details).where(event.c.what == "resolver-standing-changed"))
    assert found is not None
    assert "suspended" in found.details
    assert "不说的事" not in found.details
