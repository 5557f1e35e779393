"""The drawing itself: flows say what gateways need, events stand where they can, from every element an end can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Element, Error, Link, Timer, triggers_of
from engine.bpmn.end_checks import ways_to_no_end
from engine.bpmn.links import is_link
from engine.bpmn.moments import FOR_EVER, read_cycle
from engine.bpmn.specs import ProcessSpec, Step
from engine.bpmn.wrong import Wrong

_CHOOSES = frozenset({"exclusiveGateway", "inclusiveGateway"})
_NOTHING_LEADS_IN = {"startEvent", "boundaryEvent", "eventSubProcess"}
_NOTHING_LEADS_OUT = {"endEvent", "eventSubProcess"}


def wrong_shapes(spec: ProcessSpec) -> Iterator[Wrong]:
    """Yield what is wrong with the shape of a process or subprocess."""
    for step in spec.steps.values():
        yield from _wrong_ends(step)
        yield from _wrong_links(step)
        yield from _wrong_conditions(step)
        yield from _no_default(step)
        yield from _wrong_event(step, spec)
    yield from ways_to_no_end(spec)


def _wrong_ends(step: Step) -> Iterator[Wrong]:
    kind = step.element.kind
    if kind in _NOTHING_LEADS_IN and step.incoming:
        yield Wrong(step.name, "flow-not-here", {"at": kind, "flow": step.incoming[0]})
    if kind in _NOTHING_LEADS_OUT and step.flows:
        yield Wrong(step.name, "flow-not-here", {"at": kind, "flow": step.flows[0].id})


def _wrong_links(step: Step) -> Iterator[Wrong]:
    """A link is the flow: nothing else leads out of the one half, or into the other."""
    if not isinstance(step.element.detail, Link):
        return
    is_thrown = step.element.kind == "intermediateThrowEvent"
    for flow in [flow.id for flow in step.flows] if is_thrown else step.incoming:
        if not is_link(flow):
            yield Wrong(step.name, "flow-not-here", {"at": "linkEventDefinition", "flow": flow})


def _wrong_conditions(step: Step) -> Iterator[Wrong]:
    kind = step.element.kind
    for flow in step.flows:
        if kind == "parallelGateway" and flow.condition is not None:
            yield Wrong(flow.id, "condition-not-here", {"at": kind})
        if flow.is_default and flow.condition is not None:
            yield Wrong(flow.id, "default-with-condition")
        is_bare = flow.condition is None and not flow.is_default
        if kind == "exclusiveGateway" and len(step.flows) > 1 and is_bare:
            yield Wrong(flow.id, "flow-without-condition", {"gateway": step.name})


def _no_default(step: Step) -> Iterator[Wrong]:
    """Where every way has a condition, none may hold; the case would stand there as an incident."""
    has_conditions_alone = bool(step.flows) and all(
        flow.condition is not None and not flow.is_default for flow in step.flows
    )
    if step.element.kind in _CHOOSES and has_conditions_alone:
        yield Wrong(step.name, "no-default", severity="warning")


def _wrong_event(step: Step, spec: ProcessSpec) -> Iterator[Wrong]:
    element = step.element
    if element.kind == "startEvent" and element.form_id and spec.name != element.process_id:
        yield Wrong(element.id, "form-not-here")
    triggers = triggers_of(element.detail)
    catches = element.kind in {"boundaryEvent", "eventSubProcess"}
    if catches and not element.interrupting and any(isinstance(trigger, Error) for trigger in triggers):
        yield Wrong(element.id, "error-not-interrupting")
    is_cycle = any(isinstance(trigger, Timer) and trigger.kind == "cycle" for trigger in triggers)
    if is_cycle and not _may_repeat(element):
        yield Wrong(element.id, "cycle-not-here")


def _may_repeat(element: Element) -> bool:
    """Say whether a cycle has somewhere to go on: beside an activity or scope, or as so many tokens as it says."""
    if element.kind != "intermediateCatchEvent":
        return element.kind == "startEvent" or not element.interrupting
    return isinstance(element.detail, Timer) and not _is_endless(element.detail.text)


def _is_endless(cycle: str) -> bool:
    try:
        return not cycle.startswith("=") and read_cycle(cycle).times == FOR_EVER
    except (ValueError, OverflowError):
        return False  # said elsewhere
