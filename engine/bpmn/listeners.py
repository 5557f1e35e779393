"""Listeners: operations that an element calls besides its own work, in order and within the act.

What those at the start give is local to the element; what those at the end give, the case takes over. A refusal refuses the act.
Each is called once, also where the element is tried again after an incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.bpmn.elements import Listener, ListenerKind
from engine.bpmn.tokens import NOTHING, Data, Token

if TYPE_CHECKING:  # steps call their listeners
    from engine.bpmn.specs import Step

EXECUTION: ListenerKind = "execution"
TASK: ListenerKind = "task"
_HEARD = "heard"  # the note of how many were called, and what they gave


def told(step: Step, token: Token, kind: ListenerKind, event: str, scope: Data) -> Data:
    """Call the listeners of an event that have not been called yet and return what all of them gave."""
    found = [each for each in step.element.listeners if (each.kind, each.event) == (kind, event)]
    if not found:
        return NOTHING
    key = f"{_HEARD} {kind} {event}"
    called: int
    gave: dict[str, Any]
    called, gave = token.internal_data.get(key, (0, {}))
    for listener in found[called:]:
        gave = {**gave, **_call(step, token, listener, {**scope, **gave})}
        called += 1
        token.note(**{key: (called, gave)})
    return gave


def tell_start(step: Step, token: Token, kind: ListenerKind = EXECUTION, event: str = "start") -> None:
    """Call the listeners at the start; what they give becomes local."""
    gave = told(step, token, kind, event, token.scope)
    if gave:
        token.note(local={**token.local, **gave})


def _call(step: Step, token: Token, listener: Listener, scope: Data) -> dict[str, Any]:
    env = token.workflow.script_engine.env
    gave = dict(env.operate(listener.operation, scope, {}, step.element))
    step.check(gave)
    return gave
