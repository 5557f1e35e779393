"""What every page about one case shows: what it is about, who acts until when, what has happened, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from engine.actor import Actor
from engine.bound_forms import form_then
from engine.calendar import Calendar, load_calendar
from engine.case_rows import CaseRow
from engine.diagram import Diagram, diagram
from engine.errors import NotAllowed, NotFound
from engine.forms import personal_fields
from engine.forms.answers import value_at
from engine.functions import host_functions
from engine.history import Step
from engine.inbox import TaskRow
from engine.incident_list import IncidentRow
from engine.uow import UnitOfWork
from engine.views import CaseView, HistoryStep, case_view
from engine.zone import CHINA
from registers.attachments.queries import Attachment, attachments
from registers.directory.queries import unit
from registers.matters.queries import matter
from registers.matters.values import Matter
from web.acting import now
from web.dates import local
from web.due_light import DueLight, LedgerLine, due_light, ledger, light_of
from web.forms import Sheet, render_summary
from web.history_words import UNSAID, step_words
from web.incident_words import cause_words, place_words
from web.names import called, either, titles_of_subjects

_SMALL_STEPS = frozenset({"task-claimed", "task-released"})


@dataclass(frozen=True, slots=True)
class Due:
    """A due date with its light and how it was counted."""

    day: datetime
    light: DueLight
    lines: tuple[LedgerLine, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history: what, who, when, and the form as it was filled in then."""

    what: str
    who: str
    at: datetime
    form: Markup | None
    rules: tuple[str, ...]
    is_small: bool


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step that waits now: for whom, since when, until when."""

    task: TaskRow
    name: str
    who: str
    holder: str
    due: Due | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """What keeps the case from going on by itself: at which step, why, since when; `detail` is for the designer."""

    id: str
    step: str
    why: str
    since: datetime
    detail: str
    may_retry: bool


@dataclass(frozen=True, slots=True)
class CaseParts:
    """One case for its pages; of a sealed one a supervisor has only its number, unit, step and clock."""

    case: CaseRow
    version: int
    procedure: str
    title: str
    unit: str
    matter: Matter | None
    contact: tuple[str, ...]
    steps: tuple[Happened, ...]
    open_steps: tuple[OpenStep, ...]
    photos: tuple[Attachment, ...]
    diagram: Diagram | None
    light: DueLight | None
    stuck: tuple[Stuck, ...] = ()

    def due_of(self, task: TaskRow) -> Due | None:
        """Return the due date of one of the open tasks."""
        return next((each.due for each in self.open_steps if each.task.task_id == task.task_id), None)


def case_parts(uow: UnitOfWork, who: Actor, instance_id: str) -> CaseParts:
    """Return a case for its pages; refused to those who may not list it."""
    view = case_view(uow, who, instance_id)
    calendar = load_calendar(uow)
    about = _about(uow, who, view)
    return CaseParts(
        case=view.case,
        version=view.definition.version,
        procedure=either(view.definition.name, view.definition.name_en),
        title=about.title if about else "",
        unit=called(unit(uow, view.case.unit_id)),
        matter=about,
        contact=_contact(view),
        steps=_happened(uow, view),
        open_steps=_open_steps(uow, view, calendar),
        photos=() if view.case.is_clock_only else attachments(uow, who, instance_id),
        diagram=None if view.case.is_clock_only else diagram(uow, who, view),
        light=case_light(calendar, view.case),
        stuck=tuple(_stuck(each) for each in view.incidents),
    )


def _stuck(incident: IncidentRow) -> Stuck:
    return Stuck(
        id=incident.id,
        step=place_words(incident),
        why=cause_words(incident),
        since=incident.opened_at,
        detail=incident.detail,
        may_retry=incident.may_retry,
    )


def _about(uow: UnitOfWork, who: Actor, view: CaseView) -> Matter | None:
    """The matter of the case; None where it is none, was erased, or may not be read."""
    if view.case.is_clock_only:
        return None
    try:
        return matter(uow, who, view.case.id)
    except (NotFound, NotAllowed):
        return None


def _contact(view: CaseView) -> tuple[str, ...]:
    """Name, phone and so on as the person left them; to handlers alone, others have marks in their place."""
    form = view.definition.start_form
    if view.start is None or form is None or not view.handles:
        return ()
    values = (value_at(view.start.answers, path) for path in personal_fields(form))
    return tuple(str(value) for value in values if value)


def _happened(uow: UnitOfWork, view: CaseView) -> tuple[Happened, ...]:
    names = titles_of_subjects(uow, {each.step.post for each in view.steps})
    # The act that starts a case writes its own event last, after those of the operations that it ran; what is stuck comes after.
    ordered = sorted(
        view.steps,
        key=lambda each: (each.step.at, each.step.what == "incident-opened", each.step.what != "started"),
    )
    return tuple(_line(uow, each, names) for each in ordered if each.step.what not in UNSAID)


def _line(uow: UnitOfWork, each: HistoryStep, names: Mapping[str, str]) -> Happened:
    return Happened(
        what=step_words(each, either(each.name, each.name_en)),
        who=_("系统") if _is_proposed(each.step) else names[each.step.post],
        at=each.step.at,
        form=_form_then(uow, each),
        rules=tuple(_rule_sheet(uow, decision) for decision in each.step.decisions),
        is_small=each.step.what in _SMALL_STEPS,
    )


def _is_proposed(step: Step) -> bool:
    """The class that a rule sheet proposes at the start: the act is the citizen's, the word is not."""
    return step.what == "matter-classified" and step.post.startswith("party")


def _rule_sheet(uow: UnitOfWork, taken: Mapping[str, Any]) -> str:
    """The name of a decision; DMN has no place for an English one, and its id is English."""
    decision_id = str(taken["decision_id"])
    model = uow.runtime.definitions.deployed(uow, str(taken["deployment_id"])).decisions.get(decision_id)
    return either(model.decisions[decision_id].name, decision_id) if model else decision_id


def _form_then(uow: UnitOfWork, each: HistoryStep) -> Markup | None:
    """What was answered, on the form of the version that was in force then."""
    filed = each.submission
    form = form_then(uow, filed.deployment_id, filed.form_id) if filed else None
    if filed is None or form is None:
        return None
    sheet = Sheet(form, {}, {}, now().astimezone(CHINA), host_functions(uow))
    return render_summary(sheet, filed.answers)


def _open_steps(uow: UnitOfWork, view: CaseView, calendar: Calendar) -> tuple[OpenStep, ...]:
    firsts = {task.subjects[0] for task in view.open_tasks if task.subjects}
    holders = {f"user:{task.claimed_by}" for task in view.open_tasks if task.claimed_by}
    names = titles_of_subjects(uow, firsts | holders)
    return tuple(
        OpenStep(
            task=task,
            name=either(task.step, task.step_en),
            who=names[task.subjects[0]] if task.subjects else "",
            holder=names[f"user:{task.claimed_by}"] if task.claimed_by else "",
            due=_due(calendar, task),
        )
        for task in view.open_tasks
    )


def _due(calendar: Calendar, task: TaskRow) -> Due | None:
    if task.due_at is None:
        return None
    light = due_light(calendar, since=task.created_at, due=task.due_at, now=now())
    today = local(now()).date()
    lines = ledger(calendar, since=task.created_at, due=task.due_at, today=today)
    return Due(task.due_at, light, tuple(lines))


def case_light(calendar: Calendar, case: CaseRow) -> DueLight | None:
    """Return the light of a case; the due date of one that has ended went with its last task."""
    return light_of(calendar, since=case.started_at, due=case.due_at, ended=case.ended_at, now=now())
