"""When a task is due, when to look at it again, and how urgent it is: by its taskSchedule and priorityDefinition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.bpmn.cases import WaitingTask
from engine.bpmn.elements import UserWork
from engine.bpmn.env import Env, StepFailed
from engine.bpmn.moments import due_date
from engine.bpmn.priorities import USUAL, priority_of
from engine.bpmn.script_engine import evaluate_text
from engine.feel import FeelError


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a task's row holds of time and urgency."""

    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    priority: int = USUAL


_PLAIN = Schedule()


def schedule_of(task: WaitingTask, env: Env) -> Schedule:
    """Return a task's dates and priority; fails where what is said gives no date or no priority."""
    work = task.element.detail
    if not isinstance(work, UserWork) or not (work.due or work.follow_up or work.priority):
        return _PLAIN
    return Schedule(
        due_date(task.element, work.due or "", _value(task, work.due, env)),
        due_date(task.element, work.follow_up or "", _value(task, work.follow_up, env)),
        priority_of(task.element, work.priority or "", _value(task, work.priority, env)),
    )


def _value(task: WaitingTask, text: str | None, env: Env) -> object:
    if not text:
        return None
    try:
        return evaluate_text(text, task.scope, env)
    except FeelError as error:
        raise StepFailed(task.element, "expression", str(error), expression=text) from error
