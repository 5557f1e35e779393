"""Incidents: a fault of the diagram stops one token, nothing else; it can be tried again, and nothing is done twice."""

from collections.abc import Mapping

import pytest

from engine.bpmn.env import Env, StepFailed
from engine.errors import AlreadyDone
from tests.engine.bpmn.drawing import (
    NOW,
    PLACES,
    begun,
    declared,
    drawing,
    each,
    mapping,
    message,
    placed,
    scope,
    script,
    timer,
    zeebe,
)

CHOICE = "start -> choose:xor [n > 5] -> end"


@pytest.mark.parametrize("place", PLACES)
def test_it_goes_on_when_the_data_are_right_and_it_is_tried_again(place: str) -> None:
    case = begun(placed(place, CHOICE, prefix="i"), n=1)
    assert (case.incidents, case.is_completed) == ([("choose", "no-flow")], False)
    assert case.retry("choose").incidents == [("choose", "no-flow")]
    assert case.change(n=9).retry("choose").is_completed


def test_it_says_what_the_expression_was() -> None:
    [found] = begun(drawing("start -> x:xor [n] -> end"), n=1).now.waiting().incidents
    assert (found.cause, found.detail, found.params) == (
        "condition-not-boolean",
        "Decimal",
        {"expression": "=n"},
    )


def test_it_refuses_to_try_again_what_is_no_incident() -> None:
    case = begun(drawing("start -> a:user -> end"))
    task = case.task("a")
    with pytest.raises(AlreadyDone, match="not-waiting"):
        case.now.retry(task.id)
    with pytest.raises(AlreadyDone, match="not-waiting"):
        case.now.retry("nobody")


def test_it_lets_the_other_branches_go_on() -> None:
    flows = """start -> fork:and -> choose:xor [n > 5] -> join:and -> end
    fork -> a:user -> b:user -> join"""
    case = begun(drawing(flows), n=1).complete("a").complete("b")
    assert (case.tasks, case.incidents) == ([], [("choose", "no-flow")])
    assert case.change(n=6).retry("choose").is_completed


def test_it_keeps_the_answers_of_a_task_whose_output_mapping_fails() -> None:
    inside = {"a": zeebe(mapping(output_x="=if stop then (for i in 1..100000000 return i) else a.n + 1"))}
    case = begun(drawing("start -> a:user -> end", inside), stop=True).complete("a", n=1)
    assert (case.tasks, case.incidents) == ([], [("a", "expression")])
    assert case.change(stop=False).retry("a").data["x"] == 2


def test_it_calls_an_operation_once_whatever_fails_after_it() -> None:
    calls: list[str] = []

    def operate(name: str, *_given: object) -> Mapping[str, object]:
        calls.append(name)
        return {"number": 7}

    inside = {
        "s": zeebe(
            'taskDefinition type="op"',
            mapping(output_x="=if stop then (for i in 1..100000000 return i) else number"),
        )
    }
    flows = "start -> s:service [go] -> end"
    case = begun(drawing(flows, inside), env=Env(NOW, operate=operate), stop=True, go=False)
    assert case.incidents == [("s", "expression")]
    assert case.change(stop=False).retry("s").incidents == [("s", "no-flow")]
    assert case.change(go=True).retry("s").data["x"] == 7
    assert calls == ["op"]


def test_it_takes_an_output_over_once_where_no_flow_is_taken() -> None:
    inside = {"s": script("n + 1", "n")}
    case = begun(drawing("start -> s:script [n > 5] -> end", inside), n=0)
    assert case.retry("s").retry("s").data["n"] == 1
    assert case.change(n=6).retry("s").is_completed


def test_it_refuses_an_operation_whose_result_cannot_be_kept() -> None:
    """What it did could not be taken back otherwise, and trying again would do it twice."""
    env = Env(NOW, operate=lambda *given: {"photo": b"png"})
    with pytest.raises(StepFailed) as refusal:
        begun(drawing("start -> s:service -> end", {"s": zeebe('taskDefinition type="op"')}), env=env)
    assert refusal.value.cause == "operation-without-result"


def test_it_listens_at_the_boundary_of_an_activity_that_could_not_open() -> None:
    inside = {"a": zeebe(mapping(input_x="=for i in 1..n return i")), "late": timer("Duration", "P1D")}
    flows = """start -> a:user -> end
    late:on-a -> end_late:end"""
    case = begun(drawing(flows, inside), n=100_000_000)
    assert (case.tasks, case.incidents) == ([], [("a", "expression")])
    retried = begun(drawing(flows, inside), n=100_000_000).change(n=2).retry("a")
    assert (retried.tasks, len(retried.now.waiting().timers)) == (["a"], 1)
    assert case.fire("late").is_completed
    assert case.passed == ("late", "end_late")


def test_it_stands_at_a_boundary_event_that_could_not_listen_and_goes_with_its_activity() -> None:
    flows = """start -> a:user -> end
    late:on-a -> end_late:end"""
    case = begun(drawing(flows, {"late": timer("Duration", "=wait")}))
    assert (case.tasks, case.incidents) == (["a"], [("late", "timer-not-a-time")])
    assert case.change(wait="P1D").retry("late").fire("late").is_completed
    assert begun(drawing(flows, {"late": timer("Duration", "=wait")})).complete("a").is_completed


def test_it_keeps_a_branch_beside_an_activity_that_ended() -> None:
    flows = """start -> a:user -> end
    word:on-a [go] -> beside:user -> end_word:end"""
    source = drawing(flows, {"word": message("word")}, beside=declared("word"), word='cancelActivity="false"')
    case = begun(source, number="1", go=False).receive("word", text="hot").complete("a")
    assert (case.incidents, case.is_completed) == ([("word", "no-flow")], False)
    assert case.change(go=True).retry("word").task("beside").scope["word"] == {"text": "hot"}


def test_it_keeps_a_payload_whose_mapping_fails_and_interrupts_once() -> None:
    said = zeebe(mapping(output_x="=if stop then (for i in 1..100000000 return i) else word.text"))
    flows = """start -> a:user -> end
    word:on-a -> end_word:end"""
    source = drawing(flows, {"word": said + message("word")}, beside=declared("word"))
    case = begun(source, number="1", stop=True).receive("word", text="hot")
    assert (case.tasks, case.incidents) == ([], [("word", "expression")])
    assert case.change(stop=False).retry("word").data["x"] == "hot"


@pytest.mark.parametrize("sequential", [False, True])
def test_it_stops_one_instance_of_many(sequential: bool) -> None:
    loop = each("=list", sequential=sequential, inputElement="item")
    inside = {"a": zeebe(mapping(input_x="=for i in 1..item * n return i")) + loop}
    case = begun(drawing("start -> a:user -> end", inside), list=[1, 100, 1], n=1_000_000)
    if sequential:
        case.change(n=1)
        assert case.incidents == [("a", "expression")]
        assert case.retry("a").complete("a").complete("a").complete("a").is_completed
    else:
        assert case.incidents == [("a", "expression")] * 3
        case.change(n=1)
        for _instance in range(3):
            case.retry("a")
        assert case.tasks == ["a"] * 3


def test_it_asks_for_the_output_of_an_instance_before_it_counts_it() -> None:
    loop = each(
        "=list",
        inputElement="item",
        outputCollection="outs",
        outputElement="=if n = item then (for i in 1..100000000 return i) else item",
    )
    case = begun(drawing("start -> a:user -> end", {"a": loop}), list=[1, 2], n=1)
    case.complete("a").complete("a")
    assert case.incidents == [("a", "expression")]
    assert case.change(n=0).retry("a").data["outs"] == [1, 2]


def test_it_goes_with_what_cancels_it() -> None:
    inner = scope("s:start -> x:xor [n > 5] -> e:end", attributes={"prefix": "i"})
    flows = """start -> fork:and -> inner:sub -> end
    fork -> a:user -> stop:end"""
    case = begun(drawing(flows, {"inner": inner, "stop": "<terminateEventDefinition/>"}), n=1)
    assert case.incidents == [("x", "no-flow")]
    assert case.complete("a").is_completed


def test_it_runs_what_was_ready_when_an_endless_loop_is_stopped() -> None:
    flows = """start -> fork:and -> meet:xor -> add:script -> more:xor [n < 0] -> end
    fork -> set:script -> b:user -> end2:end
    more -> meet"""
    inside = {"add": script("n + 1", "n"), "set": script("1", "x")}
    case = begun(drawing(flows, inside, more='default="f9"'), n=0)
    assert [cause for _element, cause in case.incidents] == ["endless"]
    element = case.incidents[0][0]
    assert case.complete("b").incidents == [(element, "endless")]
    assert case.change(n=-9).retry(element).is_completed


def test_it_stops_two_endless_loops_one_after_the_other() -> None:
    flows = """start -> fork:and -> m1:xor -> m1
    fork -> m2:xor -> m2
    fork -> a:user -> end"""
    case = begun(drawing(flows))
    assert [cause for _element, cause in case.incidents] == ["endless"]
    assert case.tasks == ["a"]
    case.complete("a")
    assert [cause for _element, cause in case.incidents] == ["endless"] * 2


def test_it_opens_no_task_that_is_held_until_it_is_tried_again() -> None:
    case = begun(drawing("start -> a:user -> end"))
    task = case.task("a")
    case._move(lambda moved: moved.hold(task.id, StepFailed(task.element, "due-not-a-date")))
    assert (case.tasks, case.incidents) == ([], [("a", "due-not-a-date")])
    assert case.retry("a").task("a").id == task.id
    assert case.complete("a").is_completed
