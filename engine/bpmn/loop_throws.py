"""What instances of a multi-instance throw as they complete: its `behavior` (BPMN 2.0 §10.3.8, table 10.29).

Such an event is caught at the boundary of the activity alone, and starts the branch there beside it: the other instances go on,
whatever kind of boundary event it is, since each of them may throw it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.bpmn.elements import Escalation, ImplicitThrow, Loop, Multiple, Trigger, triggers_of
from engine.bpmn.specs import ProcessSpec, Step
from engine.bpmn.tokens import Data, Token
from engine.bpmn.wrong import Wrong

if TYPE_CHECKING:
    from engine.bpmn.activities import Activity


def due_throws(step: Activity, token: Token, scope: Data) -> tuple[ImplicitThrow, ...]:
    """Return what an instance throws as it completes; `scope` has the counts that conditions may ask for."""
    loop = step.element.loop
    if loop is None or not loop.throws:
        return ()
    engine = token.workflow.script_engine
    is_first = scope["numberOfCompletedInstances"] == 1
    return tuple(
        each
        for each in loop.throws
        if (is_first or not each.first_alone)
        and (each.condition is None or engine.condition(step.element, each.condition, scope))
    )


def throw_to_boundary(step: Activity, body: Token, throws: tuple[ImplicitThrow, ...]) -> None:
    """Start the branch of each boundary event that catches what is thrown."""
    steps = body.workflow.spec.steps
    for thrown in throws:
        for name in step.boundary:
            if thrown.trigger is not None and _catches(steps[name], thrown.trigger):
                branch = Token(body.workflow, steps[name], body)
                branch.data = body.data
                branch._ready()


def _catches(event: Step, trigger: Trigger) -> bool:
    detail = event.element.detail
    if isinstance(detail, Multiple) and detail.parallel:
        return False
    of_any_code = isinstance(trigger, Escalation) and Escalation(None) in triggers_of(detail)
    return of_any_code or trigger in triggers_of(detail)


def wrong_behaviors(spec: ProcessSpec) -> Iterator[Wrong]:
    """Yield the activities whose instances throw what no event at their boundary catches."""
    for step in spec.steps.values():
        for thrown in _throws(step.element.loop):
            caught = any(_catches(spec.steps[name], thrown) for name in step.boundary)
            if not caught:
                yield Wrong(step.name, "behavior-not-caught", {"event": type(thrown).__name__.lower()})


def _throws(loop: Loop | None) -> Iterator[Trigger]:
    yield from (each.trigger for each in (loop.throws if loop else ()) if each.trigger is not None)
