"""The inbox of a post: what waits to be claimed, what one holds, what is late; claim and release from the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.calendar import Calendar, load_calendar
from engine.inbox import Counts, TaskRow, count_tasks, done_tasks, find_task, open_tasks
from engine.inbox_statements import Tab
from engine.paging import Page
from engine.tasks import claim_task, release_task
from engine.uow import UnitOfWork
from registers.directory.queries import unit, units_below, units_by_id
from registers.directory.values import Unit
from registers.matters.queries import titles_of
from registers.matters.search import matching
from web.acting import act, actor, is_fragment, now, read, show, staff_only
from web.dates import local
from web.due_light import DueLight, light_of
from web.names import called, either, titles_of_subjects

pages = Blueprint("inbox", __name__, url_prefix="/inbox")
pages.before_request(staff_only)

TABS: tuple[Tab, ...] = ("waiting", "mine", "all", "overdue")
DONE = "done"
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One task as the list shows it."""

    task: TaskRow
    title: str
    step: str
    unit: str
    holder: str
    light: DueLight | None
    is_private: bool
    may_claim: bool
    may_release: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    tab: str
    search: str
    unit: str
    after: str | None


@pages.get("")
def page() -> str:
    """Show the tasks of a tab, by due date; the next fifty come as a fragment."""
    asked = _asked()
    found = read(_tasks, actor(), asked)
    rows = read(_rows, actor(), found.rows)
    more = url_for("inbox.page", **_kept(asked), after=found.after) if found.after else None
    groups = [(words, list(members)) for words, members in groupby(rows, key=_group)]
    if asked.after and is_fragment():
        return show("inbox/_groups.html", groups=groups, more=more)
    counts = read(count_tasks, actor())
    return show(
        "inbox/page.html",
        groups=groups,
        more=more,
        counts=counts,
        tabs=_tabs(counts),
        places=read(_places, actor()),
        empty=_empty(asked.tab),
        **_kept(asked),
    )


@pages.post("/<task_id>/claim")
def claim(task_id: str) -> str | Response:
    """Claim a task from the list."""
    act(claim_task, task_id)
    return _row_again(task_id)


@pages.post("/<task_id>/release")
def release(task_id: str) -> str | Response:
    """Give a task back from the list."""
    act(release_task, task_id)
    return _row_again(task_id)


def _row_again(task_id: str) -> str | Response:
    if not is_fragment():
        return redirect(url_for("inbox.page", tab="mine"), code=303)
    (row,) = read(_rows, actor(), (read(find_task, task_id),))
    return show("inbox/_row.html", row=row)


def _asked() -> Asked:
    tab = request.args.get("tab", "")
    text = request.args.get("search", "").strip()
    known = tab if tab in {*TABS, DONE} else TABS[0]
    return Asked(known, text, request.args.get("unit", ""), request.args.get("after"))


def _kept(asked: Asked) -> dict[str, Any]:
    return {"tab": asked.tab, "search": asked.search, "unit": asked.unit}


def _tasks(uow: UnitOfWork, who: Actor, asked: Asked) -> Page[TaskRow]:
    if asked.tab == DONE:
        return done_tasks(uow, who, after=asked.after, limit=A_PAGE)
    tab = next(each for each in TABS if each == asked.tab)
    within = matching(uow, asked.search) if asked.search else None
    area = unit(uow, asked.unit).path if asked.unit else None
    return open_tasks(uow, who, tab=tab, unit_path=area, within=within, after=asked.after, limit=A_PAGE)


def _rows(uow: UnitOfWork, who: Actor, tasks: tuple[TaskRow, ...]) -> list[InboxRow]:
    titles = titles_of(uow, who, [task.instance_id for task in tasks])
    units = units_by_id(uow, [task.unit_id for task in tasks])
    holders = titles_of_subjects(uow, {f"user:{task.claimed_by}" for task in tasks if task.claimed_by})
    calendar = load_calendar(uow)
    return [_row(who, task, titles, units, holders, calendar) for task in tasks]


def _row(
    who: Actor,
    task: TaskRow,
    titles: dict[str, str],
    units: dict[str, Unit],
    holders: Mapping[str, str],
    calendar: Calendar,
) -> InboxRow:
    holder = _("我") if task.claimed_by == who.person_id else holders.get(f"user:{task.claimed_by}", "")
    return InboxRow(
        task=task,
        title=titles.get(task.instance_id) or task.number,
        step=either(task.step, task.step_en),
        unit=called(units.get(task.unit_id)),
        holder=holder if task.claimed_by else "",
        light=light_of(calendar, since=task.created_at, due=task.due_at, ended=task.ended_at, now=now()),
        is_private=task.visibility in {"named", "sealed"},
        may_claim=task.may_claim(who),
        may_release=task.may_release(who),
    )


def _group(row: InboxRow) -> str:
    if row.task.ended_at is not None:
        return _("办完的，新的在前")
    if row.task.due_at is None:
        return _("没有期限")
    return _when(local(row.task.due_at).date(), is_late=row.task.due_at < now())


def _when(due: date, *, is_late: bool) -> str:
    today = local(now()).date()
    if is_late:
        return _("逾期")
    if due == today:
        return _("今天到期")
    last_of_week = today + timedelta(days=6 - today.weekday())
    return _("本周") if due <= last_of_week else _("以后")


def _tabs(counts: Counts) -> list[tuple[str, str, int | None]]:
    return [
        ("waiting", _("待签收"), counts.waiting),
        ("mine", _("我在办"), counts.mine),
        ("all", _("全部在办"), counts.all),
        ("overdue", _("逾期"), counts.overdue),
        (DONE, _("已办"), None),
    ]


def _empty(tab: str) -> str:
    words = {
        "waiting": _("没有等您签收的事。"),
        "mine": _("您手上没有在办的事。"),
        "overdue": _("没有逾期的事。"),
        DONE: _("您还没有办完过事。"),
    }
    return words.get(tab, _("您的岗位现在没有要办的事。"))


def _places(uow: UnitOfWork, who: Actor) -> list[tuple[str, str]]:
    """The units of the actor's own tree, to filter by; at most the villages of a township."""
    if who.unit is None:
        return []
    below = units_below(uow, unit(uow, who.unit).path)
    return [(each.id, called(each)) for each in below if each.level in {"township", "village"}]
