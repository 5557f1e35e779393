"""What the office asks of the one who raised a matter: a question, the rating. A plain form, without account or scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import Invalid, Problem, Refused
from engine.functions import host_functions
from engine.party_view import PartyTaskView, party_task_view
from engine.uow import UnitOfWork
from engine.zone import CHINA
from registers.attachments.filling import complete_with_photos
from web.acting import citizen, now, public_act, read, rule, show, status_for, words_for
from web.forms import Sheet, must_be_shown_again, problem_lines, read_posted, render_form
from web.uploads import keep_posted_files

pages = Blueprint("party_task", __name__, url_prefix="/follow/tasks")

Answers = dict[str, Any]
Problems = Mapping[str, list[Problem]]


@pages.get("/<task_id>")
@rule("citizen")
def page(task_id: str) -> Response:
    """Show the form; one that has been answered already leads back to the matter."""
    view = read(party_task_view, citizen(), task_id)
    if not view.is_open:
        flash(_("这一步已经办过了。"))
        return redirect(url_for("follow.matter"), code=303)
    return _page(view, None, {})


@pages.post("/<task_id>")
@rule("citizen")
def answer(task_id: str) -> Response:
    """Take the answers; what is refused comes back as it was typed."""
    view = read(party_task_view, citizen(), task_id)
    answers, is_to_be_shown_again = read(_posted, view)
    wrong = keep_posted_files(view.form, answers) if view.form else {}
    if wrong or is_to_be_shown_again:
        return _page(view, answers, wrong, status=422 if wrong else 200)
    try:
        public_act(complete_with_photos, citizen(), task_id, answers=answers)
    except Invalid as refused:
        return _page(view, answers, refused.problems, status=422)
    except Refused as refused:
        status = status_for(refused)
        return _page(view, answers, {}, refusal=words_for(refused), status=status)
    flash(_("收到了。"), f"task-{task_id}")
    return redirect(url_for("follow.matter"), code=303)


def _posted(uow: UnitOfWork, view: PartyTaskView) -> tuple[Answers, bool]:
    if view.form is None:
        return {}, False
    sheet = _sheet(uow, view)
    answers = read_posted(sheet, request.form)
    return answers, must_be_shown_again(sheet, request.form, answers)


def _page(
    view: PartyTaskView,
    answers: Answers | None,
    problems: Problems,
    *,
    refusal: str = "",
    status: int = 200,
) -> Response:
    html = read(_html, view, answers, problems, refusal)
    return make_response(html, status)


def _html(
    uow: UnitOfWork, view: PartyTaskView, answers: Answers | None, problems: Problems, refusal: str
) -> str:
    sheet = _sheet(uow, view) if view.form else None
    return show(
        "party_task/page.html",
        task=view.task,
        fields=render_form(sheet, answers, problems) if sheet else "",
        problems=problem_lines(sheet.form, problems) if sheet else (),
        refusal=refusal,
    )


def _sheet(uow: UnitOfWork, view: PartyTaskView) -> Sheet:
    assert view.form is not None  # noqa: S101  # narrows: the callers have looked
    return Sheet(view.form, view.data, view.options, now().astimezone(CHINA), host_functions(uow))
