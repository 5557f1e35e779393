"""What is fixed when a token begins to listen: a time, the key and name of a message, the name of a signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.bpmn import timers
from engine.bpmn.elements import Message, Signal, Timer, Trigger
from engine.bpmn.env import StepFailed
from engine.bpmn.moments import FOR_EVER
from engine.bpmn.script_engine import is_expression
from engine.bpmn.specs import wait
from engine.bpmn.tokens import Token

Notes = dict[str, object]


def fixed_for(token: Token, trigger: Trigger) -> Notes:
    """Return the notes of a token that listens for a trigger; for an error or escalation there is nothing to fix."""
    fix = _FIX.get(type(trigger))
    return fix(token, trigger) if fix else {}


def wait_for_next(token: Token, fired: Token, timer: Timer) -> bool:
    """Wait for the next time of a cycle of which a token has fired."""
    due, left = timers.next_due(token.step.element, timer, fired)
    return wait(token, due=due, left=left)


def _time(token: Token, timer: Timer) -> Notes:
    element = token.step.element
    due, left = timers.first_due(element, timer, token)
    if left == FOR_EVER and element.kind == "intermediateCatchEvent":
        raise StepFailed(element, "timer-not-a-time", timer.text, expression=timer.text)
    return {"due": due, "left": left}


def _name_and_key(token: Token, message: Message) -> Notes:
    name = {"name": text_of(token, message.name)} if is_expression(message.name) else {}
    return {"key": correlation_key(token, message), **name}


def correlation_key(token: Token, message: Message) -> str:
    """Return the key of a message as this token has it; refuses one that would reach any case, or none."""
    step = token.step
    value = token.workflow.script_engine.evaluate(step.element, message.correlation_key or "", token.scope)
    if value is None or value == "" or isinstance(value, (dict, list, bool)):
        raise StepFailed(step.element, "no-correlation-key", expression=message.correlation_key)
    return str(value)


def _name(token: Token, signal: Signal) -> Notes:
    return {"signal": signal_name(token, signal)}


def signal_name(token: Token, signal: Signal) -> str:
    """Return the name of a signal, which may be FEEL."""
    return text_of(token, signal.name)


def text_of(token: Token, text: str) -> str:
    """Return a name or code, which may be FEEL."""
    name = token.workflow.script_engine.evaluate(token.step.element, text, token.scope)
    if not isinstance(name, str) or not name:
        raise StepFailed(token.step.element, "no-name", expression=text)
    return name


_FIX: dict[type, Callable[[Token, Any], Notes]] = {Timer: _time, Message: _name_and_key, Signal: _name}
