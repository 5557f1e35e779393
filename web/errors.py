"""An error as a page: a refusal by its status and words; everything that nobody expected is our fault and gets a number.

A page that has a form shows the refusal itself, with what was typed (`status_for`, `words_for`); what reaches
`answer_error` had nothing to keep.
"""

from __future__ import annotations

import logging

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.errors import Refused
from web.acting import is_fragment, status_for, words_for

NUMBER = "shuoshi.request_number"  # where the composition root puts it in the request's environment

log = logging.getLogger(__name__)


def answer_error(error: Exception) -> Response:
    """Return the page that stands for an error; one that nobody expected is logged, and only its number told."""
    if isinstance(error, Refused):
        return _refused(error)
    if isinstance(error, CSRFError):
        words = _("登录过期了，或者这一页打开太久。请回到上一页，刷新以后再交一次。")
        return _answer(400, _("这一页放得太久了"), words)
    if isinstance(error, HTTPException):
        return _http(error)
    log.error("failed", exc_info=error)
    return _our_fault()


def _refused(refused: Refused) -> Response:
    status = status_for(refused)
    title = _("没有这一页") if status in {403, 404} else _("这一步没有办成")
    return _answer(status, title, words_for(refused))


def _http(error: HTTPException) -> Response:
    if error.code == 404:
        return _answer(404, _("没有这一页"), _("没有这一页，或者您的岗位不能看。"))
    if error.code == 413:
        return _answer(413, _("太大了"), _("照片加起来太大了。请少选几张，或先在手机上改小。"))
    if error.code is None or error.code >= 500:
        return _our_fault()
    return _answer(error.code, _("这一步没有办成"), _("这一步没有办成，什么都没有改动。"))


def _our_fault() -> Response:
    words = _(
        "这一步没有办成，什么都没有改动。请再试一次。问起来请报 %(number)s。", number=f"E-{request_number()}"
    )
    try:
        return _answer(500, _("我们这边出了错"), words)
    except Exception:  # the border: the page failed as well (the database is away?), so words alone
        log.exception("the page of the error failed too")
        return Response(words, 500, content_type="text/plain; charset=utf-8")


def request_number() -> str:
    """Return the number under which the log knows this request."""
    return str(request.environ.get(NUMBER, ""))


def _answer(status: int, title: str, words: str) -> Response:
    if is_fragment():
        answer = make_response(render_template("errors/_refusal.html", words=words), status)
        answer.headers["HX-Retarget"] = "#messages"
        answer.headers["HX-Reswap"] = "innerHTML"
        return answer
    return make_response(render_template("errors/page.html", title=title, words=words), status)
