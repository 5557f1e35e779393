"""All cases of an area for those who supervise or handle them, and one case: where it stands and what has happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.calendar import load_calendar
from engine.case_rows import CaseRow
from engine.diagram import drawing_source
from engine.listing import Filters, Light, count_instances, list_instances
from engine.paging import Page
from engine.uow import UnitOfWork
from registers.attachments.packing import pack_case
from registers.attachments.queries import photo as read_photo
from registers.directory.queries import unit, units_below, units_by_id
from registers.matters.queries import titles_of
from registers.matters.search import matching
from web.acting import act, actor, read, show, staff_only
from web.case_parts import case_light, case_parts
from web.due_light import DueLight
from web.headers import with_islands
from web.names import called, either
from web.steps import steps_to_filter

pages = Blueprint("instances", __name__, url_prefix="/instances")
pages.before_request(staff_only)

STATUSES = ("active", "completed", "cancelled")
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class InstanceLine:
    """One case as the list shows it; of a sealed one a supervisor reads its number, unit, step and clock."""

    case: CaseRow
    title: str
    unit: str
    step: str
    light: DueLight | None
    is_private: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of cases, how many the filters keep in all, and how many of those that run are late."""

    cases: Page[CaseRow]
    total: int
    late: int


@pages.get("")
def page() -> str:
    """List the cases that the person may see, the earliest due first; filtered by words, step, unit and due light."""
    asked = _asked()
    listed = read(_listed, actor(), asked, request.args.get("after"))
    after = listed.cases.after
    return show(
        "instances/page.html",
        lines=read(_lines, actor(), listed.cases.rows),
        more=url_for("instances.page", **asked, after=after) if after else None,
        asked=asked,
        total=listed.total,
        late=listed.late,
        places=read(_places, actor()),
        steps=read(steps_to_filter),
        lights=_lights(),
        statuses=_statuses(),
    )


@pages.get("/<instance_id>")
def one(instance_id: str) -> Response:
    """Show a case with its verdict first: where it stands, with whom, since when."""
    parts = read(case_parts, actor(), instance_id)
    return with_islands(show("instances/one.html", parts=parts))


@pages.get("/<instance_id>/<process_id>.bpmn")
def drawing(instance_id: str, process_id: str) -> Response:
    """Give a diagram of a case to the island that draws it."""
    return Response(read(drawing_source, actor(), instance_id, process_id), mimetype="application/xml")


@pages.get("/photos/<photo_id>")
def photo(photo_id: str) -> Response:
    """Give a photo to those who see its case."""
    found = read(read_photo, actor(), photo_id)
    return Response(found.content, mimetype=found.media_type, headers={"Cache-Control": "private, no-store"})


@pages.post("/<instance_id>/pack")
def pack(instance_id: str) -> Response:
    """Give all of a case as one zip to those who see it."""
    made = act(pack_case, instance_id)
    name = {"Content-Disposition": f'attachment; filename="{made.number}.zip"'}
    return Response(
        made.content, mimetype="application/zip", headers={**name, "Cache-Control": "private, no-store"}
    )


def _asked() -> dict[str, Any]:
    """What the address filters by; a value that we do not know filters nothing."""
    given: dict[str, Any] = {name: request.args.get(name, "").strip() for name in ("search", "unit", "step")}
    status, light = request.args.get("status", ""), request.args.get("light", "")
    given["status"] = status if status in {*STATUSES, "any"} else STATUSES[0]
    given["light"] = light if light in get_args(Light) else ""
    return given


def _listed(uow: UnitOfWork, who: Actor, asked: Mapping[str, str], after: str | None) -> Listed:
    filters = _filters(uow, asked)
    late: Filters = {**filters, "light": "late", "status": "active"}
    return Listed(
        list_instances(uow, who, after=after, limit=A_PAGE, **filters),
        count_instances(uow, who, **filters),
        count_instances(uow, who, **late),
    )


def _filters(uow: UnitOfWork, asked: Mapping[str, str]) -> Filters:
    light = next((each for each in get_args(Light) if each == asked["light"]), None)
    return {
        "step": asked["step"] or None,
        "unit_path": unit(uow, asked["unit"]).path if asked["unit"] else None,
        "status": None if asked["status"] == "any" else asked["status"],
        "light": light,
        "within": matching(uow, asked["search"]) if asked["search"] else None,
    }


def _lines(uow: UnitOfWork, who: Actor, cases: tuple[CaseRow, ...]) -> list[InstanceLine]:
    titles = titles_of(uow, who, [case.id for case in cases])
    units = units_by_id(uow, [case.unit_id for case in cases])
    calendar = load_calendar(uow)
    return [
        InstanceLine(
            case=case,
            title=titles.get(case.id) or case.number,
            unit=called(units.get(case.unit_id)),
            step=either(case.step, case.step_en),
            light=case_light(calendar, case),
            is_private=case.visibility in {"named", "sealed"},
        )
        for case in cases
    ]


def _places(uow: UnitOfWork, who: Actor) -> list[tuple[str, str]]:
    """The townships of the area, or the villages of a township, to filter by."""
    if who.unit is None:
        return []
    own = unit(uow, who.unit)
    below = "township" if own.level == "county" else "village"
    return [(each.id, called(each)) for each in units_below(uow, own.path) if each.level == below]


def _lights() -> list[tuple[str, str]]:
    return [("late", _("逾期")), ("near", _("快到期")), ("ok", _("期限还早")), ("none", _("没有期限"))]


def _statuses() -> list[tuple[str, str]]:
    return [
        ("active", _("在办")),
        ("completed", _("办完的")),
        ("cancelled", _("终止的")),
        ("any", _("全部")),
    ]
