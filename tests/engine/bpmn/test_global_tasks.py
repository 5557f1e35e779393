"""Global tasks, and processes called by BPMN's own attribute."""

import pytest

from engine.bpmn.checks import check
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import begun, drawing, each, file, findings, process, scope, script, zeebe
from tests.engine.bpmn.test_checks import CLERK, KNOWN

CALL = "start -> c:call -> end"


def calling(kind: str, inside: str = "", attributes: str = "") -> bytes:
    return file(
        f'<{kind} id="g" name="G" {attributes}>{inside}</{kind}>', process(CALL, c='calledElement="g"')
    )


@pytest.mark.parametrize("kind", ["globalTask", "globalManualTask"])
def test_it_passes_through(kind: str) -> None:
    case = begun(calling(kind))
    assert (case.is_completed, case.passed) == (True, ("start", "g.start", "g", "g.end", "c", "end"))


def test_it_evaluates_a_script() -> None:
    assert begun(calling("globalScriptTask", script("n + 1", "n")), n=1).data == {"n": 2}


def test_it_waits_for_a_person() -> None:
    case = begun(calling("globalUserTask", CLERK)).complete("g", said=1)
    assert (case.is_completed, case.data) == (True, {"g": {"said": 1}})


def test_it_is_called_from_many_places() -> None:
    inner = scope("s:start -> deep:call -> e:end", attributes={"prefix": "i", "deep": 'calledElement="g"'})
    several = each("=list", inputElement="n", outputCollection="outs", outputElement="=g")
    flows = "start -> c:call -> inner:sub -> many:call -> end"
    outer = process(flows, {"inner": inner, "many": several}, c='calledElement="g"', many='calledElement="g"')
    task = f'<globalScriptTask id="g">{script("n * 2", "g")}</globalScriptTask>'
    case = begun(file(task, outer), n=1, list=[3, 4])
    assert (case.data["g"], case.data["outs"]) == (2, [6, 8])


def test_nobody_begins_it() -> None:
    parsed = parse({"p.bpmn": calling("globalTask")})
    assert (sorted(parsed.processes), parsed.begun) == (["g", "p"], ("p",))


def test_it_refuses_a_script_in_another_language() -> None:
    source = calling("globalScriptTask", "<script>x</script>", 'scriptLanguage="text/javascript"')
    assert ("g", "script-not-feel") in [(each.element, each.code) for each in findings(source)]


def test_it_needs_an_id_of_its_own() -> None:
    source = file('<globalTask id="c"/>', process(CALL, c='calledElement="c"'))
    assert {(each.element, each.code) for each in findings(source)} == {("c", "id-twice")}


def test_its_performer_is_checked() -> None:
    parsed = parse({"p.bpmn": calling("globalUserTask")})
    assert [(each.element, each.code) for each in check(parsed, KNOWN)] == [("g", "task-without-performer")]


def test_it_calls_a_process_by_a_name_with_a_prefix() -> None:
    called = process("s:start -> t:task -> e:end", process_id="other", prefix="o")
    source = file(called, process(CALL, c='xmlns:tns="test" calledElement="tns:other"'))
    assert begun(source).is_completed


def test_zeebes_word_goes_before_the_attribute() -> None:
    called = process("s:start -> t:task -> e:end", process_id="other", prefix="o")
    inside = {"c": zeebe('calledElement processId="other"')}
    assert begun(drawing(CALL, inside, beside=called, c='calledElement="nobody"')).is_completed
