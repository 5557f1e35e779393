"""Following a matter without an account: by the receipt's code or QR, or by number and the end of the phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.calendar import load_calendar
from engine.errors import Invalid, NotFound, NotYet, Problem, Refused, TooMany
from engine.uow import UnitOfWork
from registers.attachments.queries import Attachment, attachments
from registers.attachments.queries import photo as read_photo
from registers.matters.acts import supplement as add_supplement
from registers.matters.acts import withdraw as take_back
from registers.matters.following import Following, follow_by_code, follow_by_number
from registers.matters.progress import progress
from registers.matters.receipts import APPLICANT
from registers.matters.values import Progress
from web.acting import (
    ANYONE,
    citizen,
    citizens_case,
    follow_case,
    now,
    public_act,
    read,
    rule,
    show,
    status_for,
    today,
    words_for,
)
from web.due_light import DueLight, LedgerLine, due_light, ledger
from web.forms import ProblemLine, problem_words
from web.progress_words import ahead, now_sentence, phases, told_history
from web.uploads import keep_photo

pages = Blueprint("follow", __name__, url_prefix="/follow")

Problems = Mapping[str, list[Problem]]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed as a supplement, and the photos that were taken in already."""

    text: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """The step that is due first: its day, its light, and how the day was counted."""

    due: datetime
    light: DueLight
    lines: tuple[LedgerLine, ...]


NOTHING = Typed()


@pages.get("/")
@rule("public")
def page() -> str:
    """Ask for number and phone, or for the receipt's code."""
    return show("follow/page.html", refusal="")


@pages.post("/number")
@rule("public")
def by_number() -> Response:
    """Find a matter by number and the last four digits of the phone; wrong and unknown look alike."""
    number, tail = request.form.get("number", ""), request.form.get("tail", "")
    try:
        found = public_act(follow_by_number, ANYONE, number, tail)
    except TooMany as refused:
        return _not_found(words_for(refused), status_for(refused), number=number)
    return _go_to(found) if found else _not_found(_unknown(), 404, number=number)


@pages.post("/code")
@rule("public")
def by_code() -> Response:
    """Find a matter by the code of its receipt."""
    return _by_code(request.form.get("code", ""))


@pages.get("/scan/<code>")
@rule("public")
def scan(code: str) -> Response:
    """Follow the QR code of a receipt; the code is left behind at once, so that it stands in no history."""
    return _by_code(code)


@pages.get("/matter")
@rule("citizen")
def matter() -> str:
    """Show where the matter stands: who answers now and until when, what happened, what one may do."""
    return _matter()


@pages.post("/supplement")
@rule("citizen")
def supplement() -> Response:
    """Add words and photos to the matter; what is refused comes back, photos that were taken in too."""
    typed = Typed(request.form.get("text", ""), tuple(request.form.getlist("kept")))
    typed, problems = _with_photos(typed)
    if not problems:
        try:
            public_act(add_supplement, citizen(), citizens_case(), text=typed.text, uploads=typed.photos)
        except Invalid as refused:
            problems = refused.problems
        except Refused as refused:
            return make_response(_matter(typed, refusal=words_for(refused)), status_for(refused))
    if problems:
        return make_response(_matter(typed, _lines(problems)), 422)
    flash(_("补充的情况已经转给办理的人。"), f"supplement-{citizens_case()}")
    return redirect(url_for("follow.matter"), code=303)


@pages.get("/withdraw")
@rule("citizen")
def ask_to_withdraw() -> str:
    """Say what follows from withdrawing, and ask once more."""
    return _ask_to_withdraw()


@pages.post("/withdraw")
@rule("citizen")
def withdraw() -> Response:
    """Withdraw the matter."""
    reason = request.form.get("reason", "")
    try:
        public_act(take_back, citizen(), citizens_case(), reason=reason)
    except Invalid as refused:
        return make_response(_ask_to_withdraw(reason, _lines(refused.problems)), 422)
    flash(_("已撤回。想再说，随时可以重新说事。"))
    return redirect(url_for("follow.matter"), code=303)


@pages.get("/photos/<photo_id>")
@rule("citizen")
def photo(photo_id: str) -> Response:
    """Give a photo of the matter to the one who raised it."""
    found = read(read_photo, citizen(), photo_id)
    return Response(found.content, mimetype=found.media_type, headers={"Cache-Control": "private, no-store"})


def _by_code(code: str) -> Response:
    try:
        return _go_to(read(follow_by_code, code))
    except NotFound:
        return _not_found(_unknown(), 404)


def _go_to(found: Following) -> Response:
    return follow_case(redirect(url_for("follow.matter"), code=303), found.party)


def _unknown() -> str:
    return _("没有查到。请核对编号和手机号后四位，也可以带回执到说事站查。")


def _not_found(words: str, status: int, *, number: str = "") -> Response:
    typed = {"number": number} if number else {}
    return make_response(show("follow/page.html", refusal=words, **typed), status)


def _matter(typed: Typed = NOTHING, problems: Sequence[ProblemLine] = (), refusal: str = "") -> str:
    found, photos = read(_about, citizen(), citizens_case())
    return show(
        "follow/matter.html",
        matter=found,
        photos=photos,
        now_sentence=now_sentence(found),
        history=told_history(found),
        phases=phases(found),
        ahead=ahead(found),
        clock=read(_clock, found),
        text=typed.text,
        kept=typed.photos,
        problems=problems,
        refusal=refusal,
    )


def _ask_to_withdraw(reason: str = "", problems: Sequence[ProblemLine] = ()) -> str:
    found = read(progress, citizen(), citizens_case())
    if not found.may_withdraw:
        raise NotYet("matter-has-ended")
    return show("follow/withdraw.html", matter=found, reason=reason, problems=problems)


def _about(uow: UnitOfWork, who: Actor, instance_id: str) -> tuple[Progress, tuple[Attachment, ...]]:
    found = progress(uow, who, instance_id)
    photos = attachments(uow, who, instance_id) if found.party == APPLICANT else ()
    return found, photos


def _clock(uow: UnitOfWork, found: Progress) -> Clock | None:
    """The light of the step that is due first on the main line, and how its date was counted."""
    awaited = [each for each in found.answering if not each.is_beside] or found.answering
    dated = [(each.due_at, each.since) for each in awaited if each.due_at]
    if not dated:
        return None
    due, since = min(dated)
    calendar = load_calendar(uow)
    light = due_light(calendar, since=since, due=due, now=now())
    return Clock(due, light, tuple(ledger(calendar, since=since, due=due, today=today())))


def _with_photos(typed: Typed) -> tuple[Typed, Problems]:
    """Take in the photos that came along; each that is none is a problem of the field."""
    tokens, problems = list(typed.photos), []
    for each in request.files.getlist("photos"):
        if each.filename:
            try:
                tokens.append(keep_photo(each, "photos"))
            except Invalid as refused:
                problems.extend(refused.problems["photos"])
    return Typed(typed.text, tuple(tokens)), {"photos": problems} if problems else {}


def _lines(problems: Problems) -> list[ProblemLine]:
    return [
        ProblemLine(field, field, _("；").join(map(problem_words, found)))
        for field, found in problems.items()
    ]
