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
    """A program that keeps cookies and sends the token, or shows a key, as the description of the API asks."""

    client: FlaskClient
    key: str = ""

    def get(self, path: str, **asked: str) -> Any:
        return self.open("GET", path, query_string=asked)

    def post(self, path: str, **body: Any) -> Any:
        return self.open("POST", path, json=body)

    def delete(self, path: str) -> Any:
        return self.open("DELETE", path)

    def open(self, method: str, path: str, headers: dict[str, str] | None = None, **sent: Any) -> Any:
        proof = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if method != "GET" and not self.key:
            proof = {"X-CSRFToken": self.token()}
        return self.client.open(API + path, method=method, headers={**proof, **(headers or {})}, **sent)

    def token(self) -> str:
        answer: Any = self.client.get(f"{API}/session")
        return str(answer.json["csrf_token"])

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
