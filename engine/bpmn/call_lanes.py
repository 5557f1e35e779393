"""In whose lanes the calls of a process stand: its tasks that are in no lane of their own are done there (trap 23)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.elements import Call, Performer
from engine.bpmn.parsed import ParsedProcess

Lanes = frozenset[Performer | None]  # None stands for a call in no lane
IN_NO_CALL: Lanes = frozenset({None})


def lanes_of_calls(processes: Mapping[str, ParsedProcess]) -> Mapping[str, Lanes]:
    """Return, for each process that is called, the performers of its calls; a call in no lane has those of its process."""
    found: dict[str, Lanes] = {}
    is_settled = False
    while not is_settled:
        is_settled = True
        for process in processes.values():
            for element in (step.element for step in process.steps):
                if isinstance(element.detail, Call):
                    known = found.get(element.detail.process_id, frozenset())
                    new = known | ({element.performer} if element.performer else _around(process, found))
                    found[element.detail.process_id] = new
                    is_settled = is_settled and new == known
    return found


def _around(process: ParsedProcess, found: Mapping[str, Lanes]) -> Lanes:
    return found.get(process.id, IN_NO_CALL)
