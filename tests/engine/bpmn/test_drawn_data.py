"""Data objects and their links are drawn: nothing runs by them; a link that computes is refused."""

import pytest

from tests.engine.bpmn.drawing import begun, drawing, file, findings, script

OBJECTS = (
    '<dataObject id="d" name="data" itemSubjectRef="s" isCollection="true"/><dataObjectReference id="r" dataObjectRef="d">'
    '<dataState name="new"/></dataObjectReference><dataStoreReference id="store" dataStoreRef="register"/>'
    '<property id="own" name="own"/>'
)
READS = (
    '<ioSpecification><dataInput id="in" name="in"/><dataOutput id="out"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet>'
    "<outputSet/></ioSpecification>"
    '<dataInputAssociation id="di"><sourceRef>r</sourceRef><targetRef>in</targetRef></dataInputAssociation>'
    '<dataOutputAssociation id="do"><sourceRef>out</sourceRef><targetRef>r</targetRef></dataOutputAssociation>'
)


def test_it_runs_as_if_the_data_were_not_drawn() -> None:
    declared = '<itemDefinition id="s" structureRef="String"/><dataStore id="register" name="Register"/>'
    inside = {"a": script("n + 1", "n") + READS, "b": READS}
    source = drawing("start -> a:script -> b:task -> end", inside, beside=declared, extra=OBJECTS)
    assert begun(source, n=1).data == {"n": 2}


def test_it_draws_data_at_events() -> None:
    given = (
        '<dataOutput id="out"/><dataOutputAssociation id="x"><sourceRef>out</sourceRef><targetRef>r</targetRef>'
        "</dataOutputAssociation><outputSet/>"
    )
    assert begun(
        drawing("start -> end", {"start": given, "end": READS.split("</ioSpecification>")[1]})
    ).is_completed


@pytest.mark.parametrize(
    "computes", ["<assignment><from>1</from><to>x</to></assignment>", "<transformation>x</transformation>"]
)
def test_it_refuses_a_link_that_computes(computes: str) -> None:
    inside = {
        "a": f'<dataInputAssociation id="di"><targetRef>in</targetRef>{computes}</dataInputAssociation>'
    }
    [found] = findings(drawing("start -> a:task -> end", inside))
    assert (found.element, found.code, found.params["inside"]) == (
        "a",
        "unsupported-element",
        "dataInputAssociation",
    )


def test_it_refuses_links_at_a_call_which_would_say_what_goes_in() -> None:
    source = drawing("start -> c:call -> end", {"c": READS}, c='calledElement="p"')
    assert {each.code for each in findings(source)} == {"unsupported-element"}


def test_it_refuses_data_where_none_can_be_drawn() -> None:
    [found] = findings(
        file('<dataObject id="d"/>', '<process id="p" isExecutable="true"><startEvent id="s"/></process>')
    )
    assert (found.element, found.code) == ("d", "unsupported-element")
