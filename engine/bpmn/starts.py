"""Where a process begins: at one of its start events, at a task or gateway that waits for its first message, or, where
nothing of that is drawn, at every element that no flow leads to (BPMN 2.0 §13.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bpmn.elements import Compensate, Multiple, Trigger, triggers_of

if TYPE_CHECKING:
    from engine.bpmn.specs import ProcessSpec, Step

# Nothing leads to these, and nobody begins there: they wait at an activity, or for an event around them.
_BEGIN_NOTHING = frozenset({"boundaryEvent", "eventSubProcess"})


@dataclass(frozen=True, slots=True)
class StartTrigger:
    """A start that somebody else brings about: a message, a signal or a time, and the element at which it begins."""

    element_id: str
    trigger: Trigger


def settle(spec: ProcessSpec) -> None:
    """Note, once all steps are there, the ways in which a process or subprocess begins, and who listens in it.

    Each way is the names of the elements that get a token; `start` is the first element of the first way.
    """
    steps = spec.steps.values()
    by_event = [step for step in steps if step.element.kind == "eventSubProcess"]
    undoing = [step.name for step in by_event if isinstance(step.element.detail, Compensate)]
    spec.event_subprocesses = tuple(step.name for step in by_event if step.name not in undoing)
    spec.undone_by = undoing[0] if undoing else ""
    spec.begins = tuple(_ways(spec))
    spec.start = spec.steps[spec.begins[0][0]] if spec.begins else None


def _ways(spec: ProcessSpec) -> Iterator[tuple[str, ...]]:
    starts = [step for step in spec.steps.values() if step.element.kind == "startEvent"]
    yield from ((step.name,) for step in sorted(starts, key=lambda step: step.element.detail is not None))
    if not starts:
        implicit = tuple(step.name for step in spec.steps.values() if _begins_by_itself(step))
        if implicit:
            yield implicit
    for step in spec.steps.values():
        if step.element.instantiates:
            yield from ((name,) for name in _instantiated(step))


def _begins_by_itself(step: Step) -> bool:
    element = step.element
    begins_nothing = element.for_compensation or element.kind in _BEGIN_NOTHING
    return not (step.incoming or element.instantiates or begins_nothing)


def _instantiated(step: Step) -> list[str]:
    """A task that is the start itself, or the events behind a gateway."""
    return [flow.target for flow in step.flows] if _is_gateway(step) else [step.name]


def _is_gateway(step: Step) -> bool:
    return step.element.kind.endswith("Gateway")


def starts_at(spec: ProcessSpec, name: str) -> bool:
    """Say whether an element is a start that is drawn as one: its token does not wait for what has begun it."""
    step = spec.steps[name]
    return step.element.kind == "startEvent" or not _begins_by_itself(step)


def gateway_before(spec: ProcessSpec, name: str) -> Step | None:
    """Return the gateway that begins a process when the event of that name happens, if there is one."""
    gateways = (step for step in spec.steps.values() if step.element.instantiates and _is_gateway(step))
    return next((step for step in gateways if name in _instantiated(step)), None)


def beside(gateway: Step, name: str) -> tuple[str, ...]:
    """Return the other events behind a gateway that begins a process, where all of them must happen."""
    if not isinstance(gateway.element.detail, Multiple):
        return ()
    return tuple(other for other in _instantiated(gateway) if other != name)


def start_triggers(spec: ProcessSpec) -> tuple[StartTrigger, ...]:
    """Return what begins a process from outside: one for each message, signal or time of each start."""
    return tuple(
        StartTrigger(name, trigger)
        for way in spec.begins
        for name in way
        if starts_at(spec, name)
        for trigger in triggers_of(spec.steps[name].element.detail)
    )
