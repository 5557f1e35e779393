"""Cases that are stuck, for those who supervise their area: which, at which step, why, and 再试一次."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.incident_list import IncidentRow, count_incidents, incidents_of_area
from engine.incidents import retry_incident
from engine.uow import UnitOfWork
from registers.directory.posts import POSTS
from registers.directory.queries import units_by_id
from registers.matters.queries import titles_of
from web.acting import act, actor, read, rule, show
from web.incident_words import cause_words, place_words
from web.names import called

pages = Blueprint("incidents", __name__, url_prefix="/incidents")

SUPERVISE = tuple(post.id for post in POSTS.values() if post.supervises)
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class StuckLine:
    """One incident as the list shows it; of a sealed case its number, unit and step."""

    incident: IncidentRow
    title: str
    step: str
    why: str
    unit: str
    is_private: bool


@pages.get("")
@rule(*SUPERVISE)
def page() -> str:
    """List what is stuck in the area, the longest first."""
    found = read(incidents_of_area, actor(), after=request.args.get("after"), limit=A_PAGE)
    more = url_for("incidents.page", after=found.after) if found.after else None
    lines = read(_lines, actor(), found.rows)
    return show("incidents/page.html", lines=lines, more=more, total=read(count_incidents, actor()))


@pages.post("/<incident_id>/retry")
@rule("staff")
def retry(incident_id: str) -> Response:
    """Try again what is stuck, and say whether the case goes on."""
    retried = act(retry_incident, incident_id)
    flash(
        _("试过了，还卡在原来的地方。请找流程设计员。")
        if retried.still_stuck
        else _("试过了，这件事接着往下走了。")
    )
    if "from-case" in request.form:
        return redirect(url_for("instances.one", instance_id=retried.instance_id), code=303)
    return redirect(url_for("incidents.page"), code=303)


def _lines(uow: UnitOfWork, who: Actor, incidents: tuple[IncidentRow, ...]) -> list[StuckLine]:
    titles = titles_of(uow, who, [each.instance_id for each in incidents])
    units = units_by_id(uow, [each.unit_id for each in incidents])
    return [
        StuckLine(
            incident=each,
            title=titles.get(each.instance_id) or each.number,
            step=place_words(each),
            why=cause_words(each),
            unit=called(units.get(each.unit_id)),
            is_private=each.visibility in {"named", "sealed"},
        )
        for each in incidents
    ]
