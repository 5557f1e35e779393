"""The rules of the accounts: what a login and a password must be, and how many tries one has."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

from engine.errors import Invalid, NotAllowed, Problem
from engine.uow import UnitOfWork
from registers.accounts.tries import Guard

SHORTEST = 10
LONGEST = 200  # argon2 would take more; nobody types more
_LOGIN = re.compile(r"[\w.-]{2,64}")
_TRIES_PER_LOGIN = 10
_TRIES_PER_ADDRESS = 50  # a whole township hall stands behind one address


def normal_login(login: str) -> str:
    """Return a login as it is stored: full-width letters and capitals mean the same."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def check_login(login: str) -> None:
    """Refuse a login that is too short, too long, or has other signs than letters, digits, `.`, `-`, `_`."""
    if not _LOGIN.fullmatch(login):
        raise Invalid({"login": [Problem("bad-login")]})


def check_password(password: str, *, login: str) -> None:
    """Refuse a password that is easily guessed: short, overlong, or holding the login."""
    if len(password) < SHORTEST:
        raise Invalid({"password": [Problem("too-short", {"least": SHORTEST, "is": len(password)})]})
    if len(password) > LONGEST:
        raise Invalid({"password": [Problem("too-long", {"most": LONGEST})]})
    if login in password.casefold():
        raise Invalid({"password": [Problem("holds-login")]})


def check_demo_mode(uow: UnitOfWork) -> None:
    """Refuse outside demo mode."""
    if not uow.runtime.settings.demo:
        raise NotAllowed("not-in-demo-mode")


def login_guard(login: str) -> Guard:
    """Return the guard of one login."""
    return Guard("login", login, _TRIES_PER_LOGIN)


def address_guard(address: str) -> Guard:
    """Return the guard of one address; of IPv6 the network, since each household and each office has a whole one."""
    return Guard("address", _network(address), _TRIES_PER_ADDRESS)


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)
