"""From every element an end can be reached, whatever the choices on the way."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.net.frames import stands_beside
from engine.bpmn.reach import reached, ways_back
from engine.bpmn.specs import ProcessSpec
from engine.bpmn.wrong import Wrong


def ways_to_no_end(spec: ProcessSpec) -> Iterator[Wrong]:
    """Yield the elements from which no end can be reached."""
    ends = _ends(spec)
    found = reached(ends, ways_back(spec))
    for name, step in spec.steps.items():
        if name not in found or not (step.flows or name in ends):
            yield Wrong(name, "no-way-to-end")


def _ends(spec: ProcessSpec) -> set[str]:
    """Return the elements at which a branch ends: end events, or where none is drawn, all that no flow leads on from."""
    ends = {name for name, step in spec.steps.items() if step.element.kind == "endEvent"}
    ends = ends or {name for name, step in spec.steps.items() if not step.flows}
    return ends | {name for name, step in spec.steps.items() if stands_beside(step)}
