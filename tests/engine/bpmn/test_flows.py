"""Flows: conditions, defaults, and what the library does otherwise (trap 16)."""

from tests.engine.bpmn.drawing import begun, drawing, script

CHOICE = """start -> ask:user -> choose:xor [ask.n > 5] -> big:end
choose [ask.n > 1] -> middle:end"""


def test_it_takes_the_first_flow_whose_condition_holds() -> None:
    assert begun(drawing(CHOICE)).complete("ask", n=9).passed[-1] == "big"
    assert begun(drawing(CHOICE)).complete("ask", n=2).passed[-1] == "middle"


def test_it_stands_at_the_gateway_where_no_condition_holds() -> None:
    case = begun(drawing(CHOICE)).complete("ask", n=0)
    assert (case.tasks, case.incidents) == ([], [("choose", "no-flow")])
    assert case.change(ask={"n": 2}).retry("choose").is_completed


def test_it_takes_a_condition_without_a_value_as_not_met() -> None:
    assert begun(drawing(CHOICE)).complete("ask", other=1).incidents == [("choose", "no-flow")]


def test_it_stands_at_a_condition_that_is_neither_true_nor_false() -> None:
    flows = "start -> ask:user -> choose:xor [ask.n] -> end"
    assert begun(drawing(flows)).complete("ask", n=1).incidents == [("choose", "condition-not-boolean")]


def test_it_heeds_a_condition_on_a_flow_out_of_a_task() -> None:
    """Trap 16: the library ignores it."""
    flows = """start -> ask:user [ask.n > 5] -> big:script -> end
    ask -> end2:end"""
    case = begun(drawing(flows, {"big": script("true", "big")}, ask='default="f4"')).complete("ask", n=9)
    assert case.data["big"] is True
    assert (
        "big"
        not in begun(drawing(flows, {"big": script("true", "big")}, ask='default="f4"'))
        .complete("ask", n=1)
        .data
    )


def test_it_takes_both_flows_out_of_a_task() -> None:
    """Trap 16: a parse error in the library."""
    flows = """start -> ask:user -> a:user -> end
    ask -> b:user -> end2:end"""
    assert begun(drawing(flows)).complete("ask").tasks == ["a", "b"]


def test_it_runs_a_task_once_for_each_token_that_reaches_it() -> None:
    """Trap 16: as BPMN says; two tokens come out of it."""
    flows = """start -> fork:and -> meet:xor -> ask:user -> end
    fork -> meet"""
    assert begun(drawing(flows)).tasks == ["ask", "ask"]


def test_it_stops_a_loop_in_which_nobody_is_waited_for() -> None:
    flows = """start -> meet:xor -> add:script -> more:xor [n < 0] -> end
    more -> meet"""
    case = begun(drawing(flows, {"add": script("n + 1", "n")}, more='default="f5"'), n=0)
    assert [cause for _element, cause in case.incidents] == ["endless"]


def test_it_reads_chinese_ids_and_names_from_bytes() -> None:
    """Trap 25."""
    case = begun(drawing("开始:start -> 登记:user -> 结束:end", 登记='name="登记来电"')).complete(
        "登记", 电话="见卷"
    )
    assert case.data == {"登记": {"电话": "见卷"}}


def test_it_takes_a_flow_without_condition_whatever_the_others_say() -> None:
    """The default flow is taken where no condition holds, beside the flows that have none."""
    flows = """start -> ask:user [ask.n > 5] -> big:end
    ask -> always:user -> end_always:end
    ask -> usual:user -> end_usual:end"""
    case = begun(drawing(flows, ask='default="f5"'))
    assert case.complete("ask", n=1).tasks == ["always", "usual"]
    assert begun(drawing(flows, ask='default="f5"')).complete("ask", n=9).tasks == ["always"]


def test_it_asks_conditions_of_flows_out_of_events() -> None:
    flows = """start [n > 1] -> a:user -> end
    start [n < 9] -> b:user -> end_b:end"""
    assert begun(drawing(flows), n=2).tasks == ["a", "b"]
    assert begun(drawing(flows), n=1).tasks == ["b"]
    assert begun(drawing(flows), n=None).incidents == [("start", "no-flow")]
