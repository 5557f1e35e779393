"""What stands behind an event-based gateway: two or more events or receiving tasks, each reached from there alone."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Link
from engine.bpmn.specs import ProcessSpec, Step
from engine.bpmn.wrong import Wrong

_MAY_RACE = frozenset({"intermediateCatchEvent", "receiveTask"})


def wrong_event_gateways(spec: ProcessSpec) -> Iterator[Wrong]:
    """Yield what no event-based gateway of a process or subprocess could wait for."""
    for step in spec.steps.values():
        if step.element.kind == "eventBasedGateway":
            if len(step.flows) < 2:
                yield Wrong(step.name, "too-few-ways", {"ways": len(step.flows)})
            for flow in step.flows:
                if flow.condition is not None:
                    yield Wrong(flow.id, "condition-not-here", {"at": step.element.kind})
                if not _may_race(spec.steps[flow.target]):
                    yield Wrong(flow.target, "event-gateway-target", {"gateway": step.name})


def _may_race(step: Step) -> bool:
    element = step.element
    return (
        element.kind in _MAY_RACE
        and not isinstance(element.detail, Link)
        and element.loop is None
        and not step.boundary
        and len(step.incoming) == 1
    )
