"""Several definitions at one event: any of them, all of them, and what listens on."""

from datetime import timedelta

from tests.engine.bpmn.drawing import (
    BY_EVENT,
    DECLARED,
    NOW,
    begun,
    condition,
    declared,
    drawing,
    error,
    escalation,
    file,
    findings,
    message,
    process,
    reacting,
    scope,
    signal,
    timer,
)

BESIDE = declared("word") + declared("other") + DECLARED
PAUSE = "start -> pause:catch -> end"
AT_TASK = "start -> ask:user -> end\nedge:on-ask -> note:user -> end_edge:end"
ALL = 'parallelMultiple="true"'


def test_each_waits_under_an_id_of_its_own() -> None:
    events = message("word") + message("other") + timer("Duration", "P1D") + signal("flood")
    waiting = begun(drawing(PAUSE, {"pause": events}, beside=BESIDE), number="1").now.waiting()
    ids = {each.id for each in waiting.messages} | {each.id for each in waiting.timers}
    assert len(ids | {each.id for each in waiting.signals}) == 4
    assert [each.name for each in waiting.messages] == ["word", "other"]


def test_any_one_takes_the_others_back() -> None:
    events = message("word") + timer("Duration", "P1D") + signal("flood")
    case = begun(
        drawing(PAUSE.replace("end", "ask:user -> end"), {"pause": events}, beside=BESIDE), number="1"
    )
    waiting = case.hear("pause").now.waiting()
    assert (waiting.messages, waiting.timers, waiting.signals, case.tasks) == ((), (), (), ["ask"])


def test_a_condition_among_them_that_holds_goes_on_at_once() -> None:
    events = signal("flood") + condition("ready") + message("word")
    case = begun(drawing(PAUSE, {"pause": events}, beside=BESIDE), number="1", ready=True)
    assert (case.is_completed, case.now.waiting().signals) == (True, ())


def test_all_together_gather_what_came() -> None:
    source = drawing(PAUSE, {"pause": message("word") + message("other")}, beside=BESIDE, pause=ALL)
    case = begun(source, number="1").receive("pause", a=1)
    assert [each.name for each in case.now.waiting().messages] == ["other"]
    assert case.receive("pause", b=2).data == {"number": "1", "pause": {"a": 1, "b": 2}}


def test_a_timer_beside_keeps_its_time_when_another_has_come() -> None:
    events = signal("flood") + timer("Duration", "P2D") + timer("Cycle", "R2/P5D")
    case = begun(drawing(AT_TASK, {"edge": events}, beside=BESIDE, edge='cancelActivity="false"'))
    case.later(days=1).hear("edge")
    assert [each.due_at for each in case.now.waiting().timers] == [
        NOW + timedelta(days=2),
        NOW + timedelta(days=5),
    ]
    case.fire("edge").fire("edge")
    assert [each.due_at for each in case.now.waiting().timers] == [NOW + timedelta(days=10)]
    assert case.hear("edge").tasks == ["ask", "note", "note", "note", "note"]


def test_all_together_beside_listen_again_together() -> None:
    events = signal("flood") + message("word")
    source = drawing(AT_TASK, {"edge": events}, beside=BESIDE, edge=f'cancelActivity="false" {ALL}')
    case = begun(source, number="1")
    case.hear("edge").receive("edge").receive("edge").hear("edge")
    assert case.tasks == ["ask", "note", "note"]
    assert len(case.now.waiting().signals) == len(case.now.waiting().messages) == 1


def test_all_together_with_a_time_come_once() -> None:
    events = signal("flood") + timer("Duration", "P1D")
    source = drawing(AT_TASK, {"edge": events}, beside=BESIDE, edge=f'cancelActivity="false" {ALL}')
    case = begun(source).fire("edge").hear("edge")
    assert (case.tasks, case.now.waiting().signals) == (["ask", "note"], ())


def test_an_error_or_escalation_may_be_one_of_them() -> None:
    frame = scope("in:start -> out:end", {"out": escalation("up")}, {"prefix": "i"})
    flows = "start -> frame:sub -> end\nedge:on-frame -> mend:user -> end_edge:end"
    source = drawing(flows, {"frame": frame, "edge": error("no") + escalation("up")}, beside=BESIDE)
    assert begun(source).tasks == ["mend"]


def test_it_goes_with_its_activity() -> None:
    flows = AT_TASK.replace("-> end\n", "-> after:user -> end\n", 1)
    case = begun(drawing(flows, {"edge": signal("flood") + message("word")}, beside=BESIDE), number="1")
    waiting = case.complete("ask").now.waiting()
    assert (waiting.signals, waiting.messages) == ((), ())


def test_one_that_cannot_listen_is_tried_again_alone() -> None:
    case = begun(drawing(PAUSE, {"pause": message("word") + signal("flood")}, beside=BESIDE), number=None)
    assert (case.incidents, case.signal("pause").name) == ([("pause", "no-correlation-key")], "flood")
    assert case.change(number="1").retry("pause").receive("pause", n=1).data == {
        "number": "1",
        "pause": {"n": 1},
    }


def test_an_event_subprocess_interrupts_by_any_of_them() -> None:
    react = reacting(message("word") + signal("flood"), "answer:user -> done:end")
    source = drawing("start -> ask:user -> end\nreact:sub", {"react": react}, beside=BESIDE, react=BY_EVENT)
    waiting = begun(source, number="1").hear("react").now.waiting()
    assert ([task.element.id for task in waiting.tasks], waiting.messages) == (["answer"], ())


def test_an_event_subprocess_begins_when_all_have_come() -> None:
    react = reacting(message("word") + signal("flood"), "answer:user -> done:end")
    react = react.replace('<startEvent id="begin"', f'<startEvent id="begin" {ALL}')
    source = drawing("start -> ask:user -> end\nreact:sub", {"react": react}, beside=BESIDE, react=BY_EVENT)
    case = begun(source, number="1").receive("react", n=1)
    assert case.tasks == ["ask"]
    assert case.hear("react").task("answer").scope == {"number": "1", "begin": {"n": 1}}


def test_a_throw_does_all_and_what_ends_its_scope_last() -> None:
    flows = "start -> fork:and -> ask:user -> end\nfork -> last:end"
    events = "<terminateEventDefinition/>" + signal("flood") + message("word")
    case = begun(drawing(flows, {"last": events}, beside=BESIDE), number="1")
    assert case.is_completed
    assert [each.kind for each in case.outgoing] == ["signal", "message"]


def test_definitions_may_stand_at_the_root() -> None:
    root = '<timerEventDefinition id="later"><timeDuration>P1D</timeDuration></timerEventDefinition>'
    pause = "<eventDefinitionRef>later</eventDefinitionRef>" + signal("flood")
    source = file(BESIDE, root, process(PAUSE, {"pause": pause}))
    case = begun(source)
    assert (case.timer("pause").due_at, case.signal("pause").name) == (NOW + timedelta(days=1), "flood")


def test_it_refuses_a_reference_to_nothing_or_to_what_may_not_stand_there() -> None:
    root = '<terminateEventDefinition id="stop"/>'
    pause = "<eventDefinitionRef>stop</eventDefinitionRef><eventDefinitionRef>gone</eventDefinitionRef>"
    source = file(root, process(PAUSE, {"pause": pause}))
    assert [each.code for each in findings(source)] == ["unsupported-event", "incomplete"]
