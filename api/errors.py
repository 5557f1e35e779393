"""An error as a problem (RFC 9457): stable `type` and `code`; status and words of a refusal are those of the pages.

`code` and `params` are for programs; `title` and `detail` are in the language that the request accepts.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from datetime import datetime

import orjson
from flask import Response, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from api.acting import SignInFirst, runtime, the_session
from api.schemas import FindingSchema
from engine.errors import Invalid, Refused, Unpublishable

TYPE = "urn:shuoshi:problem:"
NUMBER = "shuoshi.request_number"

log = logging.getLogger(__name__)


def answer_error(error: Exception) -> Response:
    """Return the problem that stands for an error; one that nobody expected is logged, and only its number told."""
    if isinstance(error, Refused):
        return _refused(error)
    if isinstance(error, HTTPException):
        return _http(error)
    log.error("failed", exc_info=error)
    number = request.environ.get(NUMBER, "")
    words = _("这一步没有办成，什么都没有改动。请再试一次。问起来请报 %(number)s。", number=f"E-{number}")
    return _problem(500, "our-fault", _("我们这边出了错"), words)


def _refused(refused: Refused) -> Response:
    status = _status_of(refused)
    words = the_session().words_for(refused)
    more: dict[str, object] = {"code": refused.code, "params": refused.params}
    if isinstance(refused, Invalid):
        more["problems"] = refused.problems
    if isinstance(refused, Unpublishable):
        more["findings"] = FindingSchema(many=True).dump(refused.findings)
    answer = _problem(status, _kebab(type(refused).__name__), words, words, **more)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status == 429:
        answer.headers["Retry-After"] = str(_seconds_until(refused.params.get("until")))
    return answer


def _status_of(refused: Refused) -> int:
    if isinstance(refused, SignInFirst):
        return 401
    if refused.code == "case-changed" and "If-Match" in request.headers:
        return 412
    return the_session().status_for(refused)


def _seconds_until(moment: object) -> int:
    if not isinstance(moment, datetime):
        return 60
    return max(1, math.ceil((moment - runtime().clock()).total_seconds()))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    found_by_webargs = (getattr(error, "data", None) or {}).get("messages")
    if found_by_webargs:
        words = _("有几处要改。")
        problems = {path: said for part in found_by_webargs.values() for path, said in _by_path(part)}
        return _problem(status, "invalid", words, words, problems=problems)
    words = _words_of_status(status)
    kind = "csrf" if isinstance(error, CSRFError) else _kebab(type(error).__name__)
    answer = _problem(status, kind, words, words)
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return answer


def _by_path(said: object, path: str = "") -> Iterator[tuple[str, object]]:
    """What a schema says of nested fields, by their paths as forms write them: `items.0.phone`."""
    if not isinstance(said, dict):
        yield path or "_schema", said
        return
    for name, inner in said.items():
        yield from _by_path(inner, f"{path}.{name}" if path else str(name))


def _words_of_status(status: int) -> str:
    words = {
        400: _("这个请求不完整，或者缺了 X-CSRFToken。"),
        404: _("没有这个地址。"),
        405: _("这个地址不这样用。"),
        413: _("太大了。"),
        412: _("您读到以后，这件事有了变化，没有办。请重新读一遍再办。"),
        415: _("请用 application/json。"),
    }
    return words.get(status, _("这一步没有办成，什么都没有改动。"))


def _problem(status: int, kind: str, title: str, detail: str, **more: object) -> Response:
    body = {"type": TYPE + kind, "title": title, "status": status, "detail": detail, "code": kind}
    body |= {"number": request.environ.get(NUMBER, ""), **more}
    return Response(orjson.dumps(body, default=str), status, content_type="application/problem+json")


def _kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")
