"""What the description in OpenAPI says beyond the schemas: who may use a route, how each refusal looks, how things are tagged.

The routes' own declarations are read (`@rule`, `tagged`), so that the description cannot differ from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from api.acting import RULE, SCOPE
from registers.accounts.scopes import SCOPES

Spec = dict[str, Any]
PROBLEM = "application/problem+json"
METHODS = ("get", "post", "put", "patch", "delete")
ABOUT = (
    "Programs show a key (`Authorization: Bearer …`), people sign in and send the session's token with each change. "
    "Every refusal and error is a problem of RFC 9457."
)
SECURITY = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key. Its scopes: " + ", ".join(f"`{scope}`" for scope in SCOPES),
    },
    "session": {"type": "apiKey", "in": "cookie", "name": "session", "description": "POST /api/v1/session"},
    "token": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": "`csrf_token` of GET /api/v1/session; with a session, on all that changes something",
    },
}
# What a status means, and one problem that comes with it.
MEANS: Mapping[int, tuple[str, str, str]] = {
    400: ("The request is no JSON, or lacks the session's token", "bad-request", "bad-request"),
    401: ("Nobody is signed in, or the key does not hold", "sign-in-first", "wrong-key"),
    403: ("The post or key may not do this; it is audited", "not-allowed", "scope-missing"),
    404: ("There is no such thing, or one may not know of it", "not-found", "no-such-case"),
    409: ("Somebody was first, or a condition is not met", "already-done", "task-done"),
    412: ("It has changed since it was read", "changed", "case-changed"),
    413: ("Too large", "request-entity-too-large", "request-entity-too-large"),
    415: ("The body is of another kind", "unsupported-media-type", "unsupported-media-type"),
    422: ("What was sent does not fit: `problems` by field, `findings` of a folder", "invalid", "invalid"),
    429: ("Too many tries; `Retry-After` says when", "too-many", "too-many-tries"),
    500: ("Our fault; the number stands in the log", "our-fault", "our-fault"),
}
_TAGS = ({"name": "If-None-Match", "in": "header", "schema": {"type": "string"}},)
_INSISTS = (
    {
        "name": "If-Match",
        "in": "header",
        "schema": {"type": "string"},
        "description": "an ETag: refused with 412 where the case has moved since",
    },
)


def complete(spec: Spec, app: Flask, prefix: str) -> Spec:
    """Return the description with all that the routes' declarations say."""
    spec["info"]["description"] = ABOUT
    for tag in spec.get("tags", []):
        tag["name"] = tag["name"].removeprefix("api_")
    spec.setdefault("components", {})["securitySchemes"] = SECURITY
    spec["components"]["responses"] = {str(status): _problem(status) for status in MEANS}
    for rule, method, operation in _operations(spec, app, prefix):
        _complete_operation(operation, rule, method, app.view_functions[rule.endpoint])
    return spec


def _operations(spec: Spec, app: Flask, prefix: str) -> Iterator[tuple[Rule, str, Spec]]:
    for rule in app.url_map.iter_rules():
        described = spec["paths"].get(_path(rule), {}) if rule.rule.startswith(prefix) else {}
        for method in METHODS:
            if method in described and method.upper() in (rule.methods or ()):
                yield rule, method, described[method]


def _path(rule: Rule) -> str:
    return rule.rule.replace("<", "{").replace(">", "}")


def _complete_operation(operation: Spec, rule: Rule, method: str, view: Callable[..., Any]) -> None:
    who, scope = getattr(view, RULE), getattr(view, SCOPE)
    operation["tags"] = [tag.removeprefix("api_") for tag in operation["tags"]]
    operation["security"] = _security(who, scope, method)
    if scope:
        operation["x-scope"] = scope
    if who not in {("public",), ("staff",), ("programs",)}:
        operation["x-posts"] = list(who)
    responses = operation.setdefault("responses", {})
    responses.pop("default", None)
    for status in _statuses(method, who, operation):
        responses[str(status)] = {"$ref": f"#/components/responses/{status}"}
    _describe_tags(operation, rule, method, view)


def _security(who: tuple[str, ...], scope: str, method: str) -> list[dict[str, list[str]]]:
    session: dict[str, list[str]] = {"session": []} if method == "get" else {"session": [], "token": []}
    if who == ("public",):
        return [{}] if method == "get" else [{}, {"session": [], "token": []}, {"key": []}]
    by_key: list[dict[str, list[str]]] = [{"key": [scope]}] if scope else []
    return by_key if who == ("programs",) else [*by_key, session]


def _statuses(method: str, who: tuple[str, ...], operation: Spec) -> set[int]:
    found = {
        400,
        401,
        404,
        429,
        500,
    }  # a key that does not hold is refused everywhere, a wrong `after` is not found
    if who != ("public",):
        found |= {403}
    if operation.get("requestBody") or operation.get("parameters"):
        found |= {422}
    if method != "get":
        found |= {409, 413, 415}
    return found


def _describe_tags(operation: Spec, rule: Rule, method: str, view: Callable[..., Any]) -> None:
    """A single thing bears an ETag; an act on a task or case may insist on one."""
    parameters = operation.setdefault("parameters", [])
    if method == "get" and view.__annotations__["return"].startswith(
        ("tuple[", "Response")
    ):  # `tagged`, or a file
        operation["responses"]["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        operation["responses"]["304"] = {"description": "One has it already"}
        parameters.extend(_TAGS)
    if method in {"post", "put"} and rule.arguments & {"task_id", "instance_id"}:
        operation["responses"]["412"] = {"$ref": "#/components/responses/412"}
        parameters.extend(_INSISTS)


def _problem(status: int) -> Spec:
    words, kind, code = MEANS[status]
    example = {
        "type": f"urn:shuoshi:problem:{kind}",
        "status": status,
        "code": code,
        "title": words,
        "detail": words,
    }
    content = {
        "schema": {"$ref": "#/components/schemas/Problem"},
        "example": example | {"number": "1125-4821-7730"},
    }
    return {"description": words, "content": {PROBLEM: content}}
