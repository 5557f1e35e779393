"""A call keeps its lane (trap 23): tasks of the called process that are in no lane of their own are done there."""

import pytest

from engine.bpmn.checks import check
from engine.bpmn.elements import Performer
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import Moving, begun, each, file, mapping, process, scope, zeebe
from tests.engine.bpmn.test_checks import KNOWN
from tests.engine.bpmn.test_lanes import lane, lanes

CALLED = process("s:start -> a:user -> e:end", process_id="other", prefix="o")
CALL = "start -> c:call -> end"


def calling(performer: str, called: str = CALLED, **more: str) -> bytes:
    inside = {"c": zeebe('calledElement processId="other"')}
    return file(
        called, process(CALL, inside, extra=lanes(lane("l", performer, "c", **more)) if performer else "")
    )


def performer_of(case: Moving, element_id: str = "a") -> str | None:
    found, _scope = case.task(element_id).lane
    return found.value if found else None


def test_a_task_in_no_lane_has_the_performer_of_its_call() -> None:
    assert performer_of(begun(calling("post:station-clerk"))) == "station-clerk"


def test_a_lane_of_its_own_goes_before_that_of_the_call() -> None:
    own = lanes(lane("own", "party:applicant", "a"))
    called = process("s:start -> a:user -> e:end", process_id="other", prefix="o", extra=own)
    assert performer_of(begun(calling("post:station-clerk", called))) == "applicant"


def test_it_comes_through_frames_and_calls_of_calls() -> None:
    inner = scope("is:start -> a:user -> ie:end", attributes={"prefix": "i"})
    deepest = process("ds:start -> inner:sub -> de:end", {"inner": inner}, process_id="deepest", prefix="d")
    called = process(
        "s:start -> deep:call -> e:end",
        {"deep": zeebe('calledElement processId="deepest"')},
        process_id="other",
        prefix="o",
    )
    assert performer_of(begun(calling("post:station-clerk", deepest + called))) == "station-clerk"


def test_it_is_evaluated_where_the_call_stands() -> None:
    """The called process may see nothing of the case; each instance of the call has its own performer."""
    inside = {
        "c": zeebe(
            'calledElement processId="other" propagateAllParentVariables="false"', mapping(input_x="=1")
        )
        + each("=people", inputElement="who")
    }
    drawn = process(CALL, inside, extra=lanes(lane("l", "person:=who", "c")))
    case = begun(file(CALLED, drawn), people=["li", "wang"])
    seen = [case.task("a", number).lane[1]["people"][number] for number in range(2)]
    assert seen == ["li", "wang"]
    assert "people" not in case.task("a").scope


def test_a_task_in_no_lane_of_an_uncalled_process_has_none() -> None:
    case = begun(file(process("start -> a:user -> end")))
    assert case.task("a").lane[0] is None


def found(source: bytes) -> list[tuple[str, str]]:
    parsed = parse({"p.bpmn": source})
    assert parsed.findings == ()
    return [(each.element, each.code) for each in check(parsed, KNOWN)]


def test_it_finds_nothing_where_every_call_stands_in_a_lane() -> None:
    assert found(calling("post:station-clerk")) == []


def test_it_finds_a_task_whose_call_stands_in_no_lane() -> None:
    assert found(calling("")) == [("a", "task-without-performer")]


def test_it_finds_a_task_of_which_one_call_stands_in_no_lane() -> None:
    second = process(
        "s2:start -> c2:call -> e2:end",
        {"c2": zeebe('calledElement processId="other"')},
        process_id="q",
        prefix="q",
    )
    assert found(calling("post:station-clerk", CALLED + second)) == [("a", "task-without-performer")]


@pytest.mark.parametrize(("performer", "code"), [("post:nobody", "unknown-post"), ("person:who", "not-feel")])
def test_it_looks_at_the_lane_of_a_call(performer: str, code: str) -> None:
    assert found(calling(performer)) == [("l", code)]


def test_a_performer_is_a_value() -> None:
    case = begun(calling("post:station-clerk"))
    assert case.task("a").lane[0] == Performer("post", "station-clerk", None, "l", "Lane l")
