"""What an event waits for or does, read from its event definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from lxml import etree

from engine.bpmn.dialect import EVENT_DEFINITIONS, Report, check_element
from engine.bpmn.elements import Detail, Error, Message, Terminate, Timer, TimerKind
from engine.bpmn.xml_source import first, kind_of, text_of

_NEEDS_ONE = {"intermediateCatchEvent", "boundaryEvent"}


@dataclass(frozen=True, slots=True)
class Globals:
    """What a file declares beside its processes, by id."""

    messages: Mapping[str, Message]
    errors: Mapping[str, Error]


def event_detail(node: etree._Element, element_id: str, known: Globals, report: Report) -> Detail:
    """Return an event's detail, None for gateways and events without a definition; reports what is missing or double."""
    kind = kind_of(node)
    definitions = [child for child in node if kind_of(child).endswith("EventDefinition")]
    if len(definitions) > 1 or (not definitions and kind in _NEEDS_ONE):
        report(element_id, "not-one-event", definitions=len(definitions), at=kind)
        return None
    if not definitions or kind_of(definitions[0]) not in EVENT_DEFINITIONS[kind]:
        return None  # none, or one that the dialect has reported
    check_element(definitions[0], element_id, report)
    return _READERS[kind_of(definitions[0])](definitions[0], element_id, known, report)


def _timer(definition: etree._Element, element_id: str, _known: Globals, report: Report) -> Timer | None:
    kinds: tuple[TimerKind, ...] = get_args(TimerKind)
    for kind in kinds:
        text = text_of(first(definition, f"time{kind.capitalize()}"))
        if text:
            return Timer(kind, text)
    report(element_id, "incomplete", missing="timeDate", at="timerEventDefinition")
    return None


def _message(definition: etree._Element, element_id: str, known: Globals, report: Report) -> Message | None:
    message = known.messages.get(definition.get("messageRef") or "")
    if message is None or not message.name:
        report(element_id, "incomplete", missing="messageRef", at="messageEventDefinition")
    elif not message.correlation_key:
        report(element_id, "message-without-key", message=message.name)
    return message


def _error(definition: etree._Element, element_id: str, known: Globals, report: Report) -> Error | None:
    error_id = definition.get("errorRef")
    if not error_id:
        return Error(None)
    if error_id not in known.errors:
        report(element_id, "incomplete", missing="errorRef", at="errorEventDefinition")
    return known.errors.get(error_id)


def _terminate(_definition: etree._Element, _element_id: str, _known: Globals, _report: Report) -> Terminate:
    return Terminate()


_READERS: dict[str, Callable[[etree._Element, str, Globals, Report], Detail]] = {
    "timerEventDefinition": _timer,
    "messageEventDefinition": _message,
    "errorEventDefinition": _error,
    "terminateEventDefinition": _terminate,
}
