"""How the API acts: the only module of the API that knows the application.

The session is the pages' own, handed over by the composition root (`Session`): a cookie, and with it the header
X-CSRFToken on all that changes something. Every route declares its rule (`@rule`), so that one without can be found.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from flask import current_app

from engine import uow as units
from engine.actor import Actor
from engine.errors import Refused
from engine.runtime import Runtime
from engine.uow import UnitOfWork
from registers.accounts.values import SignedIn

P = ParamSpec("P")
T = TypeVar("T")

ANYONE = Actor("party")  # who has neither signed in nor shown a receipt
RULE = "access_rule"
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

    def words_for(self, refused: Refused) -> str:
        """Return what a refusal says, in the language of the answer."""


class SignInFirst(Refused):
    """The route is for staff, and nobody is signed in."""


def runtime() -> Runtime:
    """Return what acts may use."""
    found: Runtime = current_app.extensions["shuoshi"]
    return found


def the_session() -> Session:
    """Return the session that the pages keep."""
    found: Session = current_app.extensions[SESSION]
    return found


def actor() -> Actor:
    """Return who is signed in, else an actor without any subject."""
    return the_session().actor()


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


def rule(who: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Declare who may use a route: `public` or `staff`; who is not signed in is refused at the latter."""

    def declare(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> T:
            if who == "staff" and actor().kind != "staff":
                raise SignInFirst("sign-in-first")
            return view(*args, **kwargs)

        setattr(checked, RULE, (who,))
        return checked

    return declare
