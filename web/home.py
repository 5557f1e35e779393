"""The public site's first page."""

from __future__ import annotations

from flask import Blueprint

from engine.uow import UnitOfWork
from registers.directory.queries import units_by_id
from registers.directory.values import Unit
from registers.matters.queries import public_matters
from registers.matters.values import PublicMatter
from web.acting import read, rule, show

pages = Blueprint("home", __name__)

SHOWN = 8


@pages.get("/")
@rule("public")
def page() -> str:
    """Offer to raise a matter and to follow one, and show how the newest public ones stand."""
    return show("home/page.html", matters=read(_newest))


def _newest(uow: UnitOfWork) -> list[tuple[PublicMatter, Unit | None]]:
    """The newest public matters, each with the unit that answers for it."""
    found = public_matters(uow, SHOWN)
    units = units_by_id(uow, {each.unit_id for each in found})
    return [(each, units.get(each.unit_id)) for each in found]
