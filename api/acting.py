"""How the API acts: the only module of the API that knows the application.

Who acts is a program by its key (`Authorization: Bearer …`) or else a person by the pages' own session, handed over by the
composition root (`Session`): a cookie, and with it the header X-CSRFToken on all that changes something. A request with a
key looks at no cookie, and so needs no token: no other site can make a browser send the key. Every route declares its rule
(`@rule`), so that one without can be found.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from flask import current_app, g, request

from engine import uow as units
from engine.actor import Actor
from engine.errors import Finding, NotAllowed, Refused
from engine.runtime import Runtime
from engine.uow import UnitOfWork
from registers.accounts.key_queries import KeyInForce, key_in_force
from registers.accounts.keys import is_use_to_be_noted, note_use, note_wrong_key
from registers.accounts.values import SignedIn

P = ParamSpec("P")
T = TypeVar("T")

ANYONE = Actor("party")  # who has neither signed in nor shown a receipt
RULE = "access_rule"
SCOPE = "scope"
BEARER = "Bearer "
SESSION = "shuoshi-api-session"


class Session(Protocol):
    """What the API takes from the pages: one session, and one table of refusals, for both skins."""

    def actor(self) -> Actor:
        """Return who is signed in, else an actor without any subject."""

    def begin_session(self, signed_in: SignedIn) -> None:
        """Sign a person in, in the post that comes first."""

    def end_session(self) -> None:
        """Sign out."""

    def status_for(self, refused: Refused) -> int:
        """Return the HTTP status of a refusal; not of `SignInFirst`, which is the API's own."""

    def messages_of(self, finding: Finding) -> dict[str, str]:
        """Return what a finding says, by language: `zh` and `en`."""

    def words_for(self, refused: Refused) -> str:
        """Return what a refusal says, in the language of the answer."""


class SignInFirst(Refused):
    """The route is not for everyone, and nobody is signed in: or the login or key that was shown does not hold."""


def runtime() -> Runtime:
    """Return what acts may use."""
    found: Runtime = current_app.extensions["shuoshi"]
    return found


def the_session() -> Session:
    """Return the session that the pages keep."""
    found: Session = current_app.extensions[SESSION]
    return found


def carries_key() -> bool:
    """Say whether the request comes with a key: then the cookie counts for nothing."""
    return request.headers.get("Authorization", "").startswith(BEARER)


def actor() -> Actor:
    """Return the program whose key the request shows, or who is signed in, else an actor without any subject."""
    return key().actor if carries_key() else the_session().actor()


def key() -> KeyInForce:
    """Return the key that the request shows, looked up once; refused where it does not hold."""
    if "key" not in g:
        g.key = _shown_key(request.headers["Authorization"].removeprefix(BEARER).strip())
    found: KeyInForce = g.key
    return found


def _shown_key(secret: str) -> KeyInForce:
    found = read(key_in_force, secret)
    if found is None:
        public_act(note_wrong_key, ANYONE, address=request.remote_addr or "")
        raise SignInFirst("wrong-key")
    if is_use_to_be_noted(found, runtime().clock()):
        public_act(note_use, found.actor, secret)
    return found


def act(fn: Callable[Concatenate[UnitOfWork, Actor, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run an act as the person who is signed in, and commit it."""
    return units.run(runtime(), fn, actor(), *args, **kwargs)


def public_act(
    fn: Callable[Concatenate[UnitOfWork, Actor, P], T], who: Actor, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run an act as someone without an account, such as a party of a case."""
    return units.run(runtime(), fn, who, *args, **kwargs)


def read(fn: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Ask a reader; one that checks access takes `actor()` as its first argument."""
    with units.reading(runtime()) as uow:
        return fn(uow, *args, **kwargs)


def rule(*who: str, scope: str = "") -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Declare who may use a route: `public`, `staff`, the ids of posts, or `programs`; and the scope that a key needs.

    A route without a scope is for people alone; `programs` marks one that is for keys alone.
    """

    def declare(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> T:
            if who != ("public",):
                _check_may(who, scope)
            return view(*args, **kwargs)

        setattr(checked, RULE, who)
        setattr(checked, SCOPE, scope)
        return checked

    return declare


def is_open_to_all(view: Callable[..., object]) -> bool:
    """Say whether a route is for everyone."""
    return getattr(view, RULE, ()) == ("public",)


def check_signed_in() -> None:
    """Refuse one who has not signed in."""
    if actor().kind != "staff":
        raise SignInFirst("sign-in-first")


def _check_may(who: tuple[str, ...], scope: str) -> None:
    if carries_key():
        if not scope or scope not in key().scopes:
            _refuse("scope-missing", scope=scope)
        return
    check_signed_in()
    if who != ("staff",) and actor().post not in who:
        _refuse("not-your-post", route=request.endpoint)


def _refuse(code: str, **params: object) -> None:
    with units.reading(runtime()):  # which audits it
        raise NotAllowed(code, by=actor(), **params)
