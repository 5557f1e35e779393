"""Compensation and cancelling in the drawing: handlers stand beside the flow, what is to be undone is in sight, a cancelled
transaction can be left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from engine.bpmn.dialect import FRAMES
from engine.bpmn.elements import Cancel, Compensate, triggers_of
from engine.bpmn.specs import ProcessSpec, Step
from engine.bpmn.wrong import Wrong

_THROWS = frozenset({"intermediateThrowEvent", "endEvent"})
_SAYS_NOTHING: dict[str, object] = {"attribute": "isInterrupting", "value": "false", "at": "startEvent"}
_Around = dict[str, ProcessSpec]  # the scope in which each subprocess stands


def wrong_compensation(process_id: str, specs: Sequence[ProcessSpec]) -> Iterator[Wrong]:
    """Yield what is wrong with compensation and transactions in a process."""
    around = {
        step.name: spec for spec in specs for step in spec.steps.values() if step.element.kind in FRAMES
    }
    for spec in specs:
        yield from _wrong_scope(spec, process_id)
        for step in spec.steps.values():
            yield from _wrong_handler(step)
            yield from _wrong_target(step, spec, around)
            yield from _wrong_cancel(step, spec, around)


def _wrong_scope(spec: ProcessSpec, process_id: str) -> Iterator[Wrong]:
    """A process is never undone as a whole; a subprocess is undone in one way."""
    undoing = [
        step.name
        for step in spec.steps.values()
        if step.element.kind == "eventSubProcess" and isinstance(step.element.detail, Compensate)
    ]
    for name in undoing:
        if not spec.steps[name].element.interrupting:
            yield Wrong(name, "unsupported-attribute", _SAYS_NOTHING)
    if undoing and spec.name == process_id:
        yield Wrong(undoing[0], "never-compensated")
    for name in undoing[1:]:
        yield Wrong(name, "two-handlers", {"of": spec.name})


def _wrong_handler(step: Step) -> Iterator[Wrong]:
    if step.element.for_compensation and (step.incoming or step.flows or step.boundary or step.undone_by):
        flows = [*step.incoming, *(flow.id for flow in step.flows), *step.boundary, step.undone_by]
        yield Wrong(step.name, "handler-in-flow", {"flow": flows[0]})
    if _undoes(step) and (step.incoming or step.flows):
        flows = [*step.incoming, *(flow.id for flow in step.flows)]
        yield Wrong(step.name, "handler-in-flow", {"flow": flows[0]})


def _undoes(step: Step) -> bool:
    return step.element.kind == "boundaryEvent" and isinstance(step.element.detail, Compensate)


def _wrong_target(step: Step, spec: ProcessSpec, around: _Around) -> Iterator[Wrong]:
    if step.element.kind not in _THROWS:
        return
    for trigger in triggers_of(step.element.detail):
        if isinstance(trigger, Compensate) and trigger.activity:
            target = _in_sight(trigger.activity, spec, around)
            if target is None:
                yield Wrong(step.name, "compensation-out-of-sight", {"activity": trigger.activity})
            elif not (target.undone_by or target.element.kind in FRAMES):
                yield Wrong(step.name, "nothing-to-compensate", {"activity": trigger.activity})


def _in_sight(activity: str, spec: ProcessSpec, around: _Around) -> Step | None:
    """Find an activity in the scope of an event or, from inside an event subprocess, in the scope around that."""
    while activity not in spec.steps:
        outer = around.get(spec.name)
        if outer is None or outer.steps[spec.name].element.kind != "eventSubProcess":
            return None
        spec = outer
    return spec.steps[activity]


def _wrong_cancel(step: Step, spec: ProcessSpec, around: _Around) -> Iterator[Wrong]:
    if not any(isinstance(trigger, Cancel) for trigger in triggers_of(step.element.detail)):
        return
    if step.element.kind == "boundaryEvent":
        activity = next((each for each in spec.steps.values() if step.name in each.boundary), None)
        if activity is not None and activity.element.kind != "transaction":
            yield Wrong(step.name, "cancel-not-here", {"at": activity.element.kind})
        if not step.element.interrupting:
            yield Wrong(step.name, "error-not-interrupting")
        return
    outer = around.get(spec.name)
    frame = outer.steps[spec.name] if outer else None
    if frame is None or frame.element.kind != "transaction":
        yield Wrong(step.name, "cancel-not-here", {"at": frame.element.kind if frame else "process"})
        return
    if frame.element.loop or frame.element.repeat:
        yield Wrong(step.name, "cancel-of-many", {"transaction": frame.name})
    if not _catches_cancel(frame, cast(ProcessSpec, outer)):
        yield Wrong(step.name, "cancel-not-caught", {"transaction": frame.name})


def _catches_cancel(frame: Step, outer: ProcessSpec) -> bool:
    return any(
        isinstance(trigger, Cancel)
        for name in frame.boundary
        for trigger in triggers_of(outer.steps[name].element.detail)
    )
