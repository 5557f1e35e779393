"""A number for each request: in its answer's header, on error pages and in every log line that it causes.

It is digits alone, so that a person can read it out over the phone: 1125-4821-7730.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.wsgi import ClosingIterator

from engine.zone import CHINA
from shuoshi.logs import FACTS, REQUEST_NUMBER

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NUMBER = "shuoshi.request_number"  # the keys under which the skins find both in the environment of a request
ROUTE = "shuoshi.route"

log = logging.getLogger("shuoshi.requests")


def register(app: Flask, clock: Callable[[], datetime]) -> None:
    """Number every request of the application and log it when its answer is finished."""
    app.after_request(_note_route)
    app.wsgi_app = Numbered(app.wsgi_app, clock)  # type: ignore[method-assign]  # Flask's own way to wrap


def _note_route(answer: Response) -> Response:
    request.environ[ROUTE] = request.url_rule.rule if request.url_rule else "(no such page)"
    return answer


class Numbered:
    """A WSGI application around another that numbers and logs."""

    def __init__(self, inner: WSGIApplication, clock: Callable[[], datetime]) -> None:
        self._inner = inner
        self._clock = clock

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        number = f"{self._clock().astimezone(CHINA):%m%d}-{secrets.randbelow(10_000):04d}-{secrets.randbelow(10_000):04d}"
        environ[NUMBER] = number
        REQUEST_NUMBER.set(number)
        begun, status = time.perf_counter(), ""

        def start_numbered(
            given: str, headers: list[tuple[str, str]], *rest: Any
        ) -> Callable[[bytes], object]:
            nonlocal status
            status = given
            return start_response(given, [*headers, ("X-Request-Id", number)], *rest)

        def finish() -> None:
            _log_request(environ, status, begun)
            REQUEST_NUMBER.set("")

        return ClosingIterator(self._inner(environ, start_numbered), [finish])


def _log_request(environ: WSGIEnvironment, status: str, begun: float) -> None:
    facts = {
        "method": environ["REQUEST_METHOD"],
        "route": environ.get(ROUTE, ""),
        "status": int(status[:3] or 0),
        "ms": round((time.perf_counter() - begun) * 1000, 1),
    }
    log.info("answered", extra={FACTS: facts})
