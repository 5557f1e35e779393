"""Starts that nobody could bring about: computed names, tasks and gateways that begin a case where none can begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.elements import Call, Message, Signal, triggers_of
from engine.bpmn.parsed import ParsedProcess
from engine.bpmn.script_engine import is_expression
from engine.bpmn.specs import ProcessSpec, Step
from engine.bpmn.starts import start_triggers, starts_at
from engine.bpmn.wrong import Wrong


def wrong_starts(spec: ProcessSpec) -> Iterator[Wrong]:
    """Yield what is wrong with the ways in which a process begins."""
    for step in spec.steps.values():
        if step.element.instantiates and not _may_instantiate(step, spec):
            yield Wrong(step.name, "instantiate-not-here")
    for start in start_triggers(spec) if spec.name == spec.owner else ():
        trigger = start.trigger
        if isinstance(trigger, (Message, Signal)) and is_expression(trigger.name):
            yield Wrong(start.element_id, "name-computed", {"name": trigger.name})


def _may_instantiate(step: Step, spec: ProcessSpec) -> bool:
    element = step.element
    is_once = element.loop is None and element.repeat is None and element.start_quantity == 1
    return spec.name == element.process_id and is_once and not step.incoming and not step.boundary


def wrong_calls(step: Step, processes: Mapping[str, ParsedProcess]) -> Iterator[Wrong]:
    """Yield a call of a process that begins by events alone: nobody would say which of them has happened."""
    call = step.element.detail
    called = processes.get(call.process_id) if isinstance(call, Call) else None
    if called and isinstance(call, Call):
        spec = called.specs[0]
        if spec.begins and starts_at(spec, spec.begins[0][0]) and not _is_plain(spec):
            yield Wrong(step.name, "call-without-start", {"name": call.process_id})


def _is_plain(spec: ProcessSpec) -> bool:
    start = spec.steps[spec.begins[0][0]].element
    return start.kind == "startEvent" and not triggers_of(start.detail)
