"""Tests of the accounts stand on a clerk who has one."""

from dataclasses import replace

import pytest

from engine.runtime import Runtime
from engine.uow import UnitOfWork, run
from tests.make import directory as make


@pytest.fixture
def runtime(runtime: Runtime) -> Runtime:
    """A committed county, its administrator, and a clerk with an account."""
    run(runtime, _prepare)
    return runtime


@pytest.fixture
def demo(runtime: Runtime) -> Runtime:
    """The same in demo mode."""
    return replace(runtime, settings=replace(runtime.settings, demo=True))


def _prepare(uow: UnitOfWork) -> None:
    make.county(uow)
    make.holder(uow, "keeper", "administrator@county")
    make.holder(uow, "clerk", "station-clerk@v-dukou")
    make.account(uow, "clerk", login="dukou")
