"""Tests of the resolvers stand on a county with one resolver of a village."""

from dataclasses import replace

import pytest

from engine.actor import Actor
from engine.uow import UnitOfWork
from registers.resolvers.values import NewResolver
from tests.make import directory as make

RESOLVER = NewResolver(
    "settler", "law-adviser", "v-dukou", ("v-dukou",), make.LONG_AGO, topics=("land-housing",)
)


@pytest.fixture(autouse=True)
def county(uow: UnitOfWork) -> None:
    """The tree, and the one resolver."""
    make.county(uow)
    make.resolver(uow, RESOLVER)


@pytest.fixture
def leader(uow: UnitOfWork) -> Actor:
    """The leader of the township, who keeps its pool."""
    return make.holder(uow, "leader", "township-leader@t-yanhe")


@pytest.fixture
def other_leader(uow: UnitOfWork) -> Actor:
    """The leader of another township."""
    return make.holder(uow, "other-leader", "township-leader@t-gaoguan")


def another(person_id: str, **fields: object) -> NewResolver:
    """A resolver like the first, except in what is said."""
    return replace(RESOLVER, person_id=person_id, **fields)  # type: ignore[arg-type]  # fields of a resolver
