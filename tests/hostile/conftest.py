"""The world of the access walk, with what people with bad intent or bad luck send to it."""

from tests.access.conftest import pytest_generate_tests, the_world

__all__ = ["pytest_generate_tests", "the_world"]
