"""The `behavior` of a multi-instance: what its instances throw to the boundary of their activity as they complete."""

import pytest

from engine.bpmn.checks import check
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import PLACES, Moving, begun, drawing, file, findings, placed, process
from tests.engine.bpmn.test_checks import KNOWN

DECLARED = (
    '<signal id="done" name="done"/><signalEventDefinition id="thrown" signalRef="done"/>'
    '<escalation id="esc" escalationCode="e1"/><escalationEventDefinition id="risen" escalationRef="esc"/>'
    '<timerEventDefinition id="time"><timeDuration>P1D</timeDuration></timerEventDefinition>'
)
FLOWS = """start -> t:user -> after:user -> end
word:on-t -> told:user -> end_told:end"""
SIGNAL = '<signalEventDefinition signalRef="done"/>'


def several(attributes: str, inside: str = "", *, sequential: bool = False) -> str:
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}" {attributes}>'
        f"<loopCardinality>3</loopCardinality>{inside}</multiInstanceLoopCharacteristics>"
    )


def complex_behavior(condition: str, event: str = SIGNAL) -> str:
    return f"<complexBehaviorDefinition><condition>={condition}</condition><event>{event}</event></complexBehaviorDefinition>"


def case_of(loop: str, caught: str = SIGNAL, place: str = "alone") -> Moving:
    return begun(placed(place, FLOWS, {"t": loop, "word": caught}, beside=DECLARED, prefix="i"))


NONE, ONE = 'behavior="None" noneBehaviorEventRef="thrown"', 'behavior="One" oneBehaviorEventRef="thrown"'


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("sequential", [False, True])
@pytest.mark.parametrize(
    ("said", "told"), [(NONE, [1, 2, 3]), (ONE, [1, 1, 1]), ('behavior="All"', [0, 0, 0])]
)
def test_it_throws_when_an_instance_completes(
    place: str, sequential: bool, said: str, told: list[int]
) -> None:
    case = case_of(several(said, sequential=sequential), place=place)
    seen = [case.complete("t").tasks.count("told") for _instance in range(3)]
    assert seen == told
    assert "after" in case.tasks
    for task in case.tasks:
        case.complete(task)
    assert case.is_completed


def test_it_throws_on_a_condition_and_cancels_what_is_left() -> None:
    loop = several('behavior="Complex"', complex_behavior("numberOfCompletedInstances = 2"))
    case = case_of(loop).complete("t")
    assert case.tasks == ["t", "t"]
    assert case.complete("t").tasks == ["after", "told"]


def test_it_asks_each_of_several_conditions() -> None:
    definitions = complex_behavior("false") + complex_behavior("true")
    assert case_of(several('behavior="Complex"', definitions)).complete("t").tasks == ["after", "told"]


def test_it_ends_on_a_condition_without_an_event() -> None:
    only = "<complexBehaviorDefinition><condition>=true</condition></complexBehaviorDefinition>"
    assert case_of(several('behavior="Complex"', only)).complete("t").tasks == ["after"]


def test_it_stands_where_a_condition_is_neither_true_nor_false_and_counts_nothing() -> None:
    loop = several('behavior="Complex"', complex_behavior("enough"))
    source = drawing(FLOWS, {"t": loop, "word": SIGNAL}, beside=DECLARED)
    case = begun(source, enough=1).complete("t")
    assert (case.incidents, case.tasks) == ([("t", "condition-not-boolean")], ["t", "t"])
    assert case.change(enough=True).retry("t").tasks == ["after", "told"]


@pytest.mark.parametrize(
    "caught", ['<escalationEventDefinition escalationRef="esc"/>', "<escalationEventDefinition/>"]
)
def test_it_throws_an_escalation(caught: str) -> None:
    case = case_of(several('behavior="One" oneBehaviorEventRef="risen"'), caught)
    assert case.complete("t").tasks == ["t", "t", "told"]


def test_it_is_heard_at_its_own_boundary_alone() -> None:
    flows = f"""{FLOWS}
    start -> other:catch -> end_other:end"""
    source = drawing(flows, {"t": several(NONE), "word": SIGNAL, "other": SIGNAL}, beside=DECLARED)
    case = begun(source).complete("t")
    assert {each.element.id for each in case.now.waiting().signals} == {"other", "word"}
    assert case.now.outgoing == []


@pytest.mark.parametrize(
    ("loop", "code"),
    [
        (several('behavior="None"'), "incomplete"),
        (several('behavior="None" noneBehaviorEventRef="nobody"'), "incomplete"),
        (several('behavior="One" noneBehaviorEventRef="thrown"'), "unsupported-attribute"),
        (several('behavior="All" oneBehaviorEventRef="thrown"'), "unsupported-attribute"),
        (several('behavior="Some"'), "unsupported-attribute"),
        (several('behavior="Complex"'), "incomplete"),
        (several('behavior="All"', complex_behavior("true")), "unsupported-element"),
        (several('behavior="One" oneBehaviorEventRef="time"'), "unsupported-event"),
    ],
)
def test_it_refuses_what_would_be_ignored(loop: str, code: str) -> None:
    source = drawing(FLOWS, {"t": loop, "word": SIGNAL}, beside=DECLARED)
    assert code in [each.code for each in findings(source)]


def test_it_finds_what_nobody_at_the_boundary_catches() -> None:
    flow = "start -> t:task -> end"
    source = file(DECLARED, process(flow, {"t": several(NONE)}))
    parsed = parse({"p.bpmn": source})
    assert [(each.element, each.code) for each in check(parsed, KNOWN)] == [("t", "behavior-not-caught")]


def test_it_finds_a_condition_that_is_no_feel() -> None:
    loop = several('behavior="Complex"', complex_behavior("x").replace("=x", "x"))
    parsed = parse(
        {"p.bpmn": drawing(FLOWS.replace(":user", ":task"), {"t": loop, "word": SIGNAL}, beside=DECLARED)}
    )
    assert [each.code for each in check(parsed, KNOWN)] == ["not-feel"]
