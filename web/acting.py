"""Who is signed in, and how pages act: the only module of the pages that knows the session and the application.

Every route declares its rule (`@rule`, or `before_request` of its blueprint), so that one without can be found.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar

from flask import (
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from engine import uow as units
from engine.actor import Actor
from engine.errors import Finding, NotAllowed, NotFound, Refused
from engine.runtime import Runtime
from engine.uow import UnitOfWork
from engine.zone import CHINA
from registers.accounts.queries import is_signed_in as account_is_signed_in
from registers.accounts.values import SignedIn
from registers.directory.queries import actor_of, subject_title
from web.finding_words import messages_of as finding_messages
from web.preferences import locale
from web.refusal_words import refusal_words, refused_status

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[P, T]

ANYONE = Actor("party")  # who has neither signed in nor shown a receipt
SIGNED_IN_FOR = timedelta(hours=12)
FOLLOWED_FOR = timedelta(hours=12)
RULE = "access_rule"
_RECEIPT = "receipt"  # the cookie of the case that a citizen follows


# --- Acts and readers -------------------------------------------------------------------------------------------


def runtime() -> Runtime:
    """Return what acts may use."""
    found: Runtime = current_app.extensions["shuoshi"]
    return found


def act(fn: Callable[Concatenate[UnitOfWork, Actor, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run an act as the person who is signed in, and commit it."""
    return units.run(runtime(), fn, actor(), *args, **kwargs)


def public_act(
    fn: Callable[Concatenate[UnitOfWork, Actor, P], T], who: Actor, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run an act as someone without an account: a party of a case, or `ANYONE`."""
    return units.run(runtime(), fn, who, *args, **kwargs)


def read(fn: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Ask a reader; one that checks access takes `actor()` as its first argument."""
    with units.reading(runtime()) as uow:
        return fn(uow, *args, **kwargs)


def now() -> datetime:
    """Return the present moment."""
    return runtime().clock()


def today() -> date:
    """Return the day by the county's clock."""
    return now().astimezone(CHINA).date()


# --- Who --------------------------------------------------------------------------------------------------------


def actor() -> Actor:
    """Return who is signed in, in the post chosen, or `ANYONE`; asked once for each request.

    One whose session is over, or who no longer holds the post, is signed out.
    """
    if "actor" not in g:
        g.actor = _signed_in() or ANYONE
    found: Actor = g.actor
    return found


def is_signed_in() -> bool:
    """Say whether the request comes from a member of staff."""
    return actor().kind == "staff"


def begin_session(signed_in: SignedIn) -> None:
    """Sign a person in, in the post that comes first: a new session, which keeps nothing of the one before."""
    who = read(actor_of, signed_in.person_id)
    session.clear()
    session.permanent = True
    session.update(person=signed_in.person_id, stamp=signed_in.stamp)
    session.update(post=who.post or "", unit=who.unit or "", until=(now() + SIGNED_IN_FOR).timestamp())
    g.pop("actor", None)


def choose_post(subject: str) -> None:
    """Act in another of one's posts (`post@unit`) from now on; refused where one does not hold it."""
    if subject not in actor().subjects:
        refuse()
    post, _, unit = subject.partition("@")
    session.update(post=post, unit=unit)
    g.pop("actor", None)


def end_session() -> None:
    """Sign out."""
    session.clear()
    g.pop("actor", None)


def _signed_in() -> Actor | None:
    if "person" not in session:
        return None
    found = read(_in_force, dict(session)) if session["until"] > now().timestamp() else None
    if found is None:
        session.clear()
    return found


def _in_force(uow: UnitOfWork, signed_in: dict[str, Any]) -> Actor | None:
    """Return the person of the session; None where the password, the account or the post chosen has gone since.

    A person may hold no post at all: a resolver, whose tasks come by name.
    """
    if not account_is_signed_in(uow, signed_in["person"], signed_in["stamp"]):
        return None
    post, unit = signed_in["post"], signed_in["unit"]
    found = actor_of(uow, signed_in["person"], post or None, unit or None)
    return found if not post or (found.post, found.unit) == (post, unit) else None


# --- A citizen's case -------------------------------------------------------------------------------------------


def follow_case(answer: AnyResponse, who: Actor) -> AnyResponse:
    """Let this browser follow a case for some hours: its party stands in a signed cookie, its code nowhere."""
    signed = _signer().dumps(sorted(who.subjects))
    is_kept_to_tls = current_app.config[
        "SESSION_COOKIE_SECURE"
    ]  # what holds for a session holds for a receipt
    answer.set_cookie(
        _RECEIPT, signed, max_age=FOLLOWED_FOR, httponly=True, samesite="Lax", secure=is_kept_to_tls
    )
    return answer


def citizen() -> Actor:
    """Return the party whose case this browser follows; refused for one that follows none."""
    try:
        subjects = _signer().loads(
            request.cookies.get(_RECEIPT, ""), max_age=int(FOLLOWED_FOR.total_seconds())
        )
    except BadSignature as error:
        raise NotFound("no-receipt") from error
    return Actor("party", subjects=frozenset(subjects))


def citizens_case() -> str:
    """Return the instance id of the case that this browser follows; refused for one that follows none."""
    return next(iter(citizen().subjects)).partition("@")[2]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or b"", salt="receipt")


# --- Rules ------------------------------------------------------------------------------------------------------


def rule(*who: str) -> Callable[[View[P, T]], View[P, T | AnyResponse]]:
    """Declare who may use a route: `public`, `citizen`, `staff`, or the ids of posts; others are turned away."""

    def declare(view: View[P, T]) -> View[P, T | AnyResponse]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> T | AnyResponse:
            return turn_away(who) or view(*args, **kwargs)

        setattr(checked, RULE, who)
        return checked

    return declare


def turn_away(who: tuple[str, ...]) -> AnyResponse | None:
    """Answer one who may not use a route that is for `who`; None for one who may."""
    if who == ("public",):
        return None
    if who == ("citizen",):
        citizen()
        return None
    if not is_signed_in():
        return _to_sign_in()
    if who != ("staff",) and actor().post not in who:
        refuse()
    return None


def refuse() -> NoReturn:
    """Refuse one whose post may not use a route; the runner audits it."""
    with units.reading(runtime()):
        raise NotAllowed("not-your-post", by=actor(), route=request.endpoint)


def staff_only() -> AnyResponse | None:
    """Send one who is not signed in to the sign-in page; for `before_request` of a blueprint."""
    return turn_away(("staff",))


setattr(staff_only, RULE, ("staff",))


def _to_sign_in() -> AnyResponse:
    here = request.full_path.rstrip("?") if request.method == "GET" and not is_fragment() else ""
    address = url_for("sign_in.page", next=here or None)
    if is_fragment():
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = address
        return answer
    return redirect(address, code=303)


# --- Showing ----------------------------------------------------------------------------------------------------


def show(template: str, **values: object) -> str:
    """Return a page or fragment."""
    return render_template(template, **values)


def is_fragment() -> bool:
    """Say whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers


def status_for(refused: Refused) -> int:
    """Return the HTTP status of a refusal."""
    return refused_status(refused)


def words_for(refused: Refused) -> str:
    """Return what a refusal says to the person who reads this page."""
    return refusal_words(refused, today=today(), who=title_of)


def messages_of(finding: Finding) -> dict[str, str]:
    """Return what a finding says to a designer, in both languages."""
    return finding_messages(finding)


def title_of(subject: str) -> str:
    """Return the name of a post or person in the page's language."""
    found = read(subject_title, subject)
    if found is None:
        return subject
    return found.name_en if locale() == "en" else found.name
