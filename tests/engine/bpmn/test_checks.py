"""What must hold before a diagram is published: performers, names, FEEL, ways to an end (decision 13)."""

import pytest

from engine.bpmn.checks import Known, check
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import (
    declared,
    drawing,
    each,
    file,
    mapping,
    message,
    process,
    scope,
    script,
    timer,
    zeebe,
)
from tests.engine.bpmn.test_lanes import lane, lanes

KNOWN = Known(
    forms={"f"},
    decisions={"d"},
    operations={"matter.record": ("title",)},
    has_post=lambda post: post == "station-clerk",
    functions=("add working days",),
)
CLERK = zeebe('assignmentDefinition candidateGroups="station-clerk"')


def found(source: bytes) -> list[tuple[str, str]]:
    parsed = parse({"p.bpmn": source})
    assert parsed.findings == ()
    return [(finding.element, finding.code) for finding in check(parsed, KNOWN)]


def clerk(*extensions: str) -> str:
    return zeebe('assignmentDefinition candidateGroups="station-clerk"', *extensions)


def test_it_finds_nothing_in_a_diagram_that_is_right() -> None:
    called = process("begin:start -> b:user -> e:end", {"b": CLERK}, process_id="other", prefix="o")
    source = drawing(
        """start -> a:user -> w:service -> j:rule -> s:script -> c:call -> choose:xor [x > 1] -> end
        choose -> end2:end
        late:on-a -> end3:end""",
        {
            "a": clerk('formDefinition formId="f"', 'taskSchedule dueDate="=add working days(today(), 5)"'),
            "w": zeebe('taskDefinition type="matter.record"', mapping(input_title="=a.title")),
            "j": zeebe('calledDecision decisionId="d" resultVariable="r"'),
            "s": script("1 + 1", "x"),
            "c": zeebe('calledElement processId="other"'),
            "late": timer("Cycle", "R/P1D"),
        },
        beside=called,
        choose='default="f8"',
        late='cancelActivity="false"',
    )
    assert found(source) == []


@pytest.mark.parametrize(
    ("flows", "inside", "code"),
    [
        ("start -> x:user -> end", clerk('formDefinition formId="none"'), "unknown-form"),
        (
            "start -> x:rule -> end",
            zeebe('calledDecision decisionId="none" resultVariable="r"'),
            "unknown-decision",
        ),
        ("start -> x:service -> end", zeebe('taskDefinition type="none"'), "unknown-operation"),
        (
            "start -> x:service -> end",
            zeebe('taskDefinition type="matter.record"'),
            "operation-input-missing",
        ),
        ("start -> x:call -> end", zeebe('calledElement processId="none"'), "unknown-process"),
        ("start -> x:call -> end", zeebe('calledElement processId="=which"'), "name-computed"),
        ("start -> x:user -> end", "", "task-without-performer"),
    ],
)
def test_it_finds_a_name_that_nothing_has(flows: str, inside: str, code: str) -> None:
    assert found(drawing(flows, {"x": inside})) == [("x", code)]


def test_it_finds_a_post_that_the_directory_does_not_have() -> None:
    source = drawing("start -> a:user -> end", extra=lanes(lane("l", "post:king", "a")))
    assert found(source) == [("l", "unknown-post")]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        (clerk(mapping(input_y="=1 +")), "expression"),
        (clerk(mapping(output_y="=no such function(1)")), "expression"),
        (clerk('taskSchedule dueDate="=today( + 1"'), "expression"),
        (clerk('taskSchedule dueDate="next week"'), "not-a-time"),
        (clerk() + each("people"), "not-feel"),
        (clerk() + each("=people", until="1 +"), "expression"),
        (clerk() + each("=people", outputCollection="o", outputElement="y"), "not-feel"),
    ],
)
def test_it_finds_a_text_of_a_task_that_does_not_compile(inside: str, code: str) -> None:
    assert found(drawing("start -> x:user -> end", {"x": inside})) == [("x", code)]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        (timer("Duration", "3 days"), "not-a-time"),
        (timer("Date", "tomorrow"), "not-a-time"),
        (timer("Duration", "=duration("), "expression"),
        (timer("Cycle", "R/P1D"), "cycle-not-here"),
        (message("bare"), "not-feel"),
    ],
)
def test_it_finds_an_event_that_would_never_come(inside: str, code: str) -> None:
    source = drawing("start -> x:catch -> end", {"x": inside}, beside=declared("bare", "number"))
    assert found(source) == [("x", code)]


def test_it_finds_a_script_and_a_person_that_are_no_feel() -> None:
    source = drawing(
        "start -> a:user -> s:script -> end",
        {"s": zeebe('script expression="1" resultVariable="x"')},
        extra=lanes(lane("l", "person:zhang", "a")),
    )
    assert sorted(found(source)) == [("l", "not-feel"), ("s", "not-feel")]


def test_it_names_the_flow_whose_condition_does_not_compile() -> None:
    source = drawing("start -> choose:xor [x >] -> end\nchoose -> end2:end", choose='default="f3"')
    assert found(source) == [("f2", "expression")]


@pytest.mark.parametrize(
    ("flows", "attributes", "expected"),
    [
        ("start -> choose:xor [x] -> end\nchoose -> end2:end", {}, [("f3", "flow-without-condition")]),
        ("start -> fork:and [x] -> end\nfork -> end2:end", {}, [("f2", "condition-not-here")]),
        (
            "start -> choose:xor [x] -> end\nchoose [y] -> end2:end",
            {"choose": 'default="f2"'},
            [("f2", "default-with-condition")],
        ),
        ("start -> end\nend -> start", {}, [("start", "flow-not-here"), ("end", "flow-not-here")]),
        ("start -> end\na:script -> end2:end", {}, [("a", "never-reached"), ("end2", "never-reached")]),
        ("start -> fork:and -> end\nfork -> a:script", {}, [("a", "no-way-to-end")]),
        (
            "start -> fork:and -> end\nfork -> a:script -> b:script -> a",
            {},
            [("a", "no-way-to-end"), ("b", "no-way-to-end")],
        ),
    ],
)
def test_it_finds_a_way_that_leads_nowhere(
    flows: str, attributes: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    scripts = {"a": script("1", "x"), "b": script("1", "x")}
    assert found(drawing(flows, scripts, **attributes)) == expected


def test_it_looks_into_subprocesses() -> None:
    inner = scope("s:start -> a:user -> e:end", attributes={"prefix": "i"})
    assert found(drawing("start -> inner:sub -> end", {"inner": inner})) == [("a", "task-without-performer")]


def test_it_finds_a_start_form_inside_and_an_error_that_does_not_interrupt() -> None:
    inner = scope("s:start -> e:end", {"s": zeebe('formDefinition formId="f"')}, {"prefix": "i"})
    flows = "start -> inner:sub -> end\nedge:on-inner -> end2:end"
    source = drawing(
        flows, {"inner": inner, "edge": "<errorEventDefinition/>"}, edge='cancelActivity="false"'
    )
    assert sorted(found(source)) == [("edge", "error-not-interrupting"), ("s", "form-not-here")]


def test_it_says_which_file() -> None:
    parsed = parse({"one.bpmn": file(process("start -> a:user -> end"))})
    [finding] = check(parsed, KNOWN)
    assert (finding.file, finding.element) == ("one.bpmn", "a")


def test_it_does_not_say_again_for_each_step_what_an_element_that_does_not_run_cuts_off() -> None:
    parsed = parse({"p.bpmn": drawing("start -> a:manual -> s:script -> end", {"s": script("1", "x")})})
    assert [finding.code for finding in parsed.findings] == ["unsupported-element"]
    assert check(parsed, KNOWN) == ()
