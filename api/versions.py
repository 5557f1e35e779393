"""Row versions over HTTP: each single thing bears an ETag, an unchanged one is not sent again, an act may insist on it.

An ETag is the row version and a hash of what was answered: two people may be shown one case differently. What is insisted on
(`If-Match`) is the row version alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import Response, request
from werkzeug.exceptions import PreconditionFailed

from api.acting import act
from engine.actor import Actor
from engine.unchanged import on_instance, on_task
from engine.uow import UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")
Act = Callable[Concatenate[UnitOfWork, Actor, str, P], T]
_TAG = re.compile(r'\s*"(\d{1,9})-[0-9a-f]{16}"\s*')


def tagged(value: T, rev: int) -> tuple[T, dict[str, str]]:
    """Return what a route answers with the row version at which it was read; `finish_tag` makes the ETag of it."""
    return value, {"ETag": f'"{rev}"'}


def finish_tag(answer: Response) -> Response:
    """Complete the ETag of an answer, and send 304 in its place to who has it already."""
    rev, _ = answer.get_etag()
    if request.method in {"GET", "HEAD"} and answer.status_code == 200 and rev is not None:
        body = answer.get_data()
        answer.set_etag(f"{rev}-{hashlib.sha256(body).hexdigest()[:16]}")
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.make_conditional(request)
    return answer


def act_on_task(fn: Act[P, T], task_id: str, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run an act on a task, and insist on the row version of its case where the request does."""
    rev = _insisted_on()
    if rev is None:
        return act(fn, task_id, *args, **kwargs)
    insisting: Callable[..., T] = on_task
    return act(insisting, fn, rev, task_id, *args, **kwargs)


def act_on_instance(fn: Act[P, T], instance_id: str, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run an act on a case, and insist on its row version where the request does."""
    rev = _insisted_on()
    if rev is None:
        return act(fn, instance_id, *args, **kwargs)
    insisting: Callable[..., T] = on_instance
    return act(insisting, fn, rev, instance_id, *args, **kwargs)


def _insisted_on() -> int | None:
    asked: Any = request.headers.get("If-Match")
    if asked is None or asked.strip() == "*":
        return None
    found = _TAG.fullmatch(asked)
    if found is None:
        raise PreconditionFailed
    return int(found[1])
