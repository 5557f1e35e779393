"""What reading a folder's diagrams gives: processes as specs, and what was found wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.elements import Call
from engine.bpmn.specs import ProcessSpec, Step
from engine.errors import Finding

Properties = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ParsedProcess:
    """A process, the file that draws it, and its spec with those of its embedded subprocesses.

    A global task is one too, that others call and nobody begins. `properties` are those of the process itself, `lanes` those of its lanes
    by id.
    """

    id: str
    name: str
    file: str
    specs: tuple[ProcessSpec, ...]
    is_global_task: bool = False
    version_tag: str | None = None
    properties: Properties = ()
    lanes: tuple[tuple[str, Properties], ...] = ()

    @property
    def steps(self) -> Iterator[Step]:
        """All steps, those of embedded subprocesses too."""
        return (step for spec in self.specs for step in spec.steps.values())

    @property
    def calls(self) -> list[str]:
        """The ids of the processes of the same deployment that it calls."""
        calls = [step.element.detail for step in self.steps if isinstance(step.element.detail, Call)]
        return [call.process_id for call in calls if call.binding is None]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The processes of a folder that could be read, and the findings about the rest."""

    processes: Mapping[str, ParsedProcess]
    findings: tuple[Finding, ...]

    @property
    def begun(self) -> tuple[str, ...]:
        """The ids of the processes that a case may begin with, in order."""
        return tuple(sorted(each.id for each in self.processes.values() if not each.is_global_task))
