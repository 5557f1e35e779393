"""Adding a person."""

import pytest

from engine.actor import Actor
from engine.errors import AlreadyDone, Invalid, NotAllowed
from engine.uow import UnitOfWork
from registers.directory.acts import add_person
from registers.directory.queries import person


def test_it_adds_a_person(uow: UnitOfWork, administrator: Actor) -> None:
    added = add_person(uow, administrator, name="渡口村说事站", name_en="Dukou talk station")
    uow.flush()  # so that the reader sees it
    assert person(uow, added.id) == added


def test_it_refuses_an_id_that_is_taken(uow: UnitOfWork, administrator: Actor, clerk: Actor) -> None:
    with pytest.raises(AlreadyDone):
        add_person(uow, administrator, name="另一位", person_id="clerk")


def test_it_refuses_a_person_without_a_name(uow: UnitOfWork, administrator: Actor) -> None:
    with pytest.raises(Invalid):
        add_person(uow, administrator, name=" ")


def test_it_refuses_one_who_is_no_administrator(uow: UnitOfWork, clerk: Actor) -> None:
    with pytest.raises(NotAllowed):
        add_person(uow, clerk, name="某某")
