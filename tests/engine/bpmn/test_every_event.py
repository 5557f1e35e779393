"""Each event runs alike wherever it stands, multi-instance included, and whether the case is loaded again or kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from tests.engine.bpmn.drawing import (
    BY_EVENT,
    DECLARED,
    PLACES,
    Moving,
    begun,
    condition,
    declared,
    drawing,
    each,
    error,
    escalation,
    link,
    mapping,
    message,
    placed,
    reacting,
    scope,
    script,
    signal,
    timer,
    zeebe,
)

IN_MULTI_INSTANCE = "in a multi-instance"
BESIDE = declared("word") + DECLARED
NOT_INTERRUPTING = 'cancelActivity="false"'
TASK = "start -> ask:user -> end\n"
AT_TASK = TASK + "edge:on-ask -> note:script -> end_edge:end"
NOTE = {"note": script("1", "noted")}
NOTED = {"noted": Decimal(1)}
ASKED = {"ask": {"n": 1}}
FRAMED = """start -> part:sub -> end
edge:on-part -> note:script -> end_edge:end"""


@dataclass(frozen=True)
class Scenario:
    """A drawing, the moves that bring it to its end, and what it leaves."""

    flows: str
    leaves: Mapping[str, object]
    inside: Mapping[str, str] = field(default_factory=dict)
    moves: Callable[[Moving], object] = lambda case: None
    attributes: Mapping[str, str] = field(default_factory=dict)


def at_boundary(event: str, moves: Callable[[Moving], object], leaves: Mapping[str, object]) -> Scenario:
    return Scenario(AT_TASK, leaves, {"edge": event, **NOTE}, moves)


def beside_task(event: str, moves: Callable[[Moving], object], leaves: Mapping[str, object]) -> Scenario:
    return Scenario(AT_TASK, leaves, {"edge": event, **NOTE}, moves, {"edge": NOT_INTERRUPTING})


def thrown_inside(event: str, caught: str, *, beside: bool = False) -> Scenario:
    """A subprocess at whose end something is thrown, with a boundary that catches it."""
    inside = {"part": scope("in:start -> out:end", {"out": event}, {"prefix": "i"}), "edge": caught, **NOTE}
    return Scenario(FRAMED, NOTED, inside, attributes={"edge": NOT_INTERRUPTING if beside else ""})


def event_subprocess(
    event: str,
    moves: Callable[[Moving], object],
    leaves: Mapping[str, object],
    *,
    beside: bool = False,
    flows: str = TASK,
    inside: Mapping[str, str] = {},
) -> Scenario:
    react = reacting(event, "note:script -> end_react:end", NOTE, beside=beside)
    return Scenario(flows + "react:sub", leaves, {"react": react, **inside}, moves, {"react": BY_EVENT})


def complete(case: Moving) -> Moving:
    return case.complete("ask", n=1)


SCENARIOS = {
    "signal": Scenario(
        "start -> pause:catch -> end",
        {"pause": {"text": "water"}},
        {"pause": signal("flood")},
        lambda case: case.hear("pause", text="water"),
    ),
    "signal thrown": Scenario(
        """start -> fork:and -> pause:catch -> end
        fork -> ask:user -> cry:throw -> end_cry:end""",
        {"pause": {"level": Decimal(1)}, **ASKED},
        {"pause": signal("flood"), "cry": zeebe(mapping(input_level="=ask.n")) + signal("flood")},
        complete,
    ),
    "signal end": Scenario(
        """start -> fork:and -> pause:catch -> end
        fork -> ask:user -> cry:end""",
        ASKED,
        {"pause": signal("flood"), "cry": signal("flood")},
        complete,
    ),
    "condition": Scenario(
        """start -> fork:and -> pause:catch -> end
        fork -> ask:user -> end_ask:end""",
        ASKED,
        {"pause": condition("ask.n = 1")},
        complete,
    ),
    "link": Scenario(
        """start -> away:throw
        here:catch -> ask:user -> end""",
        ASKED,
        {"away": link("a"), "here": link("a")},
        complete,
    ),
    "cycle": Scenario(
        "start -> pause:catch -> note:script -> end",
        NOTED,
        {"pause": timer("Cycle", "R3/P1D"), **NOTE},
        lambda case: case.fire("pause").fire("pause").fire("pause"),
    ),
    "multiple, by its message": Scenario(
        "start -> pause:catch -> end",
        {"pause": {"n": 1}},
        {"pause": message("word") + timer("Duration", "P1D")},
        lambda case: case.receive("pause", n=1),
    ),
    "multiple, by its timer": Scenario(
        "start -> pause:catch -> end",
        {"pause": {}},
        {"pause": message("word") + timer("Duration", "P1D")},
        lambda case: case.fire("pause"),
    ),
    "parallel multiple": Scenario(
        "start -> pause:catch -> end",
        {"pause": {"n": 1}},
        {"pause": message("word") + timer("Duration", "P1D") + signal("flood")},
        lambda case: case.receive("pause", n=1).hear("pause").fire("pause"),
        {"pause": 'parallelMultiple="true"'},
    ),
    "throw of nothing": Scenario("start -> point:throw -> end", {}),
    "send task": Scenario("start -> tell:send -> end", {}, attributes={"tell": 'messageRef="word"'}),
    "receive task": Scenario(
        "start -> hear:receive -> end",
        {"hear": {"n": 1}},
        moves=lambda case: case.receive("hear", n=1),
        attributes={"hear": 'messageRef="word"'},
    ),
    "boundary signal": at_boundary(signal("flood"), lambda case: case.hear("edge"), NOTED),
    "boundary signal beside": beside_task(
        signal("flood"), lambda case: complete(case.hear("edge").hear("edge")), {**NOTED, **ASKED}
    ),
    "boundary multiple": at_boundary(
        signal("flood") + timer("Duration", "P1D"), lambda case: case.fire("edge"), NOTED
    ),
    "boundary multiple beside": beside_task(
        signal("flood") + timer("Duration", "P1D"),
        lambda case: complete(case.hear("edge").fire("edge").hear("edge")),
        {**NOTED, **ASKED},
    ),
    "boundary condition": Scenario(
        AT_TASK.replace("start -> ask", "start -> fork:and -> ask") + "\nfork -> more:user -> end_more:end",
        {"more": {"n": 2}, **NOTED},
        {"edge": condition("more.n = 2"), **NOTE},
        lambda case: case.complete("more", n=2),
    ),
    "error caught": thrown_inside(error("no"), error("no")),
    "error caught by all": thrown_inside(error("no"), error()),
    "escalation caught": thrown_inside(escalation("up"), escalation("up")),
    "escalation caught beside": thrown_inside(escalation("up"), escalation(), beside=True),
    "escalation not caught": Scenario("start -> up_and_out:end", {}, {"up_and_out": escalation("up")}),
    "event subprocess, message": event_subprocess(
        message("word"), lambda case: case.receive("react", n=2), {"begin": {"n": 2}, **NOTED}
    ),
    "event subprocess, message beside": event_subprocess(
        message("word"),
        lambda case: complete(case.receive("react", n=2).receive("react", n=3)),
        {"begin": {"n": 3}, **NOTED, **ASKED},
        beside=True,
    ),
    "event subprocess, timer": event_subprocess(
        timer("Duration", "P1D"), lambda case: case.fire("react"), NOTED
    ),
    "event subprocess, cycle beside": event_subprocess(
        timer("Cycle", "R2/P1D"),
        lambda case: complete(case.fire("react").fire("react")),
        {**NOTED, **ASKED},
        beside=True,
    ),
    "event subprocess, signal": event_subprocess(signal("flood"), lambda case: case.hear("react"), NOTED),
    "event subprocess, signal beside": event_subprocess(
        signal("flood"), lambda case: complete(case.hear("react")), {**NOTED, **ASKED}, beside=True
    ),
    "event subprocess, error": event_subprocess(
        error("no"),
        complete,
        {**NOTED, **ASKED},
        flows=TASK.replace("end", "fail:end"),
        inside={"fail": error("no")},
    ),
    "event subprocess, escalation": event_subprocess(
        escalation("up"),
        complete,
        {**NOTED, **ASKED},
        flows=TASK.replace("end", "fail:end"),
        inside={"fail": escalation("up")},
    ),
    "event subprocess, escalation beside": event_subprocess(
        escalation(),
        complete,
        {**NOTED, **ASKED},
        flows="start -> up_first:throw -> ask:user -> end\n",
        inside={"up_first": escalation("up")},
        beside=True,
    ),
    "event subprocess, condition": event_subprocess(
        condition("ask.n = 1"),
        complete,
        {**NOTED, **ASKED},
        flows="start -> ask:user -> more:user -> end\n",
    ),
    "event subprocess, condition beside": event_subprocess(
        condition("ask.n = 1"),
        lambda case: complete(case).complete("more", n=2),
        {**NOTED, **ASKED, "more": {"n": 2}},
        flows="start -> ask:user -> more:user -> end\n",
        beside=True,
    ),
    "event subprocess, multiple": event_subprocess(
        signal("flood") + timer("Duration", "P1D"), lambda case: case.fire("react"), NOTED
    ),
    "event subprocess, multiple beside": event_subprocess(
        signal("flood") + timer("Duration", "P1D"),
        lambda case: complete(case.fire("react").hear("react").hear("react")),
        {**NOTED, **ASKED},
        beside=True,
    ),
    "terminate in an event subprocess": Scenario(
        TASK + "react:sub",
        ASKED,
        {
            "react": reacting(
                signal("flood"),
                "split:and -> wait_on:user -> end_react:end\nsplit -> stop:end",
                {"stop": "<terminateEventDefinition/>"},
                beside=True,
            )
        },
        lambda case: complete(case.hear("react")),
        {"react": BY_EVENT},
    ),
}


def drawn(scenario: Scenario, place: str) -> bytes:
    if place != IN_MULTI_INSTANCE:
        return placed(place, scenario.flows, scenario.inside, beside=BESIDE, **scenario.attributes)
    gathered = ", ".join(f"{name}: {name}" for name in scenario.leaves)
    every_one = each("=[&quot;only&quot;]", outputCollection="all", outputElement=f"={{{gathered}}}")
    frame = every_one + scope(scenario.flows, scenario.inside, scenario.attributes)
    return drawing("o_start:start -> o_frame:sub -> o_end:end", {"o_frame": frame}, beside=BESIDE, prefix="o")


@pytest.mark.parametrize("reload", [True, False], ids=["loaded again", "kept"])
@pytest.mark.parametrize("place", [*PLACES, IN_MULTI_INSTANCE])
@pytest.mark.parametrize("name", SCENARIOS)
def test_it_runs_each_event_everywhere(name: str, place: str, reload: bool) -> None:
    scenario = SCENARIOS[name]
    case = begun(drawn(scenario, place), reload=reload, number="SS-1")
    scenario.moves(case)
    assert case.is_completed
    waiting = case.now.waiting()
    assert (waiting.timers, waiting.messages, waiting.signals, waiting.incidents) == ((), (), (), ())
    left = case.data.pop("all")[0] if place == IN_MULTI_INSTANCE else {**case.data}
    left.pop("number", None)
    assert left == scenario.leaves
