"""Puts the API into the application: its routes under /api/v1 and their description in OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from flask import Flask, Response, request
from flask_smorest import Api, Blueprint

from api import definitions, incidents, instances, jobs, matters, messages, operations, tasks, work
from api import session as sessions
from api.acting import SESSION, Session, rule
from api.description import complete
from api.schemas import ProblemSchema
from api.versions import finish_tag

PREFIX = "/api/v1"
ROUTES: Sequence[Blueprint] = (
    sessions.routes,
    tasks.routes,
    instances.routes,
    matters.routes,
    definitions.routes,
    messages.routes,
    messages.signals,
    jobs.routes,
    incidents.routes,
    operations.routes,
    work.routes,
)


class ShuoshiApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest without its own answers to errors: ours are problems of RFC 9457 (api/errors.py)."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Leave errors to the composition root."""

    @rule("public")
    def _openapi_json(self) -> Any:
        """Describe the API in OpenAPI."""
        return Response(orjson.dumps(self.described()), content_type="application/json")

    def described(self) -> dict[str, Any]:
        """Return the whole description, made from schemas and declarations of the routes."""
        return complete(self.spec.to_dict(), self._app, PREFIX)


def register(app: Flask, *, session: Session) -> Callable[[], dict[str, Any]]:
    """Add all routes of the API to the application; returns what describes them."""
    app.extensions[SESSION] = session
    app.after_request(_finish)
    app.config.update(
        API_TITLE="说事 Shuoshi",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
    )
    described = ShuoshiApi(app)
    for routes in ROUTES:
        described.register_blueprint(routes, name=f"api_{routes.name}")  # the pages have the short names
    return described.described


def _finish(answer: Response) -> Response:
    """Complete the ETag, and say to whatever keeps answers that another key or language gets another one."""
    if not request.path.startswith(f"{PREFIX}/"):
        return answer
    answer.vary.update(("Authorization", "Accept-Language"))
    return finish_tag(answer)
