"""Escalations: they go outwards, the nearest for the code catches, and nobody need."""

from tests.engine.bpmn.drawing import (
    BY_EVENT,
    DECLARED,
    Moving,
    begun,
    drawing,
    escalation,
    mapping,
    process,
    reacting,
    scope,
    zeebe,
)

BESIDE = 'cancelActivity="false"'
FRAMED = "start -> frame:sub -> after:user -> end\nedge:on-frame -> mend:user -> end_edge:end"
INSIDE = "in:start -> ask:user -> up_first:throw -> more:user -> out:end"
UP = {"up_first": escalation("up")}


def framed(caught: str, edge: str = "", inside: dict[str, str] = UP, flows: str = INSIDE) -> Moving:
    frame = scope(flows, inside, {"prefix": "i"})
    return begun(drawing(FRAMED, {"frame": frame, "edge": caught}, beside=DECLARED, edge=edge))


def test_a_boundary_that_interrupts_ends_the_one_who_threw() -> None:
    case = framed(escalation("up")).complete("ask", x=1)
    assert (case.tasks, case.data) == (["mend"], {"ask": {"x": 1}})


def test_a_boundary_beside_lets_the_one_who_threw_go_on() -> None:
    case = framed(escalation("up"), BESIDE).complete("ask", x=1)
    assert case.tasks == ["mend", "more"]
    assert case.complete("more").tasks == ["after", "mend"]


def test_a_boundary_beside_catches_again_and_again() -> None:
    flows = "in:start -> fork:and -> one:throw -> a:end\nfork -> two:throw -> b:end"
    case = framed(escalation(), BESIDE, {"one": escalation("up"), "two": escalation("up")}, flows)
    assert case.tasks == ["after", "mend", "mend"]


def test_nobody_need_catch_it() -> None:
    case = framed(escalation("up"), inside={"up_first": escalation("other")})
    assert case.complete("ask").tasks == ["more"]


DECLARED += '<escalation id="other" escalationCode="other"/><escalation id="any" escalationCode="=ask.code"/>'


def test_the_code_may_be_computed() -> None:
    assert framed(escalation("up"), inside={"up_first": escalation("any")}).complete(
        "ask", code="up"
    ).tasks == ["mend"]


def test_one_without_a_code_is_caught_by_whoever_catches_all() -> None:
    assert framed(escalation(), inside={"up_first": escalation()}).complete("ask").tasks == ["mend"]
    assert framed(escalation("up"), inside={"up_first": escalation()}).complete("ask").tasks == ["more"]


def test_what_it_carries_becomes_one_variable() -> None:
    thrown = zeebe(mapping(input_level="=ask.level")) + escalation("up")
    case = framed(escalation("up"), BESIDE, {"up_first": thrown}).complete("ask", level=3)
    assert case.task("mend").scope == {"edge": {"level": 3}}


def test_an_event_subprocess_goes_before_the_boundary() -> None:
    inside = {**UP, "react": reacting(escalation(), "inside:user -> done:end", beside=True)}
    frame = scope(INSIDE + "\nreact:sub", inside, {"prefix": "i", "react": BY_EVENT})
    case = begun(drawing(FRAMED, {"frame": frame, "edge": escalation("up")}, beside=DECLARED)).complete("ask")
    assert case.tasks == ["inside", "more"]


def test_it_goes_out_of_a_call_and_the_call_goes_on() -> None:
    called = process("s:start -> up_first:throw -> more:user -> e:end", UP, process_id="called", prefix="c")
    inside = {"go": zeebe('calledElement processId="called"'), "edge": escalation("up")}
    flows = "start -> go:call -> end\nedge:on-go -> mend:user -> end_edge:end"
    case = begun(drawing(flows, inside, beside=DECLARED + called, edge=BESIDE))
    assert case.tasks == ["mend", "more"]


def test_an_end_event_throws_it_and_ends() -> None:
    case = framed(escalation("up"), BESIDE, {"out": escalation("up")}, "in:start -> out:end")
    assert case.tasks == ["after", "mend"]
