"""The `behavior` of a multi-instance: what its instances throw as they complete, read from XML."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.dialect import Report, check_element
from engine.bpmn.elements import ImplicitThrow, Trigger
from engine.bpmn.event_reader import Globals, trigger_of
from engine.bpmn.xml_source import every, first, kind_of, text_of

_MAY_BE_THROWN = frozenset({"signalEventDefinition", "escalationEventDefinition"})
_REFERENCES = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}


def throws_of(
    activity: etree._Element, element_id: str, known: Globals, report: Report
) -> tuple[ImplicitThrow, ...]:
    """Return what instances throw; reports a reference to nothing, and events that no instance can throw."""
    loop = first(activity, "multiInstanceLoopCharacteristics")
    if loop is None:
        return ()
    behavior = loop.get("behavior", "All")
    reference = _REFERENCES.get(behavior)
    _check_what_goes_with(behavior, loop, element_id, report)
    if behavior == "Complex":
        return tuple(_complex(loop, element_id, known, report))
    if reference is None:
        return ()
    definition = known.definitions.get((loop.get(reference) or "").rpartition(":")[2])
    if definition is None:
        report(element_id, "incomplete", missing=reference, at=kind_of(loop))
        return ()
    trigger = _trigger(definition, element_id, known, report)
    return (ImplicitThrow(trigger, first_alone=behavior == "One"),) if trigger else ()


def _check_what_goes_with(behavior: str, loop: etree._Element, element_id: str, report: Report) -> None:
    """Report what belongs to another behavior than the one that is said, or to none."""
    reference = _REFERENCES.get(behavior)
    ignored = [name for name in _REFERENCES.values() if name != reference and loop.get(name)]
    if behavior not in {*_REFERENCES, "All", "Complex"}:
        ignored.append("behavior")
    for name in ignored:
        report(element_id, "unsupported-attribute", attribute=name, value=loop.get(name), at=kind_of(loop))
    if behavior != "Complex" and every(loop, "complexBehaviorDefinition"):
        report(element_id, "unsupported-element", kind="complexBehaviorDefinition", inside=kind_of(loop))


def _complex(
    loop: etree._Element, element_id: str, known: Globals, report: Report
) -> Iterator[ImplicitThrow]:
    found = every(loop, "complexBehaviorDefinition")
    if not found:
        report(element_id, "incomplete", missing="complexBehaviorDefinition", at=kind_of(loop))
    for definition in found:
        check_element(definition, element_id, report)
        condition = text_of(first(definition, "condition"))
        if not condition:
            report(element_id, "incomplete", missing="condition", at="complexBehaviorDefinition")
        event = first(definition, "event")
        for thrown in event if event is not None else ():
            yield ImplicitThrow(_trigger(thrown, element_id, known, report), condition, ends=True)
        if event is None:
            yield ImplicitThrow(None, condition, ends=True)


def _trigger(definition: etree._Element, element_id: str, known: Globals, report: Report) -> Trigger | None:
    if kind_of(definition) == "eventDefinitionRef":
        definition = known.definitions.get(text_of(definition).rpartition(":")[2], definition)
    if kind_of(definition) not in _MAY_BE_THROWN:
        report(
            element_id, "unsupported-event", event=kind_of(definition), at="multiInstanceLoopCharacteristics"
        )
        return None
    return trigger_of(definition, element_id, known, report)
