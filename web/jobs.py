"""Long work and workers, for who supervises the county and who runs its server: how far each piece is, what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.failed_jobs import retry_job
from engine.job_list import LongJob, failed_jobs_of_no_case, long_jobs, queue
from engine.uow import UnitOfWork
from engine.worker_signs import workers
from web.acting import act, actor, is_fragment, read, rule, show
from web.incident_words import job_words, outcome_words

pages = Blueprint("jobs", __name__, url_prefix="/jobs")

MAY_READ = ("supervisor", "administrator")
MAY_RETRY = "supervisor"  # who supervises the whole county, as the act asks
A_PAGE = 20


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One piece of long work, or a job of no case that was given up, as the page shows it."""

    job: LongJob
    what: str
    outcome: str
    is_under_way: bool


@pages.get("")
@rule(*MAY_READ)
def page() -> str:
    """Show workers and long work; htmx asks for the part with the bars again while any of it runs."""
    found = read(long_jobs, after=request.args.get("after"), limit=A_PAGE)
    lines = [_line(job) for job in found.rows]
    values = {"lines": lines, "is_under_way": any(line.is_under_way for line in lines)}
    if is_fragment():
        return show("jobs/_lines.html", **values)
    return show(
        "jobs/page.html",
        **values,
        failed=read(_failed),
        queue=read(queue),
        workers=read(workers),
        may_retry=actor().post == MAY_RETRY,
        more=url_for("jobs.page", after=found.after) if found.after else None,
    )


@pages.post("/<job_id>/retry")
@rule(MAY_RETRY)
def retry(job_id: str) -> Response:
    """Let a job that was given up be tried again."""
    act(retry_job, job_id)
    flash(_("已经放回去，马上再试。"))
    return redirect(url_for("jobs.page"), code=303)


def _failed(uow: UnitOfWork) -> list[WorkLine]:
    return [_line(job) for job in failed_jobs_of_no_case(uow)]


def _line(job: LongJob) -> WorkLine:
    came_of_it = _("，").join(outcome_words(what, count) for what, count in job.outcome.items())
    return WorkLine(job, job_words(job.kind), came_of_it, job.state in {"waiting", "running"})
