"""Compensation as it is drawn: a boundary event, and an association to the activity that undoes; all other associations are
drawn for the reader alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.dialect import ACTIVITIES, Report
from engine.bpmn.event_reader import Globals
from engine.bpmn.xml_source import BPMN, every, first, kind_of, text_of

_COMPENSATES = "compensateEventDefinition"


def associations(root: etree._Element) -> dict[str, list[str]]:
    """Return what each element of a file is associated with; an association may stand in any scope."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for association in root.iter(f"{{{BPMN}}}association"):
        source, target = association.get("sourceRef") or "", association.get("targetRef") or ""
        found[source].append(target)
        if association.get("associationDirection") != "One":
            found[target].append(source)
    return dict(found)


def undoes(node: etree._Element, definitions: Mapping[str, etree._Element]) -> bool:
    """Say whether a boundary event leads to what undoes its activity; it listens for nothing."""
    if kind_of(node) != "boundaryEvent":
        return False
    named = (definitions.get(text_of(reference)) for reference in every(node, "eventDefinitionRef"))
    return first(node, _COMPENSATES) is not None or any(
        each is not None and kind_of(each) == _COMPENSATES for each in named
    )


def handlers(nodes: Mapping[str, etree._Element], known: Globals, report: Report) -> dict[str, str]:
    """Return, for each activity of a scope that can be undone, the activity that undoes it; reports events without one."""
    found: dict[str, str] = {}
    for event_id, node in nodes.items():
        if undoes(node, known.definitions):
            activity = node.get("attachedToRef") or ""
            targets = list(_handlers(known.associations.get(event_id, ()), nodes))
            if len(targets) != 1:
                report(event_id, "compensation-without-handler", handlers=len(targets))
            elif activity in found:
                report(event_id, "two-handlers", of=activity)
            else:
                found[activity] = targets[0]
    return found


def _handlers(
    targets: Iterator[str] | list[str] | tuple[str, ...], nodes: Mapping[str, etree._Element]
) -> Iterator[str]:
    for target in targets:
        node = nodes.get(target)
        if node is not None and kind_of(node) in ACTIVITIES and node.get("isForCompensation") == "true":
            yield target
