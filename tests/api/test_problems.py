"""Whatever goes wrong comes as a problem of RFC 9457: refusals, HTTP's own errors, and our faults."""

import pytest
from flask import Flask

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.uow import run
from registers.accounts.keys import NewKey, add_key
from tests.api.conftest import API, Program
from tests.application import application


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "code"),
    [
        ("GET", "/nothing", {}, 404, "not-found"),
        ("DELETE", "/tasks", {}, 405, "method-not-allowed"),
        ("POST", "/matters", {"json": {}}, 422, "invalid"),
        (
            "POST",
            "/matters",
            {"data": b"x" * 2_000_001, "content_type": "application/json"},
            413,
            "request-entity-too-large",
        ),
        ("POST", "/matters", {"data": b"<a/>", "content_type": "text/xml"}, 415, "unsupported-media-type"),
        ("POST", "/matters", {"data": b"{", "content_type": "application/json"}, 400, "bad-request"),
        ("POST", "/matters", {"data": b"", "content_type": "application/json"}, 400, "bad-request"),
        ("GET", "/tasks?tab=%00", {}, 400, "bad-request"),
    ],
)
def test_it_answers_http_errors_as_problems(
    program: Program, method: str, path: str, sent: dict[str, object], status: int, code: str
) -> None:
    problem = program.open(method, path, **sent)  # type: ignore[arg-type]  # whatever the test client takes
    assert (problem.status_code, problem.content_type) == (status, "application/problem+json")
    assert (problem.json["status"], problem.json["code"]) == (status, code)
    assert problem.json["detail"]


def test_it_says_which_methods_an_address_has(program: Program) -> None:
    assert "GET" in program.delete("/tasks").headers["Allow"]


def test_it_says_when_to_try_again(program: Program) -> None:
    program.key = "shuoshi_wrong"
    answers = [program.get("/tasks") for _ in range(51)]
    assert int(answers[-1].headers["Retry-After"]) == 15 * 60


def test_it_answers_our_faults_with_a_number_alone(office: Runtime) -> None:
    app: Flask = application(office)

    def broken() -> str:
        raise RuntimeError("the secret inside")

    app._got_first_request = False
    app.add_url_rule(f"{API}/broken", "broken", broken)
    answer = app.test_client().get(f"{API}/broken")
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert answer.json is not None
    assert answer.json["number"] == answer.headers["X-Request-Id"]


def test_it_names_nested_fields_by_their_path(office: Runtime, program: Program) -> None:
    program.key = run(office, add_key, SYSTEM, NewKey("worker", ("work",), "county"))
    problem = program.post("/external-work/fetch", worker="w", topics=["print", ""])
    assert list(problem.json["problems"]) == ["topics.1"]
