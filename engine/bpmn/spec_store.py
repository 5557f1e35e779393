"""Published definitions as bytes, and as live objects that are never changed (trap 28, decision 3).

Each spec class has a converter of SpiffWorkflow's kind. Live specs come from the converters' `from_dict` alone, never from a
fresh parse; publishing compares the two field by field.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import orjson

from engine.bpmn import (
    activities,
    elements,
    event_subprocesses,
    events,
    gateways,
    send_and_receive,
    subprocesses,
)
from engine.bpmn.elements import Element
from engine.bpmn.event_based_gateway import EventBasedGateway
from engine.bpmn.inclusive_gateway import InclusiveGateway
from engine.bpmn.packed import pack, unpack
from engine.bpmn.parsed import Parsed
from engine.bpmn.specs import ProcessSpec, Step
from engine.bpmn.spiff import BpmnConverter, DictionaryConverter
from engine.bpmn.starts import StartTrigger, settle, start_triggers

FORMAT = 1
STEPS: tuple[type[Step], ...] = (
    activities.UserTask,
    activities.ServiceTask,
    activities.BusinessRuleTask,
    activities.ScriptTask,
    subprocesses.Subprocess,
    subprocesses.CallActivity,
    events.StartEvent,
    events.EndEvent,
    events.CatchEvent,
    events.BoundaryEvent,
    events.ThrowEvent,
    event_subprocesses.EventSubprocess,
    subprocesses.Transaction,
    send_and_receive.SendTask,
    send_and_receive.ReceiveTask,
    gateways.ExclusiveGateway,
    gateways.ParallelGateway,
    InclusiveGateway,
    EventBasedGateway,
    activities.UndefinedTask,
    activities.ManualTask,
)
VALUES = (
    elements.Binding,
    elements.Call,
    elements.Cancel,
    elements.Compensate,
    elements.Condition,
    elements.DecisionWork,
    elements.Element,
    elements.Error,
    elements.Escalation,
    elements.Flow,
    elements.ImplicitThrow,
    elements.Link,
    elements.Listener,
    elements.Loop,
    elements.Mapping,
    elements.Message,
    elements.Multiple,
    elements.OperationWork,
    elements.Performer,
    elements.ScriptWork,
    elements.Signal,
    elements.StandardLoop,
    elements.Terminate,
    elements.Timer,
    elements.UserWork,
)


@dataclass(frozen=True, slots=True)
class Specs:
    """A process with its subprocesses and the processes it calls, live, shared by all threads.

    `starts` are the ways in which a message, a signal or a time begins it.
    """

    process_id: str
    name: str
    processes: Mapping[str, ProcessSpec]
    elements: Mapping[str, Element]
    starts: tuple[StartTrigger, ...] = ()


class SpecChanged(AssertionError):
    """A spec that is not the same after it was stored: a bug in a converter, found when a definition is published."""


class _ValueConverter(BpmnConverter):
    """A frozen dataclass and its fields; sequences in it are tuples."""

    def to_dict(self, value: Any) -> dict[str, object]:
        return {each.name: self.registry.convert(getattr(value, each.name)) for each in fields(value)}

    def from_dict(self, dct: dict[str, object]) -> object:
        return self.target_class(
            **{name: _tuples(self.registry.restore(value)) for name, value in dct.items()}
        )


class _StepConverter(BpmnConverter):
    """A step of any kind: all that it knows is in its element and its flows."""

    def to_dict(self, step: Step) -> dict[str, object]:
        return {
            "name": step.name,
            "element": self.registry.convert(step.element),
            "flows": self.registry.convert(step.flows),
            "incoming": step.incoming,
            "boundary": step.boundary,
            **({"undone_by": step.undone_by} if step.undone_by else {}),
        }

    def from_dict(self, dct: dict[str, Any]) -> Step:
        found: Step = self.target_class(
            dct["wf_spec"],
            dct["name"],
            element=self.registry.restore(dct["element"]),
            flows=self.registry.restore(dct["flows"]),
            incoming=dct["incoming"],
            boundary=dct["boundary"],
            undone_by=dct.get("undone_by", ""),
        )
        return found


class _ProcessConverter(BpmnConverter):
    """A process or an embedded subprocess with its steps."""

    def to_dict(self, spec: ProcessSpec) -> dict[str, object]:
        steps = [self.registry.convert(step) for step in spec.steps.values()]
        return {
            "name": spec.name,
            "owner": spec.owner,
            "title": spec.title,
            "title_en": spec.title_en,
            "steps": steps,
            "start": spec.start.name,
        }

    def from_dict(self, dct: dict[str, Any]) -> ProcessSpec:
        title_en = dct.get("title_en", "")  # processes published by an earlier version have none
        spec = ProcessSpec(dct["name"], owner=dct["owner"], title=dct["title"], title_en=title_en)
        for step in dct["steps"]:
            self.registry.restore({**step, "wf_spec": spec})
        settle(spec)
        return spec


def _tuples(value: object) -> object:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _registry() -> DictionaryConverter:
    """The plain registry: unlike the library's default one it has no mode that threads would share (trap 5)."""
    registry = DictionaryConverter()
    for value in VALUES:
        _ValueConverter(value, registry)
    for step in STEPS:
        _StepConverter(step, registry)
    _ProcessConverter(ProcessSpec, registry)
    return registry


_REGISTRY = _registry()


def dump_specs(parsed: Parsed, process_id: str) -> bytes:
    """Return a process with all that runs inside it; raises SpecChanged if it did not come back as it was."""
    found = _with_called(parsed, process_id)
    data = pack(
        FORMAT, {"process": process_id, "specs": [_REGISTRY.convert(spec) for spec in found.values()]}
    )
    restored = load_specs(data)
    for name, spec in found.items():
        if described(spec) != described(restored.processes[name]):
            raise SpecChanged(name)
    return data


def load_specs(data: bytes) -> Specs:
    """Return live specs; each call makes its own."""
    content = unpack(FORMAT, data)
    processes: dict[str, ProcessSpec] = {}
    for saved in content["specs"]:
        spec = _REGISTRY.restore(saved)
        processes[spec.name] = spec
    own = processes[content["process"]]
    return Specs(
        content["process"],
        own.title,
        processes,
        {name: step.element for spec in processes.values() for name, step in spec.steps.items()},
        start_triggers(own),
    )


def fingerprint(specs: Specs) -> str:
    """Return a hash over every field of the live objects, to show that nothing changes them."""
    described_all = [described(spec) for spec in specs.processes.values()]
    return hashlib.sha256(orjson.dumps(described_all)).hexdigest()


def _with_called(parsed: Parsed, process_id: str) -> dict[str, ProcessSpec]:
    found: dict[str, ProcessSpec] = {}
    waiting = [process_id]
    while waiting:
        process = parsed.processes[waiting.pop()]
        if process.id not in found:
            found |= {spec.name: spec for spec in process.specs}
            waiting += process.calls
    return found


def described(spec: ProcessSpec) -> object:
    """Return all fields of a process and its steps as plain values."""
    steps = {name: [type(step).__name__, _plain(vars(step))] for name, step in spec.steps.items()}
    own = {name: value for name, value in vars(spec).items() if name not in {"task_specs", "start"}}
    return [_plain(own), spec.start.name, steps]


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return [
            type(value).__name__,
            {each.name: _plain(getattr(value, each.name)) for each in fields(value)},
        ]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "_wf_spec"}
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, [_plain(item) for item in value]]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    # The library's event objects: those who listen to them, of whom there must be none.
    return [type(value).__name__, {key: _plain(item) for key, item in vars(value).items()}]
