"""Raising a matter from a phone: one question a page, checked at the end, sent once however often it is pressed.

Nothing is kept between two pages but what the page itself carries, so that it works without an account and without scripts.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from engine.errors import Invalid, Problem
from engine.uow import UnitOfWork
from registers.matters.acts import raise_matter
from registers.matters.near import Near, near_matters
from registers.matters.raising import PHOTOS, PLACE, TEXT, TITLE, Raising
from web.acting import ANYONE, public_act, read, rule, show
from web.forms import (
    FormPage,
    Sheet,
    form_pages,
    must_be_shown_again,
    problem_lines,
    problems_on,
    render_form,
    render_summary,
)
from web.forms.carried import carried
from web.receipt import give_receipt
from web.start_form import posted_answers, problems_of, start_form, start_sheet
from web.uploads import keep_posted_files

pages = Blueprint("raise_matter", __name__, url_prefix="/raise")

CHECK = -1  # the last page, on which everything is read once more
Answers = dict[str, Any]
Problems = Mapping[str, list[Problem]]


@dataclass(frozen=True, slots=True)
class Step:
    """What a press led to: the page to show next, with its problems if it was refused."""

    number: int
    problems: Problems


@pages.get("/")
@rule("public")
def page() -> Response:
    """Ask the first question."""
    return _show(0, {}, {}, _new_key())


@pages.post("/")
@rule("public")
def go_on() -> Response:
    """Take one page's answers and show the next, or what has to be changed on this one."""
    answers, request_key = read(posted_answers), request.form.get("request_key") or _new_key()
    wrong = keep_posted_files(read(start_form), answers)
    here = request.form.get("page", 0, int)
    if wrong:
        return _show(here, answers, wrong, request_key, status=422)
    if "send" in request.form:
        return _send(answers, request_key)
    step = read(_next_step, answers, here)
    return _show(step.number, answers, step.problems, request_key, status=422 if step.problems else 200)


def _new_key() -> str:
    """What makes two sendings of one matter one: drawn once, it goes with the pages from the first to the last."""
    return secrets.token_urlsafe(24)


def _next_step(uow: UnitOfWork, answers: Answers, here: int) -> Step:
    sheet = start_sheet(uow)
    if "to" in request.form:  # a way back, or to a page that is to be changed: nothing is judged
        return Step(request.form.get("to", 0, int), {})
    if must_be_shown_again(sheet, request.form, answers):
        return Step(here, {})
    shown = form_pages(sheet, answers)
    current = next((each for each in shown if each.number == here), shown[0])
    wrong = problems_on(current, problems_of(sheet, answers))
    if wrong:
        return Step(current.number, wrong)
    later = [each.number for each in shown if each.number > current.number]
    return Step(later[0] if later else CHECK, {})


def _send(answers: Answers, request_key: str) -> Response:
    raising = Raising(answers, "online", request_key, tuple(answers.get(PHOTOS) or ()))
    try:
        receipt = public_act(raise_matter, ANYONE, raising)
    except Invalid as refused:
        number = read(_page_of_problems, answers, refused.problems)
        return _show(number, answers, refused.problems, request_key, status=422)
    return give_receipt(receipt)


def _page_of_problems(uow: UnitOfWork, answers: Answers, problems: Problems) -> int:
    """The first page on which something is wrong; the last one where it is nothing that a page asks."""
    shown = form_pages(start_sheet(uow), answers)
    return next((each.number for each in shown if problems_on(each, problems)), CHECK)


def _show(
    number: int, answers: Answers, problems: Problems, request_key: str, *, status: int = 200
) -> Response:
    html = read(_html, number, answers, problems, request_key)
    return make_response(html, status)


def _html(uow: UnitOfWork, number: int, answers: Answers, problems: Problems, request_key: str) -> str:
    sheet = start_sheet(uow)
    shown = form_pages(sheet, answers)
    place = next((at for at, each in enumerate(shown) if each.number == number), len(shown))
    common = {
        "request_key": request_key,
        "number": number,
        "count": len(shown),
        "back": shown[place - 1].number if place else None,
        "problems": problem_lines(sheet.form, problems),
        "near": _near(uow, answers) if _shows_near(shown, place) else (),
    }
    if place == len(shown):
        return show("raise_matter/check.html", **common, **_to_check(sheet, answers))
    fields = render_form(sheet, answers, problems, page=number)
    return show("raise_matter/page.html", **common, position=place + 1, fields=fields)


def _to_check(sheet: Sheet, answers: Answers) -> dict[str, object]:
    """The answers to read once more, and all of them carried along unseen."""
    return {
        "summary": render_summary(sheet, answers, change="to"),
        "carried": list(carried(sheet, answers, frozenset())),
    }


def _shows_near(shown: Sequence[FormPage], place: int) -> bool:
    """Like matters nearby are shown as soon as it is told what happened, and once more before it is sent."""
    return place == len(shown) or (place > 0 and TEXT in shown[place - 1].paths)


def _near(uow: UnitOfWork, answers: Answers) -> tuple[Near, ...]:
    place, text = answers.get(PLACE), answers.get(TEXT)
    if not isinstance(place, str) or not isinstance(text, str) or not text:
        return ()
    return near_matters(uow, place, text, title=str(answers.get(TITLE) or ""))
