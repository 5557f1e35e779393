"""How a person wants pages to look: language, large print, colours; in a cookie, with no account and no script.

A link such as `?elder=1` (also printed on posters) keeps the choice and goes back to the same page without it.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, Response, redirect, request

CHOICES = {
    "lang": ("zh", "en"),
    "elder": ("0", "1"),
    "theme": ("light", "dark", "contrast"),
}
KEPT_FOR = 365 * 24 * 3600


def preference(name: str) -> str:
    """Return the person's choice, or the first one where the cookie says nothing we know."""
    chosen = request.cookies.get(name, "")
    return chosen if chosen in CHOICES[name] else CHOICES[name][0]


def locale() -> str:
    """Return the locale of this page; Chinese unless the person chose English."""
    return "en" if preference("lang") == "en" else "zh"


def prefer(**choice: str) -> str:
    """Return this page's address with a choice added, for the switches in the page frame."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in CHOICES]
    return f"?{urlencode([*kept, *choice.items()])}"


def _keep_choice() -> Response | None:
    """Set the cookies that the address asks for and go on to the same page without them."""
    chosen = {name: request.args[name] for name in CHOICES if request.args.get(name) in CHOICES[name]}
    if not chosen or request.method != "GET":
        return None
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in CHOICES]
    here = "/" + request.path.lstrip("/\\")  # `//elsewhere.example` would lead to another site
    answer = redirect(f"{here}?{urlencode(kept)}" if kept else here, code=303)
    for name, value in chosen.items():
        answer.set_cookie(
            name, value, max_age=KEPT_FOR, samesite="Lax", httponly=True, secure=request.is_secure
        )
    return answer  # type: ignore[return-value]  # werkzeug's Response is what Flask takes


def register(app: Flask) -> None:
    """Listen for choices on every page and give templates what they need to offer them."""
    app.before_request(_keep_choice)
    app.context_processor(lambda: {"preference": preference, "prefer": prefer, "locale": locale()})
