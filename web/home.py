"""The public site's first page."""

from __future__ import annotations

from flask import Blueprint

from web.acting import rule, show

pages = Blueprint("home", __name__)


@pages.get("/")
@rule("public")
def page() -> str:
    """Offer to raise a matter and to follow one."""
    return show("home/page.html", matters=())
