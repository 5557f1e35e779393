"""What is wrong with compensation and transactions in a drawing, said before anything runs."""

from engine.bpmn.checks import check
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import begun, drawing, each, scope, script
from tests.engine.bpmn.test_checks import KNOWN
from tests.engine.bpmn.undoing import CANCEL, COMPENSATE, compensate, part, whole


def found(source: bytes) -> list[tuple[str, str]]:
    parsed = parse({"p.bpmn": source})
    everything = [*parsed.findings, *check(parsed, KNOWN)]
    return [(each.element, each.code) for each in everything if each.severity == "error"]


DONE = {"a": script("1", "x"), "b": script("1", "x"), "no_a": script("1", "x"), "undo": COMPENSATE}


def test_it_finds_nothing_wrong_with_what_runs() -> None:
    inner = part(
        "s:start -> b:script -> e:end\nb ~ no_b:script", {"b": DONE["b"], "no_b": DONE["b"]}, prefix="i"
    )
    own = part("by:start -> redo:end", {"by": COMPENSATE, "redo": compensate("b")}, prefix="o")
    with_own = part(
        "s:start -> b:script -> e:end\nb ~ no_b:script\nown:subProcess",
        {"b": DONE["b"], "no_b": DONE["b"], "own": own},
        prefix="i",
        own='triggeredByEvent="true"',
    )
    for frame in (inner, with_own):
        flows = """start -> a:script -> inner:sub -> undo:intermediateThrowEvent -> end
        a ~ no_a:script"""
        assert found(whole(part(flows, {**DONE, "inner": frame}))) == []


def test_it_finds_a_boundary_event_that_leads_to_nothing_that_undoes() -> None:
    flows = "start -> a:script -> undo:end\nedge:on-a"
    without = drawing(flows, {**DONE, "edge": COMPENSATE})
    assert ("edge", "compensation-without-handler") in found(without)
    to = '<association id="x" sourceRef="edge" targetRef="b"/>'
    not_meant = drawing(flows + "\nb:script", {**DONE, "edge": COMPENSATE}, extra=to)
    assert ("edge", "compensation-without-handler") in found(not_meant)
    elsewhere = scope(
        "s:start -> e:end\nno_a:script", DONE, {"no_a": 'isForCompensation="true"', "prefix": "i"}
    )
    to = '<association id="x" sourceRef="edge" targetRef="no_a"/>'
    source = drawing(
        flows.replace("a:script ->", "a:script -> inner:sub ->"),
        {**DONE, "edge": COMPENSATE, "inner": elsewhere},
        extra=to,
    )
    assert ("edge", "compensation-without-handler") in found(source)


def test_it_finds_two_that_would_undo_one() -> None:
    flows = """start -> a:script -> undo:end
    a ~ no_a:script
    edge:on-a
    b:script"""
    to = '<association id="x" sourceRef="edge" targetRef="b"/>'
    content = part(flows, {**DONE, "edge": COMPENSATE}, b='isForCompensation="true"')
    assert ("edge", "two-handlers") in found(whole(content + to))


def test_it_finds_what_undoes_in_the_flow_and_what_nobody_calls() -> None:
    flows = """start -> a:script -> undo:end
    a ~ no_a:script
    no_a -> b:script -> end"""
    assert ("no_a", "handler-in-flow") in found(whole(part(flows, DONE)))
    assert ("b", "never-reached") in found(
        whole(part("start -> a:script -> undo:end\nb:script", DONE, b='isForCompensation="true"'))
    )


def test_it_finds_that_nobody_undoes_a_whole_process() -> None:
    own = part("by:start -> oe:end", {"by": COMPENSATE}, prefix="o")
    content = part("start -> end\nown:subProcess", {"own": own}, own='triggeredByEvent="true"')
    assert found(whole(content)) == [("own", "never-compensated")]


def test_it_finds_an_activity_that_is_out_of_sight_or_that_nothing_undoes() -> None:
    inner = part(
        "s:start -> b:script -> e:end\nb ~ no_b:script", {"b": DONE["b"], "no_b": DONE["b"]}, prefix="i"
    )
    for activity, code in (
        ("b", "compensation-out-of-sight"),
        ("x", "compensation-out-of-sight"),
        ("a", "nothing-to-compensate"),
    ):
        flows = "start -> a:script -> inner:sub -> undo:end"
        content = part(flows, {**DONE, "inner": inner, "undo": compensate(activity)})
        assert found(whole(content)) == [("undo", code)]


def test_it_finds_a_cancel_that_belongs_to_no_transaction_or_that_nobody_catches() -> None:
    assert found(drawing("start -> end", {"end": CANCEL})) == [("end", "cancel-not-here")]
    inner = part("s:start -> stop:end", {"stop": CANCEL}, prefix="i")
    assert ("stop", "cancel-not-caught") in found(whole(part("start -> t:transaction -> end", {"t": inner})))
    inside = {"f": part("s:start -> e:end", prefix="i"), "off": CANCEL}
    assert found(whole(part("start -> f:sub -> end\noff:on-f -> end_off:end", inside))) == [
        ("off", "cancel-not-here")
    ]


def test_it_finds_a_cancel_in_a_transaction_that_is_done_several_times() -> None:
    inner = each("=[1, 2]") + part("s:start -> stop:end", {"stop": CANCEL}, prefix="i")
    content = part("start -> t:transaction -> end\noff:on-t -> end_off:end", {"t": inner, "off": CANCEL})
    assert found(whole(content)) == [("stop", "cancel-of-many")]


def test_it_says_once_more_when_it_runs_that_nobody_catches_a_cancel() -> None:
    inner = part("s:start -> stop:end", {"stop": CANCEL}, prefix="i")
    case = begun(whole(part("start -> t:transaction -> end", {"t": inner})))
    assert [incident.cause for incident in case.now.waiting().incidents] == ["cancel-not-caught"]


def test_it_reads_a_definition_at_the_root_of_the_file() -> None:
    root = '<compensateEventDefinition id="undoing"/>'
    named = "<eventDefinitionRef>undoing</eventDefinitionRef>"
    flows = "start -> a:script -> undo:end\nedge:on-a\nno_a:script"
    to = '<association id="x" sourceRef="edge" targetRef="no_a"/>'
    content = part(flows, {**DONE, "edge": named, "undo": named}, no_a='isForCompensation="true"')
    assert found(whole(content + to, root)) == []
    case = begun(whole(content + to, root))
    assert case.is_completed
    assert case.passed[-2:] == ("no_a", "undo")


def test_it_finds_a_handler_that_would_not_interrupt() -> None:
    own = part("by:start -> oe:end", {"by": COMPENSATE}, prefix="o", by='isInterrupting="false"')
    inner = part("s:start -> e:end\nown:subProcess", {"own": own}, prefix="i", own='triggeredByEvent="true"')
    assert found(whole(part("start -> f:sub -> end", {"f": inner}))) == [("own", "unsupported-attribute")]
