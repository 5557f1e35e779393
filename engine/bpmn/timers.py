"""When a timer event fires: first, and again where it is a cycle. Rows with `due_at` hold the times; nothing polls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from engine.bpmn.elements import Element, Timer
from engine.bpmn.env import StepFailed
from engine.bpmn.moments import Cycle, less_one, read_cycle, read_duration, read_moment
from engine.bpmn.tokens import Token

T = TypeVar("T")


def first_due(element: Element, timer: Timer, token: Token) -> tuple[datetime, int]:
    """Return when the timer fires and how often after that; refuses a text or value that is no time."""
    now = _now(token)
    if timer.kind == "cycle":
        cycle = _cycle(element, timer, token)
        return cycle.start or _after(element, cycle, now, token), less_one(cycle.times)
    if timer.kind == "duration":
        return _read(
            element, timer, token, lambda value: read_duration(value).after(now, _functions(token))
        ), 0
    return _read(element, timer, token, read_moment), 0


def next_due(element: Element, timer: Timer, token: Token) -> tuple[datetime, int]:
    """Return the next time of a cycle whose token fires now; times missed while nothing ran are not made up for."""
    cycle = _cycle(element, timer, token)
    due = _after(element, cycle, token.internal_data["due"], token)
    now = _now(token)
    return due if due > now else _after(element, cycle, now, token), less_one(token.internal_data["left"])


def _now(token: Token) -> datetime:
    return token.workflow.script_engine.env.now


def _functions(token: Token) -> Mapping[str, object]:
    functions: Mapping[str, object] = token.workflow.script_engine.env.functions
    return functions


def _cycle(element: Element, timer: Timer, token: Token) -> Cycle:
    return _read(element, timer, token, read_cycle)


def _after(element: Element, cycle: Cycle, moment: datetime, token: Token) -> datetime:
    try:
        return cycle.every.after(moment, _functions(token))
    except (OverflowError, ValueError) as error:
        raise StepFailed(element, "timer-not-a-time", str(error)) from error


def _read(element: Element, timer: Timer, token: Token, read: Callable[[object], T]) -> T:
    value = token.workflow.script_engine.evaluate(element, timer.text, token.scope)
    try:
        return read(value)
    except (ValueError, OverflowError) as error:
        raise StepFailed(element, "timer-not-a-time", str(value), expression=timer.text) from error
