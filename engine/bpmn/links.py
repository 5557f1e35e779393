"""Links: a flow drawn in two pieces, from a throw event to the catch event of the same name in the same scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.dialect import Report
from engine.bpmn.elements import Flow
from engine.bpmn.xml_source import every, first, kind_of, text_of

_LINK = "linkEventDefinition"
_FLOW = "link-of-"  # what the id of such a flow begins with
Ends = Mapping[str, etree._Element]  # the events of one half, by id, and their definitions


def link_flows(nodes: Mapping[str, etree._Element], report: Report) -> Iterator[tuple[str, Flow]]:
    """Yield the flow that each throw event stands for, with the event; reports those that lead nowhere, or to several."""
    throws, catches = _ends(nodes, "intermediateThrowEvent"), _ends(nodes, "intermediateCatchEvent")
    for thrown, definition in throws.items():
        targets = [caught for caught, other in catches.items() if _belong_together(definition, other)]
        if len(targets) == 1:
            yield thrown, Flow(f"{_FLOW}{thrown}", targets[0])
        else:
            report(thrown, "link-without-catch", link=definition.get("name") or "", catches=len(targets))


def is_link(flow_id: str) -> bool:
    """Say whether a flow stands for a link."""
    return flow_id.startswith(_FLOW)


def _ends(nodes: Mapping[str, etree._Element], kind: str) -> Ends:
    found = {name: first(node, _LINK) for name, node in nodes.items() if kind_of(node) == kind}
    return {name: definition for name, definition in found.items() if definition is not None}


def _belong_together(thrown: etree._Element, caught: etree._Element) -> bool:
    """Say whether two halves name each other; references go before names."""
    target = text_of(first(thrown, "target"))
    sources = [text_of(source) for source in every(caught, "source")]
    if target or sources:
        return target == caught.get("id") or thrown.get("id") in sources
    return bool(thrown.get("name")) and thrown.get("name") == caught.get("name")
