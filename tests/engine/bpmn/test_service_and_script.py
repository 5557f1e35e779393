"""What runs by itself: operations, decisions, FEEL; what they raise goes through (traps 13, 15)."""

from collections.abc import Mapping

import pytest

from engine.bpmn.checks import Known, check
from engine.bpmn.env import Env, StepFailed
from engine.bpmn.parser import parse
from engine.dmn import DmnError
from engine.errors import NotAllowed
from tests.engine.bpmn.drawing import NOW, begun, drawing, mapping, script, zeebe

SERVICE = {"s": zeebe('taskDefinition type="matter.record"', mapping(output_kept="=number"))}


def test_it_lets_what_an_operation_raises_through() -> None:
    """Trap 15: the library masks errors of a service call by a NameError."""

    def operate(*given: object) -> Mapping[str, object]:
        raise NotAllowed("not-in-good-standing")

    with pytest.raises(NotAllowed, match="not-in-good-standing"):
        begun(drawing("start -> s:service -> end", SERVICE), env=Env(NOW, operate=operate))


def test_it_takes_over_what_the_output_mappings_say_and_no_more() -> None:
    env = Env(NOW, operate=lambda *given: {"number": 1, "secret": 2})
    assert begun(drawing("start -> s:service -> end", SERVICE), env=env).data == {"kept": 1}


def test_it_refuses_an_operation_that_gives_no_record() -> None:
    with pytest.raises(StepFailed) as refusal:
        begun(drawing("start -> s:service -> end", SERVICE), env=Env(NOW, operate=lambda *given: None))  # type: ignore[arg-type]
    assert refusal.value.cause == "operation-without-result"


def test_it_names_the_task_whose_decision_refuses() -> None:
    def decide(*given: object) -> object:
        raise DmnError("several-rules", "table", rules=[1, 2])

    inside = {"judge": zeebe('calledDecision decisionId="d" resultVariable="r"')}
    case = begun(drawing("start -> judge:rule -> end", inside), env=Env(NOW, decide=decide))
    assert case.incidents == [("judge", "decision")]


@pytest.mark.parametrize(
    "text",
    [
        "__import__(&quot;os&quot;).system(&quot;true&quot;)",
        "().__class__.__bases__",
        "open(&quot;/etc/passwd&quot;)",
        "exec(&quot;x&quot;)",
    ],
)
def test_it_runs_no_python(text: str) -> None:
    """Trap 13: the library's engine is eval with all built-ins."""
    parsed = parse({"p.bpmn": drawing("start -> s:script -> end", {"s": script(text, "x")})})
    assert "expression" in [found.code for found in check(parsed, Known((), (), {}, bool))] or begun(
        drawing("start -> s:script -> end", {"s": script(text, "x")})
    ).data == {"x": None}


def test_it_names_the_script_that_goes_beyond_a_limit() -> None:
    source = drawing("start -> s:script -> end", {"s": script("for i in 1..100000000 return i", "x")})
    assert begun(source).incidents == [("s", "expression")]


def test_it_asks_host_functions_by_their_names() -> None:
    env = Env(NOW, functions={"add working days": lambda day, n: f"{day} + {n}"})
    case = begun(
        drawing("start -> s:script -> end", {"s": script("add working days(&quot;d&quot;, 3)", "x")}), env=env
    )
    assert case.data["x"] == "d + 3"
