"""What the site says about itself: how it keeps personal data, and how it can be used by everyone."""

from __future__ import annotations

from flask import Blueprint

from web.acting import rule, show

pages = Blueprint("about", __name__, url_prefix="/about")


@pages.get("/privacy")
@rule("public")
def privacy() -> str:
    """Say which personal data is taken, for what, and who sees it."""
    return show("about/privacy.html")


@pages.get("/accessibility")
@rule("public")
def accessibility() -> str:
    """Say how the site is used with a keyboard, a screen reader or large print."""
    return show("about/accessibility.html")
