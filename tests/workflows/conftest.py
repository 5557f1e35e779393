"""What tests of the procedures share: a county in which the procedure of a matter is in force."""

import pytest

from engine.runtime import Runtime
from tests.workflows import walking


@pytest.fixture
def office(runtime: Runtime) -> Runtime:
    """The runtime with a county, its resolvers, and `workflows/matter` published."""
    return walking.county(runtime)
