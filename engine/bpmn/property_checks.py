"""Properties (`zeebe:properties`) whose name is nearly one that means something: a slip of the pen would be ignored in silence."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from engine.bpmn.duties import PREFIX
from engine.bpmn.elements import ENGLISH_NAME
from engine.bpmn.lanes import PERFORMER, UNIT
from engine.bpmn.parsed import ParsedProcess
from engine.bpmn.wrong import Wrong

KNOWN = (ENGLISH_NAME, PERFORMER, UNIT, "result", "progress", "progress:en", "progress:beside")
_NEAR = 0.75


def misspelt_properties(process: ParsedProcess) -> Iterator[Wrong]:
    """Yield the properties of a process that are probably meant to be known ones; any other name is the designer's own."""
    of_steps = ((step.element.id, step.element.properties) for step in process.steps)
    for at, pairs in ((process.id, process.properties), *process.lanes, *of_steps):
        for name, _value in pairs:
            meant = None if name in KNOWN or name.startswith(PREFIX) else _nearest(name)
            if meant:
                yield Wrong(at, "property-unknown-like", {"name": name, "known": [meant]}, "warning")


def _nearest(name: str) -> str | None:
    lower = name.lower()
    if lower.startswith(PREFIX[:-1]):
        return PREFIX
    return next(iter(get_close_matches(lower, KNOWN, n=1, cutoff=_NEAR)), None)
