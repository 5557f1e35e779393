"""docs/designers/elements.md is fresh, and what it says of each element and attribute is what happens to a diagram."""

from collections.abc import Iterator

import pytest
from lxml import etree

from engine.bpmn import dialect
from engine.bpmn.drawn_data import ASSOCIATIONS
from engine.bpmn.parser import parse
from engine.bpmn.xml_source import BPMN, ZEEBE, kind_of
from tests.engine.bpmn.drawing import BY_EVENT, NAMESPACES
from tools import elements, instead
from tools.bpmn_schema import ZEEBE as WORDS_OF_ZEEBE
from tools.bpmn_schema import bpmn_words

AROUND = f"""<definitions {NAMESPACES}><collaboration><participant/></collaboration>
<message/><error/><signal/><escalation/><process id="p" isExecutable="true"><laneSet><lane><childLaneSet/></lane></laneSet>
<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/><userTask id="a"/>%s</process></definitions>"""
START = '<subProcess id="n" %s><startEvent id="x"/></subProcess>'
WITH_PLACE = {
    dialect.START_INSIDE: START % "",
    dialect.START_BY_EVENT: START % BY_EVENT,
    dialect.EVENT_SUBPROCESS: f'<subProcess id="x" {BY_EVENT}><startEvent id="b"/></subProcess>',
    "complexBehaviorDefinition": '<userTask id="n"><multiInstanceLoopCharacteristics behavior="Complex">'
    "<loopCardinality>2</loopCardinality><complexBehaviorDefinition/></multiInstanceLoopCharacteristics></userTask>",
}
LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
REFUSALS = {"unsupported-element", "unsupported-event", "unsupported-attribute", "script-not-feel"}


def sample(place: str) -> tuple[etree._Element, etree._Element]:
    """Return a file that has an element at that place, and the element: the last of its kind."""
    kind = elements.kind_at(place)
    if place in WITH_PLACE:
        extra = WITH_PLACE[place]
    elif place in dialect.FLOW_NODES:
        extra = f'<{place} id="x" attachedToRef="a"/>' if place == "boundaryEvent" else f'<{place} id="x"/>'
    else:
        extra = inside_a_node(place)
    root = etree.fromstring(AROUND % extra)
    return root, [each for each in root.iter() if kind_of(each) == kind and is_meant(each, place)][-1]


def is_meant(element: etree._Element, place: str) -> bool:
    return place not in WITH_PLACE or place == "complexBehaviorDefinition" or element.get("id") == "x"


def inside_a_node(place: str) -> str:
    """Return a node that holds an element which is no node itself, or nothing where the file has one anyway."""
    if place.endswith("EventDefinition"):
        event = max(name for name in dialect.EVENTS if place in dialect.EVENT_DEFINITIONS[name])
        return f'<{event} id="x" attachedToRef="a"><{place}/></{event}>'
    if place in LOOPS or place in ASSOCIATIONS:
        return f'<userTask id="x"><{place}/></userTask>'
    return ""


def refusals(root: etree._Element) -> list[tuple[str, str]]:
    """Return what is refused of a file, by code and by what it names."""
    found = parse({"a.bpmn": etree.tostring(root)}).findings
    names = ("kind", "event", "attribute", "extension")
    return [
        (each.code, next((str(each.params[name]) for name in names if name in each.params), ""))
        for each in found
        if each.code in REFUSALS
    ]


def is_refused(place: str, name: str, *, attribute: bool) -> bool:
    root, element = sample(place)
    before = refusals(root)
    if attribute:
        element.set(name, element.get(name, "probe"))
    else:
        etree.SubElement(element, f"{{{BPMN}}}{name}", id="probe")
    return any(
        each not in before for each in refusals(root) if each[1] == name or each[0] == "script-not-feel"
    )


def children() -> Iterator[tuple[str, str]]:
    for place in sorted(elements.CHECKED):
        for name in sorted(elements.children_of(place) | elements.refused_in(place)):
            yield place, name


def attributes() -> Iterator[tuple[str, str]]:
    for place in sorted(elements.CHECKED):
        for name in sorted(elements.attributes_of(place) | elements.refused_attributes_of(place)):
            yield place, name


def test_the_page_is_fresh() -> None:
    """`python -m tools.elements` writes it."""
    assert elements.PAGE.read_text(encoding="utf-8") == elements.page()


def test_it_knows_the_elements_of_bpmn() -> None:
    words = bpmn_words()
    assert len(words) > 150
    assert "implementation" in words["userTask"].attributes
    assert {"complexGateway", "userTask", "documentation"} <= words["process"].children
    assert not {"flowNode", "activity", "rootElement"} & words.keys()


@pytest.mark.parametrize("place", sorted(elements.CHECKED - {"definitions"}))
def test_it_tries_the_place_that_it_means(place: str) -> None:
    root, element = sample(place)
    assert kind_of(element) == elements.kind_at(place)
    assert [each for each in refusals(root) if each[1] == kind_of(element)] == []


@pytest.mark.parametrize("place", sorted(elements.CHECKED))
def test_a_diagram_may_hold_the_elements_that_the_page_allows_and_no_others(place: str) -> None:
    wrong = [
        name
        for at, name in children()
        if at == place and is_refused(place, name, attribute=False) != (name in elements.refused_in(place))
    ]
    assert wrong == []


@pytest.mark.parametrize("place", sorted(elements.CHECKED))
def test_an_element_may_have_the_attributes_that_the_page_allows_and_no_others(place: str) -> None:
    refused = elements.refused_attributes_of(place)
    wrong = [
        name
        for at, name in attributes()
        if at == place and name != "id" and is_refused(place, name, attribute=True) != (name in refused)
    ]
    assert wrong == []


def test_it_says_what_to_use_for_all_that_is_refused() -> None:
    assert set(instead.OF_BPMN) == elements.refused()
    assert set(instead.OF_ATTRIBUTES) == elements.refused_attributes()


def test_it_says_what_to_use_for_all_of_zeebe_that_is_refused() -> None:
    inner = {name for each in dialect.EXTENSION_CHILDREN.values() for name in each}
    runs = inner | {name for each in dialect.EXTENSIONS.values() for name in each}
    attributes = {
        f"{name}.{attribute}"
        for name in runs
        for attribute in set(WORDS_OF_ZEEBE[name]) - dialect.EXTENSION_ATTRIBUTES.get(name, frozenset())
    }
    assert runs <= WORDS_OF_ZEEBE.keys()
    assert set(instead.OF_ZEEBE) == (WORDS_OF_ZEEBE.keys() - runs) | attributes


@pytest.mark.parametrize("kind", sorted(dialect.FLOW_NODES))
def test_a_node_may_have_the_extensions_that_the_page_allows_and_no_others(kind: str) -> None:
    wrong = []
    for name in WORDS_OF_ZEEBE:
        root, element = sample(kind)
        if kind in dialect.EVENTS - {"startEvent", "boundaryEvent", "intermediateCatchEvent"}:
            etree.SubElement(element, f"{{{BPMN}}}messageEventDefinition")  # an operation sends it
        around = etree.SubElement(element, f"{{{BPMN}}}extensionElements")
        etree.SubElement(around, f"{{{ZEEBE}}}{name}")
        found = {each.params.get("extension") for each in parse({"a.bpmn": etree.tostring(root)}).findings}
        if (f"zeebe:{name}" in found) != (name not in dialect.EXTENSIONS[kind]):
            wrong.append(name)
    assert wrong == []
