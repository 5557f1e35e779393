"""What an event waits for or does, read from its event definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from lxml import etree

from engine.bpmn.dialect import EVENT_DEFINITIONS, START_BY_EVENT, Report, check_element
from engine.bpmn.elements import (
    Cancel,
    Compensate,
    Condition,
    Detail,
    Error,
    Escalation,
    Link,
    Message,
    Multiple,
    OperationWork,
    Signal,
    Terminate,
    Timer,
    TimerKind,
    Trigger,
)
from engine.bpmn.extensions import operation_work
from engine.bpmn.xml_source import every, extension, first, kind_of, text_of

_MESSAGE = "messageEventDefinition"
_WAITS = {"intermediateCatchEvent", "boundaryEvent", START_BY_EVENT}


@dataclass(frozen=True, slots=True)
class Globals:
    """What a file declares beside its processes, by id."""

    messages: Mapping[str, Message]
    errors: Mapping[str, Error]
    signals: Mapping[str, Signal] = field(default_factory=dict)
    escalations: Mapping[str, Escalation] = field(default_factory=dict)
    definitions: Mapping[str, etree._Element] = field(default_factory=dict)
    associations: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an event definition stands: the event, its kind, the kind of place, and what the file declares."""

    element_id: str
    at: str
    kind: str
    known: Globals
    report: Report

    def missing(self, what: str, definition: etree._Element) -> None:
        """Report what an event definition cannot do without."""
        self.report(self.element_id, "incomplete", missing=what, at=kind_of(definition))


def event_detail(
    node: etree._Element, element_id: str, known: Globals, report: Report, kind: str = ""
) -> Detail:
    """Return an event's detail, None for gateways and events without a definition; reports what is missing or too much.

    `kind` says at what place a start event stands, where that is not a process.
    """
    place = _Place(element_id, kind_of(node), kind or kind_of(node), known, report)
    definitions = list(_definitions(node, place))
    allowed = [each for each in definitions if kind_of(each) in EVENT_DEFINITIONS.get(place.kind, ())]
    if not definitions and place.kind in _WAITS:
        report(element_id, "not-one-event", definitions=0, at=place.at)
    if len(allowed) < len(definitions):
        return None  # what is not supported was reported already
    found = [trigger for each in allowed for trigger in _read(each, place)]
    if len(found) < 2:
        return found[0] if found else None
    if any(isinstance(each, Link) or _undoes(each, place) for each in found):
        report(element_id, "not-one-event", definitions=len(found), at=place.at)
    return Multiple(tuple(found), parallel=node.get("parallelMultiple") == "true")


def _undoes(trigger: Trigger, place: _Place) -> bool:
    """What undoes an activity or scope listens for nothing: it cannot be one of several that do."""
    return isinstance(trigger, Compensate) and place.kind in _WAITS


def trigger_of(definition: etree._Element, element_id: str, known: Globals, report: Report) -> Trigger | None:
    """Return what an event definition says that stands in no event: at a multi-instance."""
    kind = "intermediateThrowEvent"
    found = _read(definition, _Place(element_id, kind, kind, known, report))
    return found[0] if found else None


def thrown_work(node: etree._Element, element_id: str, report: Report) -> OperationWork | None:
    """Return the operation that sends the message of an event or task, if it names one (Zeebe: `zeebe:taskDefinition`)."""
    definitions = [
        child for child in node if kind_of(child).endswith(("EventDefinition", "eventDefinitionRef"))
    ]
    said = {
        name: around
        for around in (*definitions, node)
        for name in ("taskDefinition", "taskHeaders")
        if extension(around, name) is not None
    }
    if not said:
        return None
    if kind_of(node) != "sendTask" and [kind_of(each) for each in definitions] != [_MESSAGE]:
        report(element_id, "unsupported-extension", extension=f"zeebe:{min(said)}", at=kind_of(node))
        return None
    return operation_work(said.get("taskDefinition", node), headers_at=node)


def _definitions(node: etree._Element, place: _Place) -> list[etree._Element]:
    """Return the definitions in an event, and those at the file's root that it refers to."""
    found = [child for child in node if kind_of(child).endswith("EventDefinition")]
    for reference in every(node, "eventDefinitionRef"):
        definition = place.known.definitions.get(text_of(reference))
        if definition is None:
            place.report(place.element_id, "incomplete", missing="eventDefinitionRef", at=place.at)
        else:
            found.append(definition)
            if kind_of(definition) not in EVENT_DEFINITIONS.get(place.kind, ()):
                place.report(place.element_id, "unsupported-event", event=kind_of(definition), at=place.at)
    return found


def _read(definition: etree._Element, place: _Place) -> list[Trigger]:
    check_element(definition, place.element_id, place.report)
    found = _READERS[kind_of(definition)](definition, place)
    return [found] if found is not None else []


def _timer(definition: etree._Element, place: _Place) -> Timer | None:
    kinds: tuple[TimerKind, ...] = get_args(TimerKind)
    for kind in kinds:
        text = text_of(first(definition, f"time{kind.capitalize()}"))
        if text:
            return Timer(kind, text)
    place.missing("timeDate", definition)
    return None


def task_message(node: etree._Element, element_id: str, known: Globals, report: Report) -> Message | None:
    """Return the message that a task sends, or waits for; one that begins a case needs no key."""
    kind = kind_of(node)
    waits = kind == "receiveTask" and node.get("instantiate") != "true"
    place = _Place(element_id, kind, "intermediateCatchEvent" if waits else kind, known, report)
    return _message_of(node.get("messageRef") or "", place, node)


def _message_of(reference: str, place: _Place, definition: etree._Element) -> Message | None:
    message = place.known.messages.get(reference)
    if message is None or not message.name:
        place.missing("messageRef", definition)
    elif not message.correlation_key and place.kind in _WAITS:
        place.report(place.element_id, "message-without-key", message=message.name)
    return message


def _message(definition: etree._Element, place: _Place) -> Message | None:
    if place.kind in _WAITS or place.kind == "startEvent":
        for name in ("taskDefinition", "taskHeaders"):
            if extension(definition, name) is not None:
                place.report(
                    place.element_id, "unsupported-extension", extension=f"zeebe:{name}", at=place.at
                )
    return _message_of(definition.get("messageRef") or "", place, definition)


def _signal(definition: etree._Element, place: _Place) -> Signal | None:
    signal = place.known.signals.get(definition.get("signalRef") or "")
    if signal is None or not signal.name:
        place.missing("signalRef", definition)
        return None
    return signal


def _error(definition: etree._Element, place: _Place) -> Error | None:
    error_id = definition.get("errorRef")
    if not error_id:
        return Error(None)
    if error_id not in place.known.errors:
        place.missing("errorRef", definition)
    return place.known.errors.get(error_id)


def _escalation(definition: etree._Element, place: _Place) -> Escalation | None:
    escalation_id = definition.get("escalationRef")
    if not escalation_id:
        return Escalation(None)
    if escalation_id not in place.known.escalations:
        place.missing("escalationRef", definition)
    return place.known.escalations.get(escalation_id)


def _condition(definition: etree._Element, place: _Place) -> Condition | None:
    found = first(definition, "condition")
    if found is None or not text_of(found):
        place.missing("condition", definition)
        return None
    return Condition(text_of(found))


def _link(definition: etree._Element, place: _Place) -> Link | None:
    if (
        not definition.get("name")
        and first(definition, "target") is None
        and first(definition, "source") is None
    ):
        place.missing("name", definition)
        return None
    return Link(definition.get("name") or "")


def _terminate(_definition: etree._Element, _place: _Place) -> Terminate:
    return Terminate()


def _cancel(_definition: etree._Element, _place: _Place) -> Cancel:
    return Cancel()


def _compensate(definition: etree._Element, place: _Place) -> Compensate:
    activity = definition.get("activityRef")
    if activity and place.kind in _WAITS:
        place.report(
            place.element_id, "unsupported-attribute", attribute="activityRef", value=activity, at=place.at
        )
    return Compensate(activity or None, waits=definition.get("waitForCompletion") != "false")


_READERS: dict[str, Callable[[etree._Element, _Place], Trigger | None]] = {
    "timerEventDefinition": _timer,
    "messageEventDefinition": _message,
    "signalEventDefinition": _signal,
    "errorEventDefinition": _error,
    "escalationEventDefinition": _escalation,
    "conditionalEventDefinition": _condition,
    "linkEventDefinition": _link,
    "terminateEventDefinition": _terminate,
    "cancelEventDefinition": _cancel,
    "compensateEventDefinition": _compensate,
}
