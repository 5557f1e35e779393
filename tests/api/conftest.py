"""The API with a small procedure in force, and programs that speak to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.runtime import Runtime
from tests.application import PASSWORD, application, hire
from tests.make import matters as make

API = "/api/v1"


@dataclass
class Program:
    """A program that keeps cookies and sends the token, as the description of the API asks."""

    client: FlaskClient

    def get(self, path: str, **asked: str) -> Any:
        return self.client.get(API + path, query_string=asked)

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(API + path, json=body, headers={"X-CSRFToken": self.token()})

    def delete(self, path: str) -> Any:
        return self.client.delete(API + path, headers={"X-CSRFToken": self.token()})

    def token(self) -> str:
        return str(self.get("/session").json["csrf_token"])

    def enter(self, login: str, password: str = PASSWORD) -> Any:
        return self.post("/session", login=login, password=password)


@pytest.fixture
def office(runtime: Runtime) -> Runtime:
    """The county's tree, a small procedure in force, and two clerks in neighbouring villages."""
    ready = make.office(runtime)
    hire(ready, "clerk", "station-clerk@v-dukou")
    hire(ready, "neighbour", "station-clerk@v-shiliang")
    return ready


@pytest.fixture
def program(office: Runtime) -> Iterator[Program]:
    """A program that nobody has signed in with."""
    with application(office).test_client() as client:
        yield Program(client)
