"""Each element runs alike wherever it stands, and whether the case is loaded again between two moves or kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from engine.bpmn.elements import Element
from engine.bpmn.env import Env
from tests.engine.bpmn.drawing import (
    NOW,
    PLACES,
    Moving,
    begun,
    declared,
    each,
    mapping,
    message,
    placed,
    process,
    properties,
    scope,
    script,
    timer,
    zeebe,
)


def decide(decision_id: str, inputs: Mapping[str, object]) -> object:
    return {"decided": decision_id, "with": inputs["number"]}


def operate(
    name: str, inputs: Mapping[str, object], headers: Mapping[str, str], element: Element
) -> Mapping[str, object]:
    return {"done": name, "given": inputs.get("given"), "phase": headers.get("phase")}


@dataclass(frozen=True)
class Scenario:
    """A drawing, the moves that bring it to its end, and the data that it leaves besides `number` and `people`."""

    flows: str
    moves: Callable[[Moving], object]
    leaves: Mapping[str, object]
    inside: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    beside: str = ""


def answer_all(case: Moving) -> None:
    for number in range(3):
        case.complete("ask", 0, said=number)


SCENARIOS = {
    "user task": Scenario(
        "start -> ask:user -> end", lambda case: case.complete("ask", said="yes"), {"ask": {"said": "yes"}}
    ),
    "service task": Scenario(
        "start -> work:service -> end",
        lambda case: None,
        {"done": "matter.record", "given": "SS-1", "phase": "new"},
        {
            "work": zeebe(
                'taskDefinition type="matter.record"',
                '<zeebe:taskHeaders><zeebe:header key="phase" value="new"/></zeebe:taskHeaders>',
                mapping(input_given="=number"),
            )
        },
    ),
    "work outside": Scenario(
        "start -> print:service -> end",
        lambda case: case.do("print", pages=case.job("print").given["text"]),
        {"sheets": "SS-1"},
        {
            "print": zeebe(
                'taskDefinition type="print"',
                properties(external="true"),
                mapping(input_text="=number", output_sheets="=pages"),
            )
        },
    ),
    "business rule task": Scenario(
        "start -> judge:rule -> end",
        lambda case: None,
        {"judged": {"decided": "which-way", "with": "SS-1"}},
        {"judge": zeebe('calledDecision decisionId="which-way" resultVariable="judged"')},
    ),
    "script task": Scenario(
        "start -> count:script -> end",
        lambda case: None,
        {"n": Decimal(3)},
        {"count": script("count(people)", "n")},
    ),
    "exclusive gateway": Scenario(
        """start -> ask:user -> choose:xor [ask.n > 5] -> big:script -> join:xor -> end
        choose [ask.n > 1] -> middle:script -> join
        choose -> small:script -> join""",
        lambda case: case.complete("ask", n=3),
        {"ask": {"n": 3}, "size": "middle"},
        {name: script(f"&quot;{name}&quot;", "size") for name in ("big", "middle", "small")},
        {"choose": 'default="f8"'},
    ),
    "parallel gateway": Scenario(
        """start -> fork:and -> a:user -> join:and -> end
        fork -> b:user -> join""",
        lambda case: case.complete("a", x=1).complete("b", y=2),
        {"a": {"x": 1}, "b": {"y": 2}},
    ),
    "timer event": Scenario(
        "start -> pause:catch -> end",
        lambda case: case.fire("pause"),
        {},
        {"pause": timer("Duration", "P3D")},
    ),
    "message event": Scenario(
        "start -> pause:catch -> end",
        lambda case: case.receive("pause", text="hello"),
        {"pause": {"text": "hello"}},
        {"pause": message("word")},
        beside=declared("word"),
    ),
    "interrupting timer": Scenario(
        """start -> ask:user -> end
        late:on-ask -> remind:script -> end_late:end""",
        lambda case: case.fire("late"),
        {"late": True},
        {"late": timer("Date", "2026-03-20"), "remind": script("true", "late")},
    ),
    "timer beside": Scenario(
        """start -> ask:user -> end
        late:on-ask -> remind:script -> end_late:end""",
        lambda case: case.fire("late").complete("ask", said=1),
        {"late": True, "ask": {"said": 1}},
        {"late": timer("Duration", "PT2H"), "remind": script("true", "late")},
        {"late": 'cancelActivity="false"'},
    ),
    "cycle beside": Scenario(
        """start -> ask:user -> end
        late:on-ask -> remind:script -> end_late:end""",
        lambda case: case.fire("late").fire("late").complete("ask", said=1),
        {"late": True, "ask": {"said": 1}},
        {"late": timer("Cycle", "R2/P1D"), "remind": script("true", "late")},
        {"late": 'cancelActivity="false"'},
    ),
    "message beside": Scenario(
        """start -> ask:user -> end
        word:on-ask -> note:script -> end_word:end""",
        lambda case: case.receive("word", n=1).receive("word", n=2).complete("ask", said=1),
        {"word": {"n": 2}, "noted": Decimal(2), "ask": {"said": 1}},
        {"word": message("word"), "note": script("word.n", "noted")},
        {"word": 'cancelActivity="false"'},
        beside=declared("word"),
    ),
    "interrupting message": Scenario(
        """start -> ask:user -> end
        word:on-ask -> end_word:end""",
        lambda case: case.receive("word", n=1),
        {"word": {"n": 1}},
        {"word": message("word")},
        beside=declared("word"),
    ),
    "embedded subprocess": Scenario(
        "start -> inner:sub -> end",
        lambda case: case.complete("ask", said="yes"),
        {"ask": {"said": "yes"}},
        {"inner": scope("inner_start:start -> ask:user -> inner_end:end", attributes={"prefix": "i"})},
    ),
    "call activity": Scenario(
        "start -> calling:call -> end",
        lambda case: case.complete("ask", said="yes"),
        {"ask": {"said": "yes"}},
        {"calling": zeebe('calledElement processId="other"')},
        beside=process("s:start -> ask:user -> e:end", process_id="other", prefix="o"),
    ),
    "multi-instance": Scenario(
        "start -> ask:user -> end",
        answer_all,
        {"answers": [Decimal(0), Decimal(1), Decimal(2)]},
        {
            "ask": each(
                "=people", inputElement="person", outputCollection="answers", outputElement="=ask.said"
            )
        },
    ),
    "multi-instance, one after the other": Scenario(
        "start -> ask:user -> end",
        answer_all,
        {"answers": ["a0", "b1", "c2"]},
        {
            "ask": each(
                "=people",
                sequential=True,
                inputElement="person",
                outputCollection="answers",
                outputElement="=person + string(ask.said)",
            )
        },
    ),
    "multi-instance of a subprocess": Scenario(
        "start -> inner:sub -> end",
        answer_all,
        {"answers": ["a0", "b1", "c2"]},
        {
            "inner": each(
                "=people",
                inputElement="person",
                outputCollection="answers",
                outputElement="=person + string(ask.said)",
            )
            + scope("inner_start:start -> ask:user -> inner_end:end", attributes={"prefix": "i"})
        },
    ),
    "terminate": Scenario(
        """start -> fork:and -> a:user -> stop:end
        fork -> b:user -> end""",
        lambda case: case.complete("a", x=1),
        {"a": {"x": 1}},
        {"stop": "<terminateEventDefinition/>"},
    ),
    "error": Scenario(
        """start -> inner:sub -> end
        failed:on-inner -> note:script -> end_failed:end""",
        lambda case: case.complete("ask", said="no"),
        {"ask": {"said": "no"}, "noted": True},
        {
            "inner": scope(
                "inner_start:start -> ask:user -> fail:end",
                {"fail": '<errorEventDefinition errorRef="e"/>'},
                {"prefix": "i"},
            ),
            "failed": '<errorEventDefinition errorRef="e"/>',
            "note": script("true", "noted"),
        },
        beside='<error id="e" errorCode="no-way"/>',
    ),
}


@pytest.mark.parametrize("reload", [True, False], ids=["loaded again", "kept"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", SCENARIOS)
def test_it_runs_each_element_everywhere(name: str, place: str, reload: bool) -> None:
    scenario = SCENARIOS[name]
    source = placed(place, scenario.flows, scenario.inside, beside=scenario.beside, **scenario.attributes)
    env = Env(NOW, decide=decide, operate=operate)
    case = begun(source, reload=reload, env=env, number="SS-1", people=["a", "b", "c"])
    scenario.moves(case)
    assert case.is_completed
    assert case.data == {"number": "SS-1", "people": ["a", "b", "c"], **scenario.leaves}
