"""A page with a form on it: the templates and the switches of language, without the rest of the product."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.web.forms.paper import paper_app


@pytest.fixture(scope="session")
def flask_app() -> Flask:
    """An application that only renders."""
    return paper_app()


@pytest.fixture
def page(flask_app: Flask) -> Iterator[None]:
    """A request in Chinese."""
    with flask_app.test_request_context("/"):
        yield


@pytest.fixture
def english_page(flask_app: Flask) -> Iterator[None]:
    """A request of someone who reads English."""
    with flask_app.test_request_context("/", headers={"Cookie": "lang=en"}):
        yield
