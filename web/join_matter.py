"""Joining a public matter as a supporter: one press from the matters that are like one's own, or on the matter's own page."""

from __future__ import annotations

import secrets

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from engine.errors import Invalid
from registers.matters.acts import join_matter
from registers.matters.queries import public_matter
from web.acting import ANYONE, public_act, read, rule, show
from web.forms.names import name_of
from web.forms.words import ProblemLine, problem_words
from web.receipt import give_receipt

pages = Blueprint("join_matter", __name__, url_prefix="/join")

CONTACT = ("name", "phone")


@pages.get("/<instance_id>")
@rule("public")
def page(instance_id: str) -> str:
    """Show a public matter and ask for name and phone; neither need be given."""
    return _page(instance_id, {}, {}, secrets.token_urlsafe(24))


@pages.post("/<instance_id>")
@rule("public")
def join(instance_id: str) -> Response:
    """Join; two presses are one, and one who joined from the start form may still go back and send a matter of their own."""
    contact = {kind: _typed(kind) for kind in CONTACT}
    request_key = request.form.get("request_key") or secrets.token_urlsafe(24)
    try:
        joining = f"{request_key}:{instance_id}"
        receipt = public_act(join_matter, ANYONE, instance_id, contact=contact, request_key=joining)
    except Invalid as refused:
        words = {field: "".join(map(problem_words, found)) for field, found in refused.problems.items()}
        return make_response(_page(instance_id, contact, words, request_key), 422)
    return give_receipt(receipt)


def _typed(kind: str) -> str:
    """What was typed on this page, or on the start form that the press came from."""
    return request.form.get(kind) or request.form.get(name_of(kind)) or ""


def _page(instance_id: str, contact: dict[str, str], problems: dict[str, str], request_key: str) -> str:
    return show(
        "join_matter/page.html",
        matter=read(public_matter, instance_id),
        contact=contact,
        problems=problems,
        lines=[ProblemLine(field, field, words) for field, words in problems.items()],
        request_key=request_key,
    )
