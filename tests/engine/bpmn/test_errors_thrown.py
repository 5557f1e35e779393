"""Errors that operations, workers and end events throw: who catches them, with what, and what happens if nobody does."""

from collections.abc import Mapping

import pytest

from engine.bpmn.elements import Element
from engine.bpmn.env import BpmnError, Env
from engine.errors import AlreadyDone
from tests.engine.bpmn.drawing import (
    BY_EVENT,
    DECLARED,
    NOW,
    Moving,
    begun,
    drawing,
    each,
    error,
    mapping,
    process,
    properties,
    reacting,
    scope,
    zeebe,
)

WORK = zeebe('taskDefinition type="matter.record"')
OUTSIDE = zeebe('taskDefinition type="topic"', properties(external="true"))
AT_WORK = "start -> work:service -> end\nedge:on-work -> mend:user -> end_edge:end"


def fail(
    _name: str, inputs: Mapping[str, object], _headers: Mapping[str, str], _element: Element
) -> Mapping[str, object]:
    raise BpmnError(str(inputs.get("code", "no")), {"why": "full"})


ENV = Env(NOW, operate=fail)


def at_work(caught: str, work: str = WORK, code: str = "no") -> Moving:
    return begun(drawing(AT_WORK, {"work": work, "edge": caught}, beside=DECLARED), env=ENV, code=code)


@pytest.mark.parametrize("caught", [error("no"), error()])
def test_the_boundary_of_the_task_catches_it(caught: str) -> None:
    case = at_work(caught)
    assert (case.tasks, case.data["edge"], case.passed) == (["mend"], {"why": "full"}, ("start", "edge"))


def test_what_catches_it_may_map_what_came() -> None:
    data = at_work(zeebe(mapping(output_reason="=edge.why")) + error("no")).data
    assert data == {"code": "no", "reason": "full"}


def test_an_event_for_the_code_goes_before_one_for_all() -> None:
    flows = AT_WORK + "\nexact:on-work -> exactly:user -> end_exact:end"
    inside = {"work": WORK, "edge": error(), "exact": error("no")}
    assert begun(drawing(flows, inside, beside=DECLARED), env=ENV).tasks == ["exactly"]


def test_the_boundary_around_catches_what_the_task_itself_does_not() -> None:
    frame = scope("in:start -> work:service -> out:end", {"work": WORK}, {"prefix": "i"})
    flows = "start -> frame:sub -> end\nedge:on-frame -> mend:user -> end_edge:end"
    assert begun(drawing(flows, {"frame": frame, "edge": error("no")}, beside=DECLARED), env=ENV).tasks == [
        "mend"
    ]


def test_an_event_subprocess_goes_before_the_boundary_around_its_scope() -> None:
    frame = scope(
        "in:start -> work:service -> out:end\nreact:sub",
        {"work": WORK, "react": reacting(error(), "inside:user -> done:end")},
        {"prefix": "i", "react": BY_EVENT},
    )
    flows = "start -> frame:sub -> end\nedge:on-frame -> mend:user -> end_edge:end"
    case = begun(drawing(flows, {"frame": frame, "edge": error("no")}, beside=DECLARED), env=ENV)
    assert (case.tasks, case.task("inside").scope) == (["inside"], {"begin": {"why": "full"}})


def test_it_goes_out_of_a_call() -> None:
    called = process("s:start -> work:service -> e:end", {"work": WORK}, process_id="called", prefix="c")
    inside = {"go": zeebe('calledElement processId="called"'), "edge": error("no")}
    flows = "start -> go:call -> end\nedge:on-go -> mend:user -> end_edge:end"
    assert begun(drawing(flows, inside, beside=DECLARED + called), env=ENV).tasks == ["mend"]


def test_one_instance_that_fails_ends_all_of_its_activity() -> None:
    work = each("=[1, 2, 3]", inputElement="item") + WORK
    case = at_work(error("no"), work)
    assert (case.tasks, case.incidents) == (["mend"], [])


def test_nobody_catches_another_code() -> None:
    case = at_work(error("no"), code="other")
    assert (case.tasks, case.incidents) == ([], [("work", "error-not-caught")])
    case.env = Env(NOW, operate=lambda *_call: {"done": True})
    assert case.retry("work").is_completed


def test_a_task_beside_goes_on() -> None:
    flows = "start -> fork:and -> work:service -> end\nfork -> ask:user -> end_ask:end"
    case = begun(drawing(flows, {"work": WORK}), env=ENV)
    assert case.incidents == [("work", "error-not-caught")]
    assert case.complete("ask").data == {"ask": {}}


# thrown by whoever does the work


def throw(case: Moving, token_id: str, code: str, **variables: object) -> Moving:
    return case._move(lambda loaded: loaded.throw_error(token_id, code, variables))


def test_a_worker_throws_it() -> None:
    case = at_work(error("no"), OUTSIDE)
    throw(case, case.job("work").id, "no", why="broken")
    assert (case.tasks, case.data["edge"]) == (["mend"], {"why": "broken"})


def test_work_whose_error_nobody_catches_is_put_out_anew_when_it_is_tried_again() -> None:
    case = at_work(error("no"), OUTSIDE)
    throw(case, case.job("work").id, "other")
    assert (case.incidents, case.now.waiting().jobs) == ([("work", "error-not-caught")], ())
    assert case.retry("work").do("work").is_completed


def test_a_user_task_throws_it() -> None:
    flows = "start -> ask:user -> end\nedge:on-ask -> mend:user -> end_edge:end"
    case = begun(drawing(flows, {"edge": error("no")}, beside=DECLARED))
    assert throw(case, case.task("ask").id, "no").tasks == ["mend"]


def test_what_does_not_wait_throws_nothing() -> None:
    case = at_work(error("no"), OUTSIDE)
    job = case.job("work").id
    throw(case, job, "no")
    with pytest.raises(AlreadyDone):
        throw(case, job, "no")


# thrown by end events


def test_the_code_may_be_computed() -> None:
    frame = scope("in:start -> out:end", {"out": error("any")}, {"prefix": "i"})
    flows = "start -> frame:sub -> end\nedge:on-frame -> mend:user -> end_edge:end"
    beside = DECLARED + '<error id="any" errorCode="=code"/>'
    case = begun(drawing(flows, {"frame": frame, "edge": error("no")}, beside=beside), code="no")
    assert case.tasks == ["mend"]


def test_an_end_event_gives_its_input_mappings_along() -> None:
    frame = scope(
        "in:start -> out:end", {"out": zeebe(mapping(input_why="=code")) + error("no")}, {"prefix": "i"}
    )
    flows = "start -> frame:sub -> end\nedge:on-frame -> mend:user -> end_edge:end"
    case = begun(drawing(flows, {"frame": frame, "edge": error("no")}, beside=DECLARED), code="x")
    assert (case.data["edge"], case.passed) == ({"why": "x"}, ("start", "in", "out", "edge"))
