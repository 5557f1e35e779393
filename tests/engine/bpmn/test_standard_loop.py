"""The standard loop: round after round while its condition holds, each with what the last one wrote."""

import pytest

from engine.bpmn.checks import check
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import (
    PLACES,
    begun,
    declared,
    drawing,
    each,
    findings,
    mapping,
    message,
    placed,
    process,
    scope,
    script,
    timer,
    zeebe,
)
from tests.engine.bpmn.test_checks import KNOWN


def loop(condition: str = "", **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    inside = f"<loopCondition>={condition}</loopCondition>" if condition else ""
    return f"<standardLoopCharacteristics{said}>{inside}</standardLoopCharacteristics>"


def adding(repeat: str) -> bytes:
    return drawing("start -> add:script -> end", {"add": script("n + 1", "n") + repeat})


@pytest.mark.parametrize(
    ("repeat", "n", "expected"),
    [
        (loop("n &lt; 3"), 0, 3),
        (loop("n &lt; 3"), 9, 10),  # asked after the first round
        (loop("n &lt; 3", testBefore="true"), 9, 9),
        (loop("n &lt; 3", testBefore="true"), 1, 3),
        (loop("true", loopMaximum="4"), 0, 4),
        (loop(loopMaximum="2"), 0, 2),
        (loop("loopCounter &lt; 5"), 0, 5),
        (loop("nothing"), 0, 1),
        (loop("nothing", testBefore="true"), 0, 0),
    ],
)
def test_it_goes_on_while_the_condition_holds(repeat: str, n: int, expected: int) -> None:
    case = begun(adding(repeat), n=n)
    assert (case.is_completed, case.data) == (True, {"n": expected})


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("reload", [True, False])
def test_it_opens_a_task_of_its_own_in_each_round(place: str, reload: bool) -> None:
    repeat = loop("ask.more = true")
    case = begun(placed(place, "start -> ask:user -> end", {"ask": repeat}, prefix="i"), reload=reload)
    ids = []
    for number in range(1, 4):
        task = case.task("ask")
        ids.append(task.id)
        assert task.scope["loopCounter"] == number
        case.complete("ask", more=number < 3, said=number)
    assert len(set(ids)) == 3
    assert (case.is_completed, case.data["ask"]["said"]) == (True, 3)


def test_it_shows_each_round_what_the_last_one_wrote() -> None:
    case = begun(drawing("start -> ask:user -> end", {"ask": loop("true")})).complete("ask", said=1)
    assert case.task("ask").scope["ask"] == {"said": 1}
    assert case.data == {"ask": {"said": 1}}


def test_it_does_a_subprocess_again() -> None:
    inner = loop("n &lt; 2") + scope(
        "s:start -> ask:user -> add:script -> e:end", {"add": script("n + 1", "n")}, {"prefix": "i"}
    )
    case = begun(drawing("start -> inner:sub -> end", {"inner": inner}), n=0).complete("ask", said=1)
    assert (case.tasks, case.data["n"], case.task("ask").scope["n"]) == (["ask"], 1, 1)
    assert case.complete("ask", said=2).data == {"n": 2, "ask": {"said": 2}}


def test_it_calls_a_process_again() -> None:
    called = process(
        "s:start -> add:script -> e:end", {"add": script("n + 1", "n")}, process_id="other", prefix="o"
    )
    calls = zeebe('calledElement processId="other"') + loop("n &lt; 4")
    assert begun(drawing("start -> c:call -> end", {"c": calls}, beside=called), n=0).data == {"n": 4}


def test_it_listens_at_the_boundary_over_all_rounds_and_keeps_what_was_written() -> None:
    flows = """start -> ask:user -> end
    stop:on-ask -> after:user -> end_stop:end"""
    source = drawing(flows, {"ask": loop("true"), "stop": message("stop")}, beside=declared("stop"))
    case = begun(source, number="1").complete("ask", said=1).complete("ask", said=2)
    assert len(case.now.waiting().messages) == 1
    case.receive("stop", why="x")
    assert (case.tasks, case.data["ask"]) == (["after"], {"said": 2})


def test_it_leaves_no_trace_of_rounds_that_are_over() -> None:
    case = begun(drawing("start -> ask:user -> end", {"ask": loop("true")}), reload=False)
    for number in range(50):
        case.complete("ask", said=number)
    assert len(case.now._workflow.tasks) == 3  # start, body, the open round


def test_it_stands_where_the_condition_is_neither_true_nor_false() -> None:
    case = begun(adding(loop("n")), n=0)
    assert case.incidents == [("add", "condition-not-boolean")]
    before = begun(adding(loop("n &lt; limit", testBefore="true")), n=0, limit=2)
    assert before.data["n"] == 2


def test_it_stops_a_loop_without_end() -> None:
    case = begun(adding(loop("true")), n=0)
    assert case.incidents == [("add", "endless")]


def test_it_keeps_the_data_local_that_are() -> None:
    inside = {"ask": zeebe(mapping(input_x="=n * 2", output_n="=n + ask.by")) + loop("n &lt; 5")}
    case = begun(drawing("start -> ask:user -> end", inside), n=1)
    assert case.task("ask").scope["x"] == 2
    assert case.complete("ask", by=2).task("ask").scope["x"] == 6
    assert case.complete("ask", by=2).data == {"n": 5}


def test_it_loops_inside_each_instance_of_a_multi_instance() -> None:
    inner = each("=list", inputElement="item", outputCollection="outs", outputElement="=n") + scope(
        "s:start -> add:script -> e:end", {"add": script("n + 1", "n") + loop("n &lt; item")}, {"prefix": "i"}
    )
    assert begun(drawing("start -> inner:sub -> end", {"inner": inner}), list=[2, 5], n=0).data["outs"] == [
        2,
        5,
    ]


def test_it_reminds_in_every_round() -> None:
    flows = """start -> ask:user -> end
    late:on-ask -> note:user -> end_note:end"""
    source = drawing(
        flows, {"ask": loop("ask.more"), "late": timer("Cycle", "R/P1D")}, late='cancelActivity="false"'
    )
    case = begun(source).fire("late").complete("ask", more=True).fire("late")
    assert case.tasks == ["ask", "note", "note"]
    assert case.complete("ask", more=False).now.waiting().timers == ()


@pytest.mark.parametrize("maximum", ["0", "-1", "many", "1.5", "9999999"])
def test_it_refuses_a_maximum_that_is_none(maximum: str) -> None:
    [found] = findings(adding(loop("true", loopMaximum=maximum)))
    assert (found.element, found.code, found.params["attribute"]) == ("add", "not-a-quantity", "loopMaximum")


def test_it_refuses_a_loop_of_which_nothing_says_when_it_ends() -> None:
    [found] = findings(adding(loop()))
    assert (found.code, found.params["missing"]) == ("incomplete", "loopCondition")


def test_it_finds_a_condition_that_is_no_feel() -> None:
    source = adding(loop("x").replace("=x<", "x<"))
    parsed = parse({"p.bpmn": source})
    assert [each.code for each in check(parsed, KNOWN)] == ["not-feel"]
