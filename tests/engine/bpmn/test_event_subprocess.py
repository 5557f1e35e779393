"""Event subprocesses: who listens and how long, whose data they see, and to whom belongs what they write."""

import pytest

from engine.bpmn.checks import check
from engine.bpmn.history import LONG
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import (
    BY_EVENT,
    DECLARED,
    Moving,
    begun,
    condition,
    declared,
    drawing,
    each,
    error,
    findings,
    mapping,
    message,
    process,
    reacting,
    scope,
    script,
    signal,
    timer,
    zeebe,
)
from tests.engine.bpmn.test_checks import KNOWN

BESIDE = declared("word") + DECLARED
TWO_BRANCHES = """start -> fork:and -> a:user -> join:and -> last:user -> end
fork -> b:user -> join
react:sub"""
NOTE = {"note": script("count(begin)", "noted")}


def listening(
    event: str, flows: str, inside: dict[str, str], *, beside: bool, react: str = "done:end"
) -> Moving:
    frame = reacting(event, react, inside, beside=beside)
    source = drawing(flows, {"react": frame, **inside}, beside=BESIDE, react=BY_EVENT)
    return begun(source, number="1")


def asked(*, beside: bool, flows: str = TWO_BRANCHES, react: str = "answer:user -> done:end") -> Moving:
    return listening(message("word"), flows, {}, beside=beside, react=react)


# whom it interrupts


def test_one_that_interrupts_takes_the_place_of_all_branches() -> None:
    case = asked(beside=False).complete("a", x=1).receive("react", n=1)
    assert (case.tasks, case.now.waiting().messages) == (["answer"], ())
    assert case.complete("answer", y=1).is_completed


def test_it_has_what_all_branches_wrote_when_it_interrupts() -> None:
    case = asked(beside=False).complete("a", x=1).receive("react", n=1)
    assert case.task("answer").scope == {"number": "1", "a": {"x": 1}, "begin": {"n": 1}}
    assert case.complete("answer", y=1).data == {
        "number": "1",
        "a": {"x": 1},
        "begin": {"n": 1},
        "answer": {"y": 1},
    }


def test_one_that_interrupts_ends_the_others_that_listen_or_run() -> None:
    flows = TWO_BRANCHES + "\nother:sub"
    inside = {
        "react": reacting(message("word"), "answer:user -> done:end"),
        "other": scope("o_begin:start -> o_task:user -> o_end:end", {"o_begin": signal("flood")}, OTHER),
    }
    source = drawing(flows, inside, beside=BESIDE, react=BY_EVENT, other=BY_EVENT)
    case = begun(source, number="1").hear("other")
    assert case.tasks == ["a", "b", "o_task"]
    case.receive("react")
    assert (case.tasks, case.now.waiting().signals) == (["answer"], ())


@pytest.mark.parametrize("end", ["interrupted", "done"])
def test_one_that_waits_for_a_time_goes_with_its_scope(end: str) -> None:
    frame = scope(
        "in:start -> a:user -> out:end\nreact:sub",
        {"react": reacting(timer("Cycle", "R/P1D"), "done:end", beside=True)},
        {"prefix": "i", "react": BY_EVENT},
    )
    flows = "start -> frame:sub -> after:user -> end\nedge:on-frame -> mend:user -> end_edge:end"
    case = begun(drawing(flows, {"frame": frame, "edge": signal("flood")}, beside=BESIDE)).fire("react")
    case = case.hear("edge") if end == "interrupted" else case.complete("a")
    assert (case.tasks, case.now.waiting().timers) == (["mend" if end == "interrupted" else "after"], ())


OTHER = {"prefix": "o", "o_begin": 'isInterrupting="false"'}


def test_it_ends_only_the_scope_around_it() -> None:
    frame = scope(
        "in:start -> a:user -> out:end\nreact:sub",
        {"react": reacting(message("word"), "answer:user -> done:end")},
        {"prefix": "i", "react": BY_EVENT},
    )
    flows = "start -> fork:and -> frame:sub -> after:user -> end\nfork -> b:user -> end_b:end"
    case = begun(drawing(flows, {"frame": frame}, beside=BESIDE), number="1").receive("react", n=1)
    assert case.tasks == ["answer", "b"]
    assert case.complete("answer", y=1).tasks == ["after", "b"]
    assert case.task("after").scope == {"number": "1", "begin": {"n": 1}, "answer": {"y": 1}}


def test_it_interrupts_one_instance_of_many() -> None:
    frame = each("=[1, 2]", inputElement="item", outputCollection="all", outputElement="=begin.n") + scope(
        "in:start -> a:user -> out:end\nreact:sub",
        {"react": reacting(message("word"), "done:end")},
        {"prefix": "i", "react": BY_EVENT},
    )
    source = drawing("start -> frame:sub -> end", {"frame": frame}, beside=BESIDE)
    case = begun(source, number="1").receive("react", n=7)
    assert case.tasks == ["a"]
    assert case.receive("react", n=8).data == {"number": "1", "all": [7, 8]}


# how long it listens


def test_listening_keeps_no_scope_open() -> None:
    case = asked(beside=True, flows="start -> a:user -> end\nreact:sub").complete("a")
    assert (case.is_completed, case.now.waiting().messages) == (True, ())


def test_what_runs_beside_keeps_its_scope_open() -> None:
    case = (
        asked(beside=True, flows="start -> a:user -> end\nreact:sub").receive("react", n=1).complete("a", x=1)
    )
    assert (case.is_completed, case.tasks) == (False, ["answer"])
    assert case.message("react").correlation_key == "1"
    assert case.complete("answer", y=1).is_completed
    assert case.data == {"number": "1", "a": {"x": 1}, "begin": {"n": 1}, "answer": {"y": 1}}


def test_it_runs_as_often_as_it_is_called_at_once() -> None:
    case = asked(beside=True).receive("react", n=1).receive("react", n=2)
    assert case.tasks == ["a", "answer", "answer", "b"]


def test_a_date_comes_once_and_a_cycle_as_often_as_it_says() -> None:
    once = listening(timer("Duration", "P1D"), TWO_BRANCHES, {}, beside=True).fire("react")
    assert once.now.waiting().timers == ()
    twice = listening(timer("Cycle", "R2/P1D"), TWO_BRANCHES, {}, beside=True).fire("react").fire("react")
    assert twice.now.waiting().timers == ()


def test_it_listens_in_a_process_that_is_called_while_the_call_runs() -> None:
    called = process(
        "s:start -> a:user -> e:end\nreact:sub",
        {"react": reacting(message("word"), "answer:user -> done:end")},
        process_id="called",
        prefix="c",
        react=BY_EVENT,
    )
    calling = {"go": zeebe('calledElement processId="called"')}
    source = drawing("start -> go:call -> end", calling, beside=BESIDE + called)
    case = begun(source, number="1").receive("react", n=1)
    assert case.tasks == ["answer"]
    assert case.complete("answer").is_completed


# to whom belongs what it writes


def test_every_branch_sees_what_it_wrote_when_it_ends() -> None:
    case = asked(beside=True).receive("react", n=1)
    assert case.task("a").scope == {"number": "1"}
    case.complete("answer", y=1)
    written = {"number": "1", "begin": {"n": 1}, "answer": {"y": 1}}
    assert (case.task("a").scope, case.task("b").scope, case.data) == (written, written, written)
    case.complete("a").complete("b")
    assert case.task("last").scope == {**written, "a": {}, "b": {}}


def test_a_branch_that_wrote_it_itself_keeps_its_own() -> None:
    inside = {name: script(f"&quot;{name}&quot;", "who") for name in ("mine", "theirs")}
    flows = """start -> fork:and -> a:user -> mine:script -> c:user -> end
    fork -> b:user -> end_b:end
    react:sub"""
    frame = reacting(message("word"), "answer:user -> theirs:script -> done:end", inside, beside=True)
    case = begun(
        drawing(flows, {"react": frame, **inside}, beside=BESIDE, react=BY_EVENT), number="1", who=""
    )
    case.receive("react").complete("a").complete("answer")
    assert (case.task("c").scope["who"], case.task("b").scope["who"]) == ("mine", "theirs")


def test_what_runs_inside_the_scope_sees_it_too() -> None:
    frame = scope("in:start -> deep:user -> out:end", attributes={"prefix": "i"})
    react = reacting(message("word"), "answer:user -> done:end", beside=True)
    flows = "start -> frame:sub -> after:user -> end\nreact:sub"
    source = drawing(flows, {"frame": frame, "react": react}, beside=BESIDE, react=BY_EVENT)
    case = begun(source, number="1").receive("react", n=1).complete("answer", y=1)
    assert case.task("deep").scope == {"number": "1", "begin": {"n": 1}, "answer": {"y": 1}}
    case.complete("deep", z=1)
    assert case.task("after").scope["answer"] == {"y": 1}


def test_its_output_mappings_say_what_goes_out() -> None:
    react = zeebe(mapping(output_said="=answer.y")) + reacting(
        message("word"), "answer:user -> done:end", beside=True
    )
    source = drawing("start -> a:user -> end\nreact:sub", {"react": react}, beside=BESIDE, react=BY_EVENT)
    case = begun(source, number="1").receive("react", n=1).complete("answer", y="yes")
    assert case.task("a").scope == {"number": "1", "said": "yes"}


def test_a_scope_inside_whose_branches_have_ended_sees_it_too() -> None:
    frame = scope(
        "in:start -> a:user -> out:end\ninner:sub",
        {"inner": scope("i_begin:start -> deep:user -> i_end:end", {"i_begin": signal("flood")}, INNER)},
        {"prefix": "i", "inner": BY_EVENT},
    )
    react = reacting(message("word"), "answer:user -> done:end", beside=True)
    flows = "start -> frame:sub -> after:user -> end\nreact:sub"
    source = drawing(flows, {"frame": frame, "react": react}, beside=BESIDE, react=BY_EVENT)
    case = begun(source, reload=False, number="1").receive("react").complete("answer", y=1)
    case.hear("inner").complete("a").receive("react").complete("answer", y=2).change(number="2")
    assert (case.data["answer"], case.data["number"]) == ({"y": 2}, "2")
    scope_after = case.complete("deep").task("after").scope
    assert (scope_after["answer"], scope_after["number"]) == ({"y": 2}, "2")


INNER = {"prefix": "x", "i_begin": 'isInterrupting="false"'}


def test_it_is_seen_in_the_case_while_it_runs() -> None:
    case = (
        asked(beside=True, react="answer:user -> more:user -> done:end")
        .receive("react", n=1)
        .complete("answer", y=1)
    )
    assert case.data == {"number": "1", "begin": {"n": 1}, "answer": {"y": 1}}
    assert case.task("a").scope == {"number": "1"}


def test_what_is_changed_from_outside_is_seen_inside() -> None:
    case = asked(beside=True).receive("react", n=1).change(number="2")
    assert (case.task("answer").scope["number"], case.task("a").scope["number"]) == ("2", "2")
    assert case.complete("answer").complete("a").complete("b").complete("last").data["number"] == "2"


# what else


def test_an_error_inside_goes_outwards_past_its_own_scope() -> None:
    frame = scope(
        "in:start -> a:user -> out:end\nreact:sub",
        {"react": reacting(message("word"), "fail:end", {"fail": error("no")}, beside=True)},
        {"prefix": "i", "react": BY_EVENT},
    )
    flows = "start -> frame:sub -> end\nedge:on-frame -> mend:user -> end_edge:end"
    case = begun(drawing(flows, {"frame": frame, "edge": error("no")}, beside=BESIDE), number="1")
    assert case.receive("react").tasks == ["mend"]


def test_one_inside_another_listens_while_that_runs() -> None:
    inner = scope("i_begin:start -> deep:user -> i_end:end", {"i_begin": signal("flood")}, {"prefix": "x"})
    react = reacting(message("word"), "answer:user -> done:end\ninner:sub", {"inner": inner}, beside=True)
    react = react.replace('id="inner"', f'id="inner" {BY_EVENT}')
    source = drawing("start -> a:user -> end\nreact:sub", {"react": react}, beside=BESIDE, react=BY_EVENT)
    case = begun(source, number="1")
    assert case.now.waiting().signals == ()
    assert case.receive("react").hear("inner").tasks == ["a", "deep"]
    assert case.complete("deep").complete("a").is_completed


def test_one_that_cannot_listen_is_an_incident_that_does_not_hold_the_others() -> None:
    case = listening(message("word"), "start -> a:user -> end\nreact:sub", {}, beside=True)
    case = begun(
        drawing(
            "start -> a:user -> end\nreact:sub",
            {"react": reacting(message("word"), "done:end")},
            beside=BESIDE,
            react=BY_EVENT,
        ),
        number=None,
    )
    assert case.incidents == [("react", "no-correlation-key")]
    assert case.complete("a").is_completed


def test_it_is_passed_when_it_has_ended() -> None:
    case = asked(beside=True).receive("react").complete("answer")
    assert case.passed == ("answer", "done", "react")


def test_it_stays_small_however_often_it_is_called() -> None:
    case = listening(message("word"), TWO_BRANCHES, {}, beside=True)
    for number in range(LONG + 20):
        case.receive("react", n=number)
    assert len(case.state) < 20_000
    assert case.data == {"number": "1", "begin": {"n": LONG + 19}}
    assert case.complete("a").complete("b").complete("last").is_completed


def test_it_listens_on_when_a_long_history_is_cut() -> None:
    flows = """start -> again:xor -> ask:user -> choose:xor [ask.stop] -> end
    choose -> again
    react:sub"""
    react = reacting(message("word"), "answer:user -> done:end", beside=True)
    source = drawing(flows, {"react": react}, beside=BESIDE, react=BY_EVENT, choose='default="f5"')
    case = begun(source, number="1")
    for _round in range(LONG):
        case.complete("ask", stop=False)
    case.receive("react", n=1).complete("answer", y=1)
    assert case.task("ask").scope["answer"] == {"y": 1}
    assert case.complete("ask", stop=True).is_completed


@pytest.mark.parametrize(
    ("react", "flows", "attributes", "code"),
    [
        (
            scope("begin:start -> done:end", attributes={"prefix": "r"}),
            "react:sub",
            BY_EVENT,
            "not-one-event",
        ),
        (scope("one:user -> done:end", attributes={"prefix": "r"}), "react:sub", BY_EVENT, "not-one-start"),
        (reacting(message("word"), "done:end"), "end2:end\nreact:sub -> end2", BY_EVENT, "flow-not-here"),
        (reacting(error("no"), "done:end", beside=True), "react:sub", BY_EVENT, "error-not-interrupting"),
        (reacting(timer("Cycle", "R2/P1D"), "done:end"), "react:sub", BY_EVENT, "cycle-not-here"),
        (reacting(condition("1 +"), "done:end"), "react:sub", BY_EVENT, "expression"),
        (reacting("<cancelEventDefinition/>", "done:end"), "react:sub", BY_EVENT, "unsupported-event"),
        (each("=[1]") + reacting(message("word"), "done:end"), "react:sub", BY_EVENT, "unsupported-element"),
    ],
)
def test_it_refuses_one_that_could_not_run(react: str, flows: str, attributes: str, code: str) -> None:
    source = drawing(f"start -> a:user -> end\n{flows}", {"react": react}, beside=BESIDE, react=attributes)
    parsed = parse({"p.bpmn": source})
    assert code in {found.code for found in (*parsed.findings, *check(parsed, KNOWN))}


def test_it_refuses_a_start_that_would_not_interrupt_where_nothing_is_interrupted() -> None:
    source = drawing("start -> end", start='isInterrupting="false"')
    assert [each.code for each in findings(source)] == ["unsupported-attribute"]
