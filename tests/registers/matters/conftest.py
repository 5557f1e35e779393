"""An office in which matters can be raised."""

import pytest

from engine.runtime import Runtime
from tests.make import matters as make


@pytest.fixture
def office(runtime: Runtime) -> Runtime:
    """The runtime with a county, a small diagram of the process, and the register's operations."""
    return make.office(runtime)
