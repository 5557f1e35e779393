"""One task: its form, what the matter is about, how the due date was counted, the diagram and what has happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.drafts import save_draft
from engine.errors import Invalid, Problem, Refused
from engine.forms import Form
from engine.functions import host_functions
from engine.naming import chinese_name, english_name
from engine.tasks import claim_task, release_task
from engine.uow import UnitOfWork
from engine.views import TaskView, task_view
from engine.zone import CHINA
from registers.attachments.filling import complete_with_photos
from web.acting import act, actor, now, read, show, staff_only, status_for, words_for
from web.case_parts import case_parts
from web.forms import (
    Sheet,
    must_be_shown_again,
    problem_lines,
    read_posted,
    render_staff_form,
    render_summary,
)
from web.headers import with_islands
from web.names import either
from web.uploads import keep_posted_files

pages = Blueprint("task", __name__, url_prefix="/tasks")
pages.before_request(staff_only)

Answers = Mapping[str, Any]
Problems = Mapping[str, list[Problem]]


@dataclass(frozen=True, slots=True)
class Received:
    """What a page sent: the form it belongs to, the answers, and whether fields have appeared that it did not have."""

    form: Form | None
    answers: dict[str, Any]
    must_be_shown_again: bool


@pages.get("/<task_id>")
def page(task_id: str) -> Response:
    """Show a task with what has been typed so far, or what was answered when it is done."""
    return _page(task_id)


@pages.post("/<task_id>")
def answer(task_id: str) -> Response:
    """Complete a task, or keep its answers as a draft; what is refused comes back with what was typed."""
    received = read(_received, actor(), task_id)
    problems = keep_posted_files(received.form, received.answers) if received.form else {}
    if problems:
        return _page(task_id, answers=received.answers, problems=problems, status=422)
    is_draft = "save" in request.form
    if received.must_be_shown_again and not is_draft:
        return _page(task_id, answers=received.answers)
    return _act_and_go_on(_keep_draft if is_draft else _complete, task_id, received.answers)


@pages.post("/<task_id>/claim")
def claim(task_id: str) -> Response:
    """Claim the task and go on with it."""
    act(claim_task, task_id)
    return redirect(url_for("task.page", task_id=task_id), code=303)


@pages.post("/<task_id>/release")
def release(task_id: str) -> Response:
    """Give the task back to the post."""
    act(release_task, task_id)
    flash(_("已放回，同岗位的人都可以签收。"))
    return redirect(url_for("inbox.page"), code=303)


def _complete(task_id: str, answers: Answers) -> Response:
    done = act(complete_with_photos, task_id, answers=answers)
    flash(_("这一步办完了。"))
    if done.stuck:
        step = _("、").join(either(chinese_name(each), english_name(each)) for each in done.stuck)
        flash(_("后面卡在“%(step)s”，已经告诉督查和负责人，您不用再做什么。", step=step))
    return redirect(url_for("inbox.page"), code=303)


def _keep_draft(task_id: str, answers: Answers) -> Response:
    act(save_draft, task_id, answers=answers)
    flash(_("草稿已存。"))
    return redirect(url_for("task.page", task_id=task_id), code=303)


def _act_and_go_on(go_on: Callable[[str, Answers], Response], task_id: str, answers: Answers) -> Response:
    """Do what was pressed; what is refused comes back with what was typed."""
    try:
        return go_on(task_id, answers)
    except Invalid as refused:
        return _page(task_id, answers=answers, problems=refused.problems, status=422)
    except Refused as refused:
        return _page(task_id, answers=answers, refusal=words_for(refused), status=status_for(refused))


def _page(
    task_id: str,
    *,
    answers: Answers | None = None,
    problems: Problems | None = None,
    refusal: str = "",
    status: int = 200,
) -> Response:
    view = read(task_view, actor(), task_id)
    parts = read(case_parts, actor(), view.task.instance_id)
    typed = answers if answers is not None else _kept(view)
    has_ended = view.task.status != "open"
    html = show(
        "task/page.html",
        view=view,
        parts=parts,
        due=parts.due_of(view.task),
        form=read(_form_html, view, typed, problems or {}),
        unsent=read(_summary, view, answers) if answers and has_ended else None,
        problems=problem_lines(view.form, problems or {}) if view.form else (),
        refusal=refusal,
    )
    return with_islands(html, status)


def _kept(view: TaskView) -> Answers | None:
    return view.draft.answers if view.draft else None


def _form_html(uow: UnitOfWork, view: TaskView, answers: Answers | None, problems: Problems) -> Markup | None:
    if view.form is None:
        return None
    if view.submission is not None:
        return _summary(uow, view, view.submission.answers)
    if not view.may_complete and answers is None:
        return None
    return render_staff_form(_sheet_of(uow, view), answers, problems)


def _summary(uow: UnitOfWork, view: TaskView, answers: Answers) -> Markup | None:
    return render_summary(_sheet_of(uow, view), answers) if view.form else None


def _received(uow: UnitOfWork, who: Actor, task_id: str) -> Received:
    view = task_view(uow, who, task_id)
    if view.form is None:
        return Received(None, {}, must_be_shown_again=False)
    sheet = _sheet_of(uow, view)
    answers = read_posted(sheet, request.form)
    return Received(view.form, answers, must_be_shown_again(sheet, request.form, answers))


def _sheet_of(uow: UnitOfWork, view: TaskView) -> Sheet:
    assert view.form is not None  # noqa: S101  # narrows: the callers have looked
    return Sheet(view.form, view.data, view.options, now().astimezone(CHINA), host_functions(uow))
