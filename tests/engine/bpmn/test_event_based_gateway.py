"""The event-based gateway: the first event takes the way, the others are given up."""

import pytest

from engine.bpmn.checks import check
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import (
    PLACES,
    Moving,
    begun,
    declared,
    drawing,
    each,
    findings,
    message,
    placed,
    scope,
    timer,
)
from tests.engine.bpmn.test_checks import CLERK, KNOWN

RACE = """start -> race:event -> word:catch -> a:user -> end
race -> late:catch -> b:user -> end_late:end"""
INSIDE = {"word": message("word"), "late": timer("Duration", "P1D")}


def waits(case: Moving) -> tuple[int, int]:
    waiting = case.now.waiting()
    return len(waiting.messages), len(waiting.timers)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("reload", [True, False])
def test_the_first_event_takes_the_way(place: str, reload: bool) -> None:
    source = placed(place, RACE, INSIDE, beside=declared("word"), prefix="i")
    case = begun(source, reload=reload, number="1")
    assert waits(case) == (1, 1)
    case.receive("word", text="hot")
    assert (case.tasks, waits(case)) == (["a"], (0, 0))
    assert case.task("a").scope["word"] == {"text": "hot"}
    assert case.complete("a").is_completed
    other = begun(source, reload=reload, number="1").fire("late")
    assert (other.tasks, waits(other)) == (["b"], (0, 0))
    assert other.complete("b").is_completed


def test_it_passes_the_gateway_when_an_event_has_happened() -> None:
    case = begun(drawing(RACE, INSIDE, beside=declared("word")), number="1")
    assert case.passed == ("start",)
    assert case.fire("late").passed == ("race", "late")


def test_it_takes_one_way_alone_when_two_events_happen_at_once() -> None:
    case = begun(drawing(RACE, INSIDE, beside=declared("word")), number="1")
    moved = case.now
    ids = [each.id for each in moved.waiting().messages] + [each.id for each in moved.waiting().timers]
    for token_id in ids:
        token = moved._workflow.find(token_id)
        assert token is not None
        token._ready()
    moved.run()
    assert [task.element.id for task in moved.waiting().tasks] == ["a"]


def test_it_is_cancelled_as_a_whole() -> None:
    inner = scope(RACE.replace("start", "s").replace("s ->", "s:start ->"), INSIDE, {"prefix": "i"})
    flows = """start -> inner:sub -> end_inner:end
    stop:on-inner -> end_stop:end"""
    beside = declared("word") + declared("stop")
    case = begun(drawing(flows, {"inner": inner, "stop": message("stop")}, beside=beside), number="1")
    assert case.receive("stop").is_completed


def test_it_ends_with_its_process() -> None:
    flows = f"""{RACE}
    start -> other:user -> kill:end"""
    case = begun(
        drawing(flows, {**INSIDE, "kill": "<terminateEventDefinition/>"}, beside=declared("word")), number="1"
    )
    assert case.complete("other").is_completed


def test_it_races_again_in_a_loop() -> None:
    flows = """start -> meet:xor -> race:event -> word:catch -> a:user -> meet
    race -> late:catch -> end"""
    case = begun(drawing(flows, INSIDE, beside=declared("word")), number="1")
    for _round in range(3):
        case.receive("word").complete("a")
    assert waits(case) == (1, 1)
    assert case.fire("late").is_completed


def test_it_races_in_each_instance_of_a_subprocess() -> None:
    inner = each("=list") + scope(RACE.replace("start ->", "s:start ->"), INSIDE, {"prefix": "i"})
    case = begun(
        drawing("start -> inner:sub -> end_outer:end", {"inner": inner}, beside=declared("word")),
        list=[1, 2],
        number="1",
    )
    assert waits(case) == (2, 2)
    case.receive("word").fire("late")
    assert (case.tasks, waits(case)) == (["a", "b"], (0, 0))
    assert case.complete("a").complete("b").is_completed


def test_an_event_that_could_not_listen_leaves_the_race_to_the_others() -> None:
    case = begun(
        drawing(RACE, {**INSIDE, "late": timer("Duration", "=wait")}, beside=declared("word")), number="1"
    )
    assert (case.incidents, waits(case)) == ([("late", "timer-not-a-time")], (1, 0))
    assert case.change(wait="P1D").retry("late").fire("late").tasks == ["b"]
    other = begun(
        drawing(RACE, {**INSIDE, "late": timer("Duration", "=wait")}, beside=declared("word")), number="1"
    )
    assert other.receive("word").incidents == []


def found(source: bytes) -> list[tuple[str, str]]:
    parsed = parse({"p.bpmn": source})
    assert parsed.findings == ()
    return [(each.element, each.code) for each in check(parsed, KNOWN) if each.severity == "error"]


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ("start -> race:event -> word:catch -> end", [("race", "too-few-ways")]),
        (
            "start -> race:event -> word:catch -> end\nrace -> a:user -> end_a:end",
            [("a", "event-gateway-target")],
        ),
        (
            "start -> race:event -> word:catch -> end\nrace [x] -> late:catch -> end_late:end",
            [("f4", "condition-not-here")],
        ),
        (
            "start -> fork:and -> race:event -> word:catch -> end\nrace -> late:catch -> end_late:end\nfork -> late",
            [("late", "event-gateway-target")],
        ),
    ],
)
def test_it_finds_what_could_not_be_waited_for(flows: str, expected: list[tuple[str, str]]) -> None:
    inside = {**INSIDE, "a": CLERK}
    used = {name: said for name, said in inside.items() if f"{name}:" in flows}
    assert found(drawing(flows, used, beside=declared("word"))) == expected


def test_it_refuses_to_wait_for_all_events() -> None:
    source = drawing(RACE, INSIDE, beside=declared("word"), race='eventGatewayType="Parallel"')
    assert [(each.element, each.code) for each in findings(source)] == [("race", "all-events-at-once")]
