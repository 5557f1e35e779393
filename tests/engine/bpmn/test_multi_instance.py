"""Multi-instance: one place in the output for each item, no instance sees another's."""

import pytest

from engine.bpmn.checks import check
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import (
    NOW,
    begun,
    drawing,
    each,
    file,
    findings,
    mapping,
    process,
    scope,
    timer,
    zeebe,
)
from tests.engine.bpmn.test_checks import KNOWN

LIST = "start -> ask:user -> after:user -> end"


def asking(**attributes: object) -> dict[str, str]:
    return {"ask": each("=people", inputElement="person", **attributes)}  # type: ignore[arg-type]


ANSWERS = asking(outputCollection="answers", outputElement="=ask.said")


def test_it_goes_on_at_once_when_the_list_is_empty() -> None:
    case = begun(drawing(LIST, ANSWERS), people=[])
    assert case.tasks == ["after"]
    assert case.data["answers"] == []


def test_it_opens_a_task_for_each_item() -> None:
    case = begun(drawing(LIST, ANSWERS), people=["a", "b"])
    scopes = [(task.scope["person"], task.scope["loopCounter"]) for task in case.now.waiting().tasks]
    assert scopes == [("a", 1), ("b", 2)]


def test_it_puts_each_answer_in_the_place_of_its_item() -> None:
    case = begun(drawing(LIST, ANSWERS), people=["a", "b", "c"])
    case.complete("ask", 2, said="3").complete("ask", 0, said="1").complete("ask", 0, said="2")
    assert case.data["answers"] == ["1", "2", "3"]


def test_it_goes_on_after_a_restart_in_the_middle() -> None:
    """Trap 28: on freshly parsed specs the children are done and the parent hangs for ever."""
    case = begun(drawing(LIST, ANSWERS), people=["a", "b", "c"]).complete("ask", said=1)
    assert case.tasks == ["ask", "ask"]
    assert case.complete("ask", said=2).complete("ask", said=3).tasks == ["after"]


def test_it_completes_an_instance_that_has_no_output() -> None:
    """Trap 22: in the library such a child is done but unmerged, and the step errors."""
    case = begun(drawing(LIST, asking()), people=["a", "b"]).complete("ask").complete("ask")
    assert case.tasks == ["after"]
    assert case.data == {"people": ["a", "b"]}


def test_it_does_not_show_one_instance_what_another_answered() -> None:
    case = begun(drawing(LIST, ANSWERS), people=["a", "b"]).complete("ask", said=1)
    assert "ask" not in case.task("ask").scope


@pytest.mark.parametrize("people", [None, "a", 3])
def test_it_stands_where_there_is_no_list(people: object) -> None:
    """Trap 15: the library masks a wrong cardinality."""
    case = begun(drawing(LIST, ANSWERS), people=people)
    assert case.incidents == [("ask", "collection-not-list")]
    assert case.change(people=["a"]).retry("ask").tasks == ["ask"]


def test_it_opens_no_more_instances_than_anybody_could_mean() -> None:
    case = begun(drawing(LIST, ANSWERS), people=list(range(2001)))
    assert case.incidents == [("ask", "too-many-instances")]


def test_it_stops_asking_when_the_condition_holds() -> None:
    inside = asking(
        outputCollection="answers", outputElement="=ask.said", until="numberOfCompletedInstances = 2"
    )
    case = (
        begun(drawing(LIST, inside), people=["a", "b", "c"])
        .complete("ask", said=1)
        .complete("ask", 1, said=3)
    )
    assert case.tasks == ["after"]
    assert case.data["answers"] == [1, None, 3]


def test_it_maps_inputs_and_outputs_for_each_instance() -> None:
    loop = each("=people", inputElement="person", outputCollection="answers", outputElement="=r")
    inside = {
        "ask": zeebe(mapping(input_greeting="=&quot;to &quot; + person", output_r="=greeting + ask.said"))
        + loop
    }
    case = begun(drawing(LIST, inside), people=["a", "b"])
    assert case.task("ask", 1).scope["greeting"] == "to b"
    assert case.complete("ask", said="1").complete("ask", said="2").data["answers"] == ["to a1", "to b2"]


def test_it_interrupts_all_instances_from_the_boundary() -> None:
    flows = """start -> ask:user -> end
    late:on-ask -> after:user -> end_late:end"""
    case = begun(drawing(flows, {**ANSWERS, "late": timer("Duration", "P1D")}), people=["a", "b"]).complete(
        "ask", said=1
    )
    assert len(case.now.waiting().timers) == 1
    assert case.fire("late").tasks == ["after"]


def test_it_calls_a_process_for_each_item() -> None:
    loop = each(
        "=people", inputElement="person", outputCollection="answers", outputElement="=ask.said + person"
    )
    called = process("s:start -> ask:user -> e:end", process_id="other", prefix="o")
    source = file(
        process("start -> c:call -> end", {"c": zeebe('calledElement processId="other"') + loop}), called
    )
    case = begun(source, people=["a", "b"]).complete("ask", 1, said="2").complete("ask", said="1")
    assert case.data == {"people": ["a", "b"], "answers": ["1a", "2b"]}


def test_it_opens_one_after_the_other() -> None:
    inside = asking(outputCollection="answers", outputElement="=ask.said", sequential=True)
    case = begun(drawing(LIST, inside), people=["a", "b"])
    assert [task.scope["person"] for task in case.now.waiting().tasks] == ["a"]
    case.complete("ask", said=1)
    assert [task.scope["person"] for task in case.now.waiting().tasks] == ["b"]
    assert case.complete("ask", said=2).data["answers"] == [1, 2]


def test_it_runs_five_hundred_instances() -> None:
    case = begun(drawing(LIST, ANSWERS), reload=False, people=list(range(500)))
    for number in range(500):
        case.complete("ask", said=number)
    assert case.data["answers"] == list(range(500))
    assert case.env.now == NOW


def counted(text: str, *, sequential: bool = False, until: str = "", said: str = "") -> str:
    """Return multi-instance characteristics of BPMN's own kind."""
    condition = f"<completionCondition>={until}</completionCondition>" if until else ""
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">{said}'
        f"<loopCardinality>{text}</loopCardinality>{condition}</multiInstanceLoopCharacteristics>"
    )


@pytest.mark.parametrize(("text", "instances"), [("3", 3), ("=n", 2), ("=n + 1", 3), ("0", 0), ("=0", 0)])
@pytest.mark.parametrize("sequential", [False, True])
def test_it_opens_as_many_as_the_cardinality_says(text: str, instances: int, sequential: bool) -> None:
    case = begun(drawing("start -> ask:user -> end", {"ask": counted(text, sequential=sequential)}), n=2)
    assert len(case.tasks) == (min(instances, 1) if sequential else instances)
    for number in range(1, instances + 1):
        assert case.task("ask").scope["loopCounter"] == number
        case.complete("ask")
    assert case.is_completed


def test_it_collects_outputs_without_a_list() -> None:
    said = zeebe('loopCharacteristics outputCollection="outs" outputElement="=loopCounter * 2"')
    case = begun(drawing("start -> t:task -> end", {"t": counted("3", said=said)}))
    assert case.data["outs"] == [2, 4, 6]


@pytest.mark.parametrize("value", [-1, 1.5, "x", None, [1], True])
def test_it_stands_where_the_cardinality_is_no_number(value: object) -> None:
    case = begun(drawing("start -> ask:user -> end", {"ask": counted("=n")}), n=value)
    assert case.incidents == [("ask", "cardinality-not-a-number")]
    assert case.change(n=1).retry("ask").tasks == ["ask"]


@pytest.mark.parametrize("text", ["-1", "1.5", "many"])
def test_it_finds_a_cardinality_that_is_no_number(text: str) -> None:
    parsed = parse({"p.bpmn": drawing("start -> ask:task -> end", {"ask": counted(text)})})
    assert [each.code for each in check(parsed, KNOWN)] == ["not-a-quantity"]


def test_it_opens_no_million_instances_one_inside_the_other() -> None:
    """A bomb of 2,000 times 2,000 instances ends as an incident where the limit is reached."""
    inner = counted("2000") + scope("s:start -> ask:task -> e:end", {"ask": counted("2000")}, {"prefix": "i"})
    case = begun(drawing("start -> inner:sub -> end", {"inner": inner}), reload=False)
    assert {cause for _element, cause in case.incidents} == {"too-many-instances", "endless"}
    assert len(case.now._workflow.subprocesses) == 2000


def test_it_counts_instances_for_the_condition() -> None:
    numbers = (
        "numberOfCompletedInstances = 2 and numberOfActiveInstances = 1 and numberOfTerminatedInstances = 0"
    )
    case = begun(drawing("start -> ask:user -> end", {"ask": counted("3", until=numbers)}))
    assert case.complete("ask").tasks == ["ask", "ask"]
    assert case.complete("ask").is_completed


@pytest.mark.parametrize("sequential", [False, True])
def test_it_nests_in_itself(sequential: bool) -> None:
    deep = each(
        "=row",
        sequential=sequential,
        inputElement="cell",
        outputCollection="cells",
        outputElement="=cell + 1",
    )
    inner = each(
        "=rows", sequential=sequential, inputElement="row", outputCollection="outs", outputElement="=cells"
    ) + scope("s:start -> t:user -> e:end", {"t": deep}, {"prefix": "i"})
    case = begun(drawing("start -> inner:sub -> end", {"inner": inner}), rows=[[1, 2], [3]])
    for _cell in range(3):
        case.complete("t")
    assert case.data["outs"] == [[2, 3], [4]]


def test_it_refuses_a_list_and_a_number_at_once() -> None:
    said = zeebe('loopCharacteristics inputCollection="=list"')
    [found] = findings(drawing("start -> ask:user -> end", {"ask": counted("3", said=said)}))
    assert (found.element, found.code) == ("ask", "list-and-cardinality")
