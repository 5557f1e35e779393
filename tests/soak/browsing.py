"""A client over real HTTP that keeps cookies and sends the token, and knows an answer from silence."""

import http.client
import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

API = "/api/v1"
SECONDS_FOR_AN_ANSWER = 60
BOUNDARY = "a-line-that-no-field-holds"


class Unheard(Exception):
    """No whole answer came: what was asked may have been done or not."""


def multipart(fields: Mapping[str, str], photo: bytes) -> bytes:
    """Return a form with its fields and one photo, as a browser sends it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    about = 'Content-Disposition: form-data; name="photos"; filename="photo.jpg"\r\nContent-Type: image/jpeg'
    parts.append(f"--{BOUNDARY}\r\n{about}\r\n\r\n".encode() + photo)
    return b"".join([*parts, f"\r\n--{BOUNDARY}--\r\n".encode()])


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    body: Any
    location: str


@dataclass
class Browser:
    """One person's browser or program; `port` says where a server is up, and waits until one is."""

    port: Callable[[], int]
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str) -> Answer:
        """Ask until an answer comes: reading changes nothing."""
        while True:
            try:
                return self._ask("GET", path, b"", {})
            except Unheard:
                continue

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Send JSON to the API, once."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        return self._ask("POST", API + path, json.dumps(body).encode(), headers)

    def send(self, path: str, *, photo: bytes = b"", **typed: str) -> Answer:
        """Send a form of a page, once; with a photo where one is given."""
        fields = {**typed, "csrf_token": self.token}
        if not photo:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            return self._ask("POST", path, urlencode(fields).encode(), headers)
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self._ask("POST", path, multipart(fields, photo), headers)

    def take_token(self) -> None:
        """Take the token that changes must carry from now on."""
        self.token = self.get(f"{API}/session").body["csrf_token"]

    def enter(self, login: str) -> None:
        """Sign in to a demo account, as often as it takes."""
        while True:
            self.take_token()
            try:
                answer = self.send("/sign-in/demo", login=login)
            except Unheard:
                continue
            assert answer.status == 303, answer
            return self.take_token()

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        port = self.port()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_FOR_AN_ANSWER)
        with closing(connection):
            try:
                connection.request(method, path, body, {**headers, "Cookie": kept})
                answer = connection.getresponse()
                content = answer.read()
            except (OSError, http.client.HTTPException) as error:
                raise Unheard(f"{method} {path}: {error!r}") from error
        self._keep_cookies(answer)
        is_json = "json" in answer.headers.get_content_type()
        return Answer(
            answer.status, json.loads(content) if is_json else content, answer.headers["Location"] or ""
        )

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
