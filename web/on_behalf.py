"""A clerk takes a matter down for someone at the counter, on the doorstep or on the telephone; the receipt is theirs."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.errors import Invalid, Problem
from engine.uow import UnitOfWork
from registers.matters.acts import raise_matter
from registers.matters.raising import CHANNEL_OF_POST, PHOTOS, Raising
from web.acting import act, actor, read, rule, show
from web.forms import must_be_shown_again, problem_lines, render_staff_form
from web.headers import with_islands
from web.receipt import give_receipt
from web.start_form import posted_answers, start_form, start_sheet
from web.uploads import keep_posted_files

pages = Blueprint("on_behalf", __name__, url_prefix="/on-behalf")

LONGEST_NOTE = 500

Answers = dict[str, Any]
Problems = Mapping[str, list[Problem]]


@pages.get("")
@rule(*CHANNEL_OF_POST)
def page() -> Response:
    """Show the whole start form on one page."""
    return _page(None, {}, secrets.token_urlsafe(24))


@pages.post("")
@rule(*CHANNEL_OF_POST)
def enter() -> Response:
    """Raise the matter and give the receipt to be printed; what is refused comes back as it was typed."""
    answers, request_key = read(posted_answers), request.form.get("request_key") or secrets.token_urlsafe(24)
    wrong = keep_posted_files(read(start_form), answers)
    if wrong or _has_new_fields(answers):
        return _page(answers, wrong, request_key, status=422 if wrong else 200)
    note = request.form.get("note", "").strip()[:LONGEST_NOTE]
    raising = Raising(
        answers,
        CHANNEL_OF_POST[actor().post or ""],  # the rule of this page has seen to the post
        request_key,
        tuple(answers.get(PHOTOS) or ()),
        notes={"operator": note} if note else {},
    )
    try:
        return give_receipt(act(raise_matter, raising))
    except Invalid as refused:
        return _page(answers, refused.problems, request_key, status=422)


def _has_new_fields(answers: Answers) -> bool:
    return must_be_shown_again(read(start_sheet), request.form, answers)


def _page(answers: Answers | None, problems: Problems, request_key: str, *, status: int = 200) -> Response:
    html = show(
        "on_behalf/page.html",
        fields=read(_fields, answers, problems),
        problems=problem_lines(read(start_form), problems),
        request_key=request_key,
        note=request.form.get("note", ""),
        longest_note=LONGEST_NOTE,
    )
    return with_islands(html, status)


def _fields(uow: UnitOfWork, answers: Answers | None, problems: Problems) -> Markup:
    return render_staff_form(start_sheet(uow), answers, problems)
