"""How tokens come to an element: one on any flow, one on each flow of a parallel join, or all that can still come (inclusive join)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.net.frames import Frame
from engine.bpmn.net.ways import subsets
from engine.bpmn.specs import Step


@dataclass(frozen=True, slots=True)
class Arrival:
    """The tokens with which an element begins, and the places that must be empty."""

    takes: tuple[int, ...]
    empty: tuple[int, ...] = ()
    is_join: bool = False


def is_join(step: Step) -> bool:
    """Say whether a step waits for tokens of several flows."""
    return step.element.kind in {"parallelGateway", "inclusiveGateway"} and len(step.incoming) > 1


def collects(step: Step) -> bool:
    """Say whether a step waits for several tokens, whichever flows they come by."""
    return step.element.start_quantity > 1 and not is_join(step)


def arrivals(frame: Frame, step: Step) -> Iterator[Arrival]:
    """Yield the ways in which an element begins."""
    if collects(step):
        yield Arrival((frame.collected[step.name],) * step.element.start_quantity, is_join=True)
    elif not is_join(step):
        if step.name in frame.at:
            yield Arrival((frame.at[step.name],))
        yield from (Arrival((frame.on[flow],)) for flow in step.incoming)
    elif step.element.kind == "parallelGateway":
        yield Arrival(tuple(frame.on[flow] for flow in step.incoming), is_join=True)
    else:
        yield from _of_inclusive_join(frame, step)


def _of_inclusive_join(frame: Frame, step: Step) -> Iterator[Arrival]:
    """It goes on when no token can still come to a flow that has none (BPMN 2.0 §13.4.3).

    A token that could come to a flow that has one as well is not waited for.
    """
    before = {flow: _places_before(frame, step, flow) for flow in step.incoming}
    for some in subsets(step.incoming):
        if some:
            still_comes: set[int] = set().union(*(before[flow] for flow in step.incoming if flow not in some))
            still_comes -= set().union(*(before[flow] for flow in some))
            yield Arrival(tuple(frame.on[flow] for flow in some), tuple(sorted(still_comes)), is_join=True)


def _places_before(frame: Frame, join: Step, flow: str) -> set[int]:
    """Return the places from which a token can come to a flow without passing the join."""
    steps = frame.spec.steps
    source = {each.id: step for step in steps.values() for each in step.flows}
    attached = {name: step for step in steps.values() for name in step.boundary}
    found, waiting, seen = {frame.on[flow]}, [source[flow]], {join.name}
    while waiting:
        step = waiting.pop()
        if step.name in seen:
            continue
        seen.add(step.name)
        found |= {frame.on[each] for each in step.incoming}
        found |= {place[step.name] for place in (frame.at, frame.work, frame.collected) if step.name in place}
        if step.name in frame.inner:
            found.add(frame.inner[step.name].alive)
        waiting += [source[each] for each in step.incoming]
        waiting += [attached[step.name]] if step.name in attached else []
    return found
