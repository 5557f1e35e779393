"""What can be reached from where in a drawing, along flows, links and the events at boundaries.

From where an inclusive gateway can still be reached, and on which of the flows into it (BPMN 2.0 §13.4.3), is worked out
once for each gateway and kept beside the specs, which nothing changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from engine.bpmn.specs import ProcessSpec, Step

Reach = Mapping[str, frozenset[str]]  # element -> the flows into the gateway that a token there may come on

_KNOWN: WeakKeyDictionary[ProcessSpec, dict[str, Reach]] = WeakKeyDictionary()


def reach_of(spec: ProcessSpec, gateway: Step) -> Reach:
    """Return, for each element from which a path leads to the gateway without visiting it, the flows at which they end."""
    known = _KNOWN.setdefault(spec, {})
    if gateway.name not in known:
        known[gateway.name] = _worked_out(spec, gateway)
    return known[gateway.name]


def _worked_out(spec: ProcessSpec, gateway: Step) -> Reach:
    before = ways_back(spec)
    sources = {flow.id: step.name for step in spec.steps.values() for flow in step.flows}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for flow_id in gateway.incoming:
        for name in reached([sources[flow_id]], before, without=gateway.name):
            found[name].add(flow_id)
    return {name: frozenset(flows) for name, flows in found.items()}


def reached(begin: Iterable[str], ways: Mapping[str, Iterable[str]], *, without: str = "") -> set[str]:
    """Return where one comes along `ways`, the beginnings among them, and not through the element left out."""
    found: set[str] = set()
    waiting = list(begin)
    while waiting:
        name = waiting.pop()
        if name not in found and name != without:
            found.add(name)
            waiting += ways.get(name, ())
    return found


def ways_back(spec: ProcessSpec) -> Mapping[str, list[str]]:
    """Return, for each element that something leads to, the elements that lead there."""
    back: defaultdict[str, list[str]] = defaultdict(list)
    for step in spec.steps.values():
        for name in leads_to(step):
            back[name].append(step.name)
    return back


def leads_to(step: Step) -> Iterator[str]:
    """Yield the elements to which a token at a step may go next: along a flow (a link is one too), to its boundary."""
    yield from (flow.target for flow in step.flows)
    yield from step.boundary
