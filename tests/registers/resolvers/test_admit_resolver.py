"""Admitting a resolver to the pool."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.errors import AlreadyDone, Invalid, NotAllowed, NotFound
from engine.store.tables import event
from engine.uow import UnitOfWork
from registers.resolvers.acts import admit_resolver
from registers.resolvers.queries import resolver
from registers.resolvers.words import FORCES, KINDS
from tests.make import directory as make
from tests.registers.resolvers.conftest import another


@pytest.fixture(autouse=True)
def nominee(uow: UnitOfWork) -> None:
    make.person(uow, "new")


def test_it_admits_a_resolver_at_the_level_of_the_unit(uow: UnitOfWork, leader: Actor) -> None:
    new = another("new", unit_id="t-yanhe", kind="judge", places=("v-dukou", "v-shiliang"))
    admitted = admit_resolver(uow, leader, new)
    uow.flush()  # so that the reader sees it
    assert resolver(uow, "new") == admitted
    assert (admitted.level, admitted.force, admitted.standing) == ("township", "professional", "good")


def test_it_audits_the_admission(uow: UnitOfWork, leader: Actor) -> None:
    admit_resolver(uow, leader, another("new"))
    uow.flush()  # so that the reader sees it
    found = uow.first(
        select(event.c.post).where(event.c.what == "resolver-admitted", event.c.post != "system")
    )
    assert found is not None
    assert found.post == "township-leader@t-yanhe"


def test_it_refuses_who_does_not_supervise_the_unit(uow: UnitOfWork, other_leader: Actor) -> None:
    with pytest.raises(NotAllowed) as refusal:
        admit_resolver(uow, other_leader, another("new"))
    assert refusal.value.by == other_leader


def test_it_refuses_one_who_is_in_the_pool(uow: UnitOfWork, leader: Actor) -> None:
    with pytest.raises(AlreadyDone):
        admit_resolver(uow, leader, another("settler"))


def test_it_refuses_a_person_who_is_not_there(uow: UnitOfWork, leader: Actor) -> None:
    with pytest.raises(NotFound):
        admit_resolver(uow, leader, another("nobody"))


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("kind", "wizard", "kind"),
        ("topics", ("weather",), "topics"),
        ("places", (), "places"),
        ("places", ("v-lianhua",), "places"),
        ("places", ("nowhere",), "places"),
        ("unit_id", "g-dukou-1", "unit_id"),
        ("term_to", date(2019, 1, 1), "term_to"),
    ],
)
def test_it_names_the_field_that_is_wrong(
    uow: UnitOfWork, leader: Actor, field: str, value: object, named: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        admit_resolver(uow, leader, another("new", **{field: value}))
    assert list(refusal.value.problems) == [named]


def test_it_knows_thirteen_kinds_of_three_forces() -> None:
    assert len(KINDS) == 13
    assert {kind.force for kind in KINDS.values()} == set(FORCES)
