"""What must hold before a diagram is published (decision 13), beyond what the parser could tell by itself.

Lanes name performers; forms, decisions, operations and called processes exist; all FEEL compiles; every run comes to an end and does its duties.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.call_lanes import IN_NO_CALL, Lanes, lanes_of_calls
from engine.bpmn.compensation_checks import wrong_compensation
from engine.bpmn.dialect import GATEWAYS
from engine.bpmn.duty_checks import broken_duties
from engine.bpmn.elements import Binding, Call, DecisionWork, Element, ListenerKind, OperationWork, UserWork
from engine.bpmn.event_gateway_checks import wrong_event_gateways
from engine.bpmn.expression_checks import wrong_texts
from engine.bpmn.loop_throws import wrong_behaviors
from engine.bpmn.named_paths import elements_of, with_names
from engine.bpmn.net.exploring import Budget
from engine.bpmn.parsed import Parsed, ParsedProcess
from engine.bpmn.property_checks import misspelt_properties
from engine.bpmn.script_engine import is_expression
from engine.bpmn.shape_checks import wrong_shapes
from engine.bpmn.soundness_checks import unsound
from engine.bpmn.start_checks import wrong_calls, wrong_starts
from engine.bpmn.wrong import Wrong
from engine.errors import Finding


@dataclass(frozen=True, slots=True)
class Known:
    """What a diagram may name: ids of forms and decisions, operations with the inputs they need, posts, functions.

    `headers` are those that each operation reads; of one that is not in it any may stand. `external` are operations that run
    as jobs.
    """

    forms: Collection[str]
    decisions: Collection[str]
    operations: Mapping[str, Collection[str]]
    has_post: Callable[[str], bool]
    functions: Collection[str] = ()
    headers: Mapping[str, Collection[str]] = field(default_factory=dict)
    external: Collection[str] = ()
    is_published: Callable[[str, str, Binding], bool] = lambda _kind, _name, _binding: True


# What could not be read leaves a hole in the drawing. That nothing leads over the hole is no news to anybody.
_LEAVE_A_HOLE = frozenset(
    {"unsupported-element", "unsupported-event", "incomplete", "flow-broken", "boundary-detached"}
)
_FOLLOW_FROM_A_HOLE = frozenset(
    {"never-reached", "no-way-to-end", "join-waits-for-ever", "duty-broken", "duty-unknown-element"}
)


def check(parsed: Parsed, known: Known) -> tuple[Finding, ...]:
    """Return what is wrong with the processes that could be read."""
    elements = elements_of(parsed.processes)
    torn = {found.file for found in parsed.findings if found.code in _LEAVE_A_HOLE}
    lanes = lanes_of_calls(parsed.processes)
    budget = Budget()
    return tuple(
        Finding(process.file, wrong.element, wrong.code, wrong.params, wrong.severity)
        for process in parsed.processes.values()
        for found in (
            *_wrongs(process, known, parsed.processes, lanes.get(process.id, IN_NO_CALL)),
            *_wrong_runs(process, parsed.processes, budget),
        )
        for wrong in [with_names(found, elements)]
        if not (process.file in torn and wrong.code in _FOLLOW_FROM_A_HOLE)
    )


def _wrongs(
    process: ParsedProcess, known: Known, processes: Mapping[str, ParsedProcess], by_call: Lanes
) -> Iterator[Wrong]:
    for spec in process.specs:
        yield from wrong_shapes(spec)
        yield from wrong_event_gateways(spec)
        yield from wrong_behaviors(spec)
        yield from wrong_starts(spec)
    yield from wrong_compensation(process.id, process.specs)
    yield from misspelt_properties(process)
    for step in process.steps:
        yield from wrong_texts(step, known.functions)
        yield from wrong_calls(step, processes)
        yield from _unknown_names(step.element, known, processes)
        yield from _wrong_performer(step.element, known, by_call)
        yield from _wrong_listeners(step.element, known)


def _wrong_runs(
    process: ParsedProcess, processes: Mapping[str, ParsedProcess], budget: Budget
) -> Iterator[Wrong]:
    for spec in process.specs:
        yield from unsound(spec, budget)
    yield from broken_duties(process, processes, budget)


def _unknown_names(element: Element, known: Known, processes: Collection[str]) -> Iterator[Wrong]:
    """A name that the folder or the registers do not have; one that is computed could not be checked."""
    for name, code, among in _names(element, known, processes):
        if is_expression(name):
            yield Wrong(element.id, "name-computed", {"name": name})
        elif name not in among:
            yield Wrong(element.id, code, {"name": name, "known": sorted(among)})
    for kind, name, binding in _bound(element):
        if not known.is_published(kind, name, binding):
            yield Wrong(element.id, f"unknown-{kind}", {"name": name, "tag": binding.tag or ""})
    if element.kind == "startEvent" and element.form_binding:
        yield Wrong(element.id, "other-binding", {"at": "startEvent"})
    if isinstance(element.detail, OperationWork) and not element.detail.outside:
        yield from _wrong_inputs(element, element.detail, known)


def _wrong_inputs(element: Element, work: OperationWork, known: Known) -> Iterator[Wrong]:
    """An input that the operation needs and neither a mapping nor a header gives; a header that it would not read."""
    headers = {name for name, value in work.headers if value}
    given = headers | {mapping.target for mapping in element.inputs}
    missing = sorted(set(known.operations.get(work.operation, ())) - given)
    if missing:
        yield Wrong(element.id, "operation-input-missing", {"operation": work.operation, "inputs": missing})
    unread = sorted(headers - set(known.headers.get(work.operation, headers)))
    if unread:
        yield Wrong(element.id, "operation-header-unknown", {"operation": work.operation, "headers": unread})


def _names(
    element: Element, known: Known, processes: Collection[str]
) -> Iterator[tuple[str, str, Collection[str]]]:
    if element.form_id is not None and element.form_binding is None:
        yield element.form_id, "unknown-form", known.forms
    work = element.detail
    if isinstance(work, DecisionWork) and work.binding is None:
        yield work.decision_id, "unknown-decision", known.decisions
    elif isinstance(work, OperationWork) and not work.outside:
        yield work.operation, "unknown-operation", known.operations
    elif isinstance(work, Call) and work.binding is None:
        yield work.process_id, "unknown-process", processes


def _bound(element: Element) -> Iterator[tuple[str, str, Binding]]:
    """What an element names by another binding: kind, name and binding."""
    if element.form_id is not None and element.form_binding is not None:
        yield "form", element.form_id, element.form_binding
    match element.detail:
        case DecisionWork(decision_id=name, binding=Binding() as binding):
            yield "decision", name, binding
        case Call(process_id=name, binding=Binding() as binding):
            yield "process", name, binding


def _wrong_listeners(element: Element, known: Known) -> Iterator[Wrong]:
    """A listener to what does not happen there, or that names no operation, or one that is not called within the act."""
    for listener in element.listeners:
        name = listener.operation
        if listener.event not in _events(element.kind, listener.kind):
            yield Wrong(element.id, "listener-not-here", {"event": listener.event, "at": element.kind})
        if is_expression(name):
            yield Wrong(element.id, "name-computed", {"name": name})
        elif name not in known.operations:
            yield Wrong(element.id, "unknown-operation", {"name": name, "known": sorted(known.operations)})
        elif name in known.external:
            yield Wrong(element.id, "listener-external", {"operation": name})


def _events(kind: str, of: ListenerKind) -> Collection[str]:
    """What listeners may listen to: nothing starts at an event that waits, a gateway and an end have no end of their own."""
    if of == "task":
        return ("creating", "completing")
    if kind in GATEWAYS or kind == "endEvent":
        return ("start",)
    waits = kind in {"startEvent", "boundaryEvent", "intermediateCatchEvent"}
    return ("end",) if waits else ("start", "end")


def _wrong_performer(element: Element, known: Known, by_call: Lanes) -> Iterator[Wrong]:
    """A task that nobody does, neither in its own lane nor in those of the calls of its process; a post there is not."""
    work, performer = element.detail, element.performer
    if not isinstance(work, (UserWork, Call)):
        return
    if isinstance(work, UserWork) and not (performer or _is_assigned(work)) and None in by_call:
        yield Wrong(element.id, "task-without-performer")
    if performer and performer.kind == "post" and not known.has_post(performer.value):
        yield Wrong(performer.lane_id, "unknown-post", {"post": performer.value})


def _is_assigned(work: UserWork) -> bool:
    return bool(work.assignee or work.candidate_groups or work.candidate_users)
