"""One table turns a refusal into a status and a message; everything else is our fault and gets a number.

A page that has a form shows the refusal itself, with what was typed (`refused_status`, `refusal_words`); what
reaches these handlers had nothing to keep.
"""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.errors import AlreadyDone, Changed, Invalid, NotAllowed, NotFound, NotYet, Refused, TooMany, Unsupported
from web.acting import is_fragment, now, words_for

STATUS: dict[type[Refused], int] = {
    NotFound: 404,
    NotAllowed: 403,
    AlreadyDone: 409,
    Changed: 409,
    NotYet: 409,
    TooMany: 429,
    Unsupported: 422,
    Invalid: 422,
}

log = logging.getLogger(__name__)


def refused_status(refused: Refused) -> int:
    """Return the HTTP status of a refusal."""
    return next(status for kind, status in STATUS.items() if isinstance(refused, kind))


def _answer(status: int, title: str, words: str) -> Response:
    if is_fragment():
        answer = make_response(render_template("errors/_refusal.html", words=words), status)
        answer.headers["HX-Retarget"] = "#messages"
        answer.headers["HX-Reswap"] = "innerHTML"
        return answer
    return make_response(render_template("errors/page.html", title=title, words=words), status)


def _refused(refused: Refused) -> Response:
    status = refused_status(refused)
    title = _("没有这一页") if status in {403, 404} else _("这一步没有办成")
    return _answer(status, title, words_for(refused))


def _csrf(_error: CSRFError) -> Response:
    return _answer(400, _("这一页放得太久了"), _("登录过期了，或者这一页打开太久。请回到上一页，刷新以后再交一次。"))


def _http(error: HTTPException) -> Response:
    if error.code in {301, 302, 303, 307, 308}:
        return error.get_response()  # type: ignore[return-value]  # werkzeug's Response is what Flask takes
    if error.code == 413:
        return _answer(413, _("太大了"), _("照片加起来太大了。请少选几张，或先在手机上改小。"))
    if error.code == 404:
        return _answer(404, _("没有这一页"), _("没有这一页，或者您的岗位不能看。"))
    return _answer(error.code or 500, _("这一步没有办成"), _("这一步没有办成，什么都没有改动。"))


def _our_fault(error: Exception) -> Response:
    number = f"E-{now():%m%d}-{secrets.randbelow(10_000):04d}"
    log.error("%s on %s", number, request.endpoint, exc_info=error)
    words = _("这一步没有办成，什么都没有改动。请再试一次。问起来请报 %(number)s。", number=number)
    return _answer(500, _("我们这边出了错"), words)


def register(app: Flask) -> None:
    """Answer refusals, HTTP errors and bugs of the pages; the API under /api has its own handlers."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _our_fault)
