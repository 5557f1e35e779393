"""Tests of the directory stand on a county that was made through the acts."""

import pytest

from engine.actor import Actor
from engine.uow import UnitOfWork
from tests.make import directory as make


@pytest.fixture
def administrator(uow: UnitOfWork) -> Actor:
    """Who keeps the directory, in a county that is there."""
    make.county(uow)
    return make.holder(uow, "keeper", "administrator@county")


@pytest.fixture
def clerk(uow: UnitOfWork, administrator: Actor) -> Actor:
    """The clerk of a village, who keeps nothing."""
    return make.holder(uow, "clerk", "station-clerk@v-dukou")
