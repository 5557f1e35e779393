"""What is not supported is refused, with element and reason; hostile files reach nothing and blow nothing up."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn.parser import parse
from engine.bpmn.xml_source import LARGEST
from tests.engine.bpmn.drawing import declared, drawing, each, file, findings, process, script, zeebe

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def found(source: bytes) -> list[tuple[str, str]]:
    return [(each.element, each.code) for each in findings(source)]


def with_doctype(doctype: str, text: str = "") -> bytes:
    return drawing("start -> a:user -> end", {"a": f"<documentation>{text}</documentation>"}).replace(
        b"<definitions", f"<!DOCTYPE definitions {doctype}><definitions".encode()
    )


@pytest.mark.parametrize(
    ("doctype", "text"),
    [
        ('[<!ENTITY e SYSTEM "file:///etc/passwd">]', "&e;"),
        ('[<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]', "&e;"),
        (f'[<!ENTITY l0 "lol">{LAUGHS}]', "&l9;"),
        ('SYSTEM "http://127.0.0.1:9/x.dtd"', ""),
        ('[<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]', ""),
        ("[]", ""),
    ],
    ids=[
        "external entity",
        "entity of the network",
        "billion laughs",
        "external DTD",
        "parameter entity",
        "empty DTD",
    ],
)
def test_it_refuses_a_document_type(doctype: str, text: str) -> None:
    began = time.monotonic()
    [finding] = findings(with_doctype(doctype, text))
    assert finding.code == "doctype"
    assert "root:" not in str(finding)
    assert time.monotonic() - began < 1


def test_it_refuses_a_document_type_in_another_encoding() -> None:
    source = with_doctype("[]").decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert found(source) == [("", "doctype")]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "not-xml"),
        (b"hello", "not-xml"),
        (b"<definitions", "not-xml"),
        (b"<a/>", "not-bpmn"),
        (b"<!-- " + b"x" * LARGEST + b" --><a/>", "too-large"),
        (b"<a>" * 5000 + b"</a>" * 5000, "not-xml"),
        (file(), "no-process"),
    ],
    ids=["empty", "text", "cut off", "other root", "too large", "too deep", "no process"],
)
def test_it_refuses_what_is_no_diagram(source: bytes, code: str) -> None:
    assert [each[1] for each in found(source)] == [code]


@pytest.mark.parametrize("name", ["adHocSubProcess"])
def test_it_refuses_an_activity_that_it_does_not_run(name: str) -> None:
    assert ("x", "unsupported-element") in found(drawing(f"start -> x:{name} -> end"))


@pytest.mark.parametrize("name", ["complexGateway"])
def test_it_refuses_a_node_that_it_does_not_run(name: str) -> None:
    """Trap 19."""
    assert found(drawing(f"start -> x:{name} -> end")) == [("x", "unsupported-element")]


@pytest.mark.parametrize(
    ("at", "event"),
    [
        ("start", "errorEventDefinition"),
        ("start", "escalationEventDefinition"),
        ("start", "conditionalEventDefinition"),
        ("end", "timerEventDefinition"),
        ("end", "conditionalEventDefinition"),
        ("pause", "compensateEventDefinition"),
        ("pause", "errorEventDefinition"),
        ("pause", "escalationEventDefinition"),
        ("pause", "terminateEventDefinition"),
        ("edge", "linkEventDefinition"),
        ("start", "cancelEventDefinition"),
    ],
)
def test_it_refuses_an_event_that_it_does_not_run(at: str, event: str) -> None:
    """Trap 19: in the library some of these run silently as something else."""
    flows = """start -> a:user -> pause:catch -> end
    edge:on-a -> end_edge:end"""
    inside = {
        "pause": "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>",
        "edge": "<errorEventDefinition/>",
        at: f"<{event}/>",
    }
    assert found(drawing(flows, inside)) == [(at, "unsupported-event")]


@pytest.mark.parametrize("language", ["python", "javascript", "groovy", "FEEL"])
def test_it_refuses_a_script_that_is_not_feel(language: str) -> None:
    source = drawing(
        "start -> s:script -> end", {"s": "<script>import os</script>"}, s=f'scriptFormat="{language}"'
    )
    assert found(source)[0] == ("s", "script-not-feel")


def test_it_refuses_a_condition_in_another_language() -> None:
    source = drawing("start -> a:user [x > 1] -> end", a='default="f2"').replace(
        b"<conditionExpression>", b'<conditionExpression language="python">'
    )
    assert ("f2", "script-not-feel") in found(source)


@pytest.mark.parametrize(
    ("kind", "inside"),
    [
        ("catch", "<timerEventDefinition><timeDate {}>2026-03-20</timeDate></timerEventDefinition>"),
        ("catch", "<timerEventDefinition><timeDuration {}>P1D</timeDuration></timerEventDefinition>"),
        ("catch", "<timerEventDefinition><timeCycle {}>R3/P1D</timeCycle></timerEventDefinition>"),
        ("catch", "<conditionalEventDefinition><condition {}>=a</condition></conditionalEventDefinition>"),
        ("task", each("=list", until="a").replace("<completionCondition", "<completionCondition {}")),
        (
            "task",
            "<multiInstanceLoopCharacteristics><loopCardinality {}>=3</loopCardinality></multiInstanceLoopCharacteristics>",
        ),
        (
            "task",
            "<standardLoopCharacteristics><loopCondition {}>=a</loopCondition></standardLoopCharacteristics>",
        ),
    ],
)
def test_it_refuses_any_expression_in_another_language(kind: str, inside: str) -> None:
    """Otherwise it would be read as FEEL and mean something else."""
    flows = f"start -> x:{kind} -> end"
    assert found(drawing(flows, {"x": inside.format("")})) == []
    assert found(drawing(flows, {"x": inside.format('language="python"')})) == [("x", "script-not-feel")]


@pytest.mark.parametrize(
    "attribute",
    [
        'xmlns:camunda="c" camunda:formKey="x"',
        'implementation="x"',
    ],
)
def test_it_refuses_an_attribute_that_it_would_ignore(attribute: str) -> None:
    assert found(drawing("start -> a:user -> end", a=attribute)) == [("a", "unsupported-attribute")]


@pytest.mark.parametrize(
    "extension",
    [
        'taskDefinition type="x"',
        '<c:x xmlns:c="camunda"/>',
    ],
)
def test_it_refuses_an_extension_that_it_would_ignore(extension: str) -> None:
    assert found(drawing("start -> a:user -> end", {"a": zeebe(extension)})) == [
        ("a", "unsupported-extension")
    ]


@pytest.mark.parametrize(
    "extension",
    ['formDefinition formKey="x" formId="y"', 'taskSchedule reminder="=x"', 'userTask lib="x"'],
)
def test_it_refuses_an_attribute_of_an_extension(extension: str) -> None:
    assert ("a", "unsupported-attribute") in found(drawing("start -> a:user -> end", {"a": zeebe(extension)}))


def test_it_refuses_a_binding_of_another_name() -> None:
    source = drawing("start -> a:user -> end", {"a": zeebe('formDefinition formId="f" bindingType="newest"')})
    assert found(source) == [("a", "other-binding")]


@pytest.mark.parametrize(
    ("flows", "inside"),
    [
        ("start -> x:service -> end", ""),
        ("start -> x:rule -> end", zeebe('calledDecision decisionId="d"')),
        ("start -> x:script -> end", zeebe('script expression="=1"')),
        ("start -> x:call -> end", zeebe("calledElement")),
        ("start -> x:user -> end", "<multiInstanceLoopCharacteristics/>"),
        ("start -> x:user -> end", zeebe("formDefinition")),
        ("start -> x:user -> end", zeebe('<zeebe:ioMapping><zeebe:input source="=1"/></zeebe:ioMapping>')),
        ("start -> x:catch -> end", "<timerEventDefinition/>"),
        ("start -> x:catch -> end", '<messageEventDefinition messageRef="none"/>'),
    ],
)
def test_it_refuses_what_is_not_said_to_the_end(flows: str, inside: str) -> None:
    assert found(drawing(flows, {"x": inside})) == [("x", "incomplete")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (drawing("a:user -> b:user -> a"), [("p", "not-one-start")]),
        (drawing("start -> end\nstart2:start -> end"), [("p", "not-one-start")]),
        (drawing("start -> x:catch -> end"), [("x", "not-one-event")]),
        (
            drawing(
                "start -> x:catch -> end", {"x": '<linkEventDefinition name="a"/><errorEventDefinition/>'}
            ),
            [("x", "unsupported-event")],
        ),
        (
            drawing("start -> end\nedge:on-start -> end", {"edge": "<errorEventDefinition/>"}),
            [("edge", "boundary-detached")],
        ),
        (
            drawing("start -> end", start='default="nothing"'),
            [("start", "flow-broken"), ("start", "unsupported-attribute")],
        ),
        (
            drawing("start -> end", extra='<sequenceFlow id="x" sourceRef="start" targetRef="gone"/>'),
            [("x", "flow-broken")],
        ),
        (drawing("start -> end", extra='<userTask id="end"/>'), [("end", "id-twice")]),
        (drawing("start -> end", extra="<userTask/>"), [("p", "id-missing")]),
        (drawing("start -> end").replace(b'"true"', b'"false"'), [("p", "process-not-executable")]),
    ],
)
def test_it_refuses_a_drawing_that_hangs_together_badly(
    source: bytes, expected: list[tuple[str, str]]
) -> None:
    assert found(source) == expected


def test_it_refuses_an_id_that_stands_in_two_files_of_a_folder() -> None:
    files = {
        "a.bpmn": drawing("start -> end"),
        "b.bpmn": file(process("start -> end2:end", process_id="q", prefix="q")),
    }
    assert {(each.file, each.element, each.code) for each in parse(files).findings} == {
        ("a.bpmn", "start", "id-twice"),
        ("b.bpmn", "start", "id-twice"),
    }


def test_it_takes_what_is_drawn_only_for_the_reader() -> None:
    extra = """<documentation>why</documentation><textAnnotation id="t"><text>note</text></textAnnotation>
    <association id="as" sourceRef="t" targetRef="start"/><group id="g"/>"""
    beside = """<collaboration id="c"><participant id="pool" processRef="p"/><participant id="citizen"/>
    <messageFlow id="mf" sourceRef="citizen" targetRef="pool"/></collaboration>"""
    assert found(drawing("start -> end", extra=extra, beside=beside)) == []


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_it_never_raises_whatever_stands_in_a_file(data: st.DataObject) -> None:
    source = drawing(
        "start -> a:user -> s:script -> end\nedge:on-a -> end",
        {"s": script("1", "x"), "edge": '<messageEventDefinition messageRef="word"/>'},
        beside=declared("word"),
    )
    for _change in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(source)))
        source = source[:at] + data.draw(st.binary(max_size=3)) + source[at + data.draw(st.integers(0, 6)) :]
    words = [
        b"userTask",
        b"endEvent",
        b"id=",
        b"sequenceFlow",
        b"boundaryEvent",
        b"startEvent",
        b"extensionElements",
    ]
    source = source.replace(data.draw(st.sampled_from(words)), data.draw(st.sampled_from(words)))
    parse({"p.bpmn": source})


def test_it_reads_diagrams_alone() -> None:
    assert parse({"p.dmn": b"no", "p.form": b"no"}).findings == ()
