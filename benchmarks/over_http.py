"""Tasks completed by requests to the whole application, in this process: sign-in, session, CSRF token, JSON, all but a socket."""

from __future__ import annotations

from collections.abc import Mapping

from engine.runtime import Runtime
from engine.uow import run
from tests.application import PASSWORD, application, hire
from tests.make import directory

API = "/api/v1"


class Program:
    """A program that has signed in as the clerk of the place."""

    def __init__(self, runtime: Runtime) -> None:
        run(runtime, directory.county)
        hire(runtime, "clerk", "station-clerk@v-dukou")
        self._client = application(runtime).test_client()
        self._post("/session", {"login": "clerk", "password": PASSWORD})
        self._headers = self._token()

    def complete(self, task_id: str, answers: Mapping[str, object]) -> list[str]:
        """Complete a task and return those that it opened."""
        done = self._post(f"/tasks/{task_id}/complete", {"answers": answers}, self._headers)
        return [each["task_id"] for each in done["opened"]]

    def _token(self) -> dict[str, str]:
        return {"X-CSRFToken": self._client.get(f"{API}/session").json["csrf_token"]}  # type: ignore[index]  # a Response has JSON

    def _post(
        self, path: str, body: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> dict[str, list[dict[str, str]]]:
        answer = self._client.post(API + path, json=body, headers=headers or self._token())
        assert answer.status_code < 300, answer.text
        found: dict[str, list[dict[str, str]]] = answer.json  # type: ignore[assignment]  # likewise
        return found
