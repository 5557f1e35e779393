"""Sign in and out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_wtf.csrf import generate_csrf

from api.acting import SignInFirst, act, actor, public_act, rule, the_session
from api.parsing import Routes
from api.schemas import SessionSchema, SignInSchema
from registers.accounts.acts import sign_in, sign_out

routes = Routes("session", __name__, url_prefix="/api/v1/session", description="Sign in and out")


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is signed in, and the token that changes must carry."""

    person_id: str | None
    post: str | None
    unit: str | None
    csrf_token: str


@routes.get("")
@rule("public")
@routes.response(200, SessionSchema)
def show_session() -> Standing:
    """Say who is signed in, and give the token that each change must carry in X-CSRFToken."""
    return _now_signed_in()


@routes.post("")
@rule("public")
@routes.arguments(SignInSchema)
@routes.response(200, SessionSchema)
def begin_session(given: dict[str, str]) -> Standing:
    """Sign in by account and password; too many wrong tries are refused for some minutes."""
    found = public_act(sign_in, actor(), given["login"], given["password"], address=request.remote_addr or "")
    if found is None:
        raise SignInFirst("wrong-login")
    the_session().begin_session(found)
    return _now_signed_in()


@routes.delete("")
@rule("public")
@routes.response(204)
def end_session() -> None:
    """Sign out."""
    if actor().kind == "staff":
        act(sign_out)
    the_session().end_session()


def _now_signed_in() -> Standing:
    who = actor()
    return Standing(who.person_id, who.post, who.unit, generate_csrf())
