"""The application and a browser without JavaScript, for tests of pages."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from engine.errors import NotFound
from engine.runtime import Runtime
from engine.uow import run
from tests.application import application, hire
from tests.conftest import StillClock
from tests.make import directory
from tests.web import phones
from tests.web.offices import Office, open_office
from tests.web.phones import Village
from web.acting import rule

trouble = Blueprint("trouble", __name__, url_prefix="/trouble")


@trouble.get("/bug")
@rule("public")
def bug() -> str:
    raise RuntimeError("the secret of this bug")


@trouble.get("/refused")
@rule("public")
def refused() -> str:
    raise NotFound("no-such-case")


@trouble.get("/staff")
@rule("staff")
def staff() -> str:
    return "for staff"


@trouble.get("/supervisors")
@rule("supervisor")
def supervisors() -> str:
    return "for supervisors"


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    """The application with the county's tree and three routes that make trouble."""
    run(runtime, directory.county)
    return application(runtime, trouble)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """A browser that nobody has signed in with."""
    with app.test_client() as client:
        yield client


@pytest.fixture
def clerk(runtime: Runtime, app: Flask) -> str:
    """The clerk of Dukou, with an account."""
    hire(runtime, "clerk", "station-clerk@v-dukou")
    return "clerk"


@pytest.fixture
def office(runtime: Runtime) -> Office:
    """A county at work, with staff who can sign in."""
    return open_office(runtime)


@pytest.fixture
def village(runtime: Runtime, clock: StillClock) -> Village:
    """The county with the procedure of a matter in force, as citizens meet it."""
    return phones.village(runtime, clock)
