"""What a process promises holds in every run of it, or the shortest way against it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn.checks import Known, check
from engine.bpmn.duties import Duty, Unreadable, read_duty
from engine.bpmn.duty_checks import broken_duties
from engine.bpmn.net.exploring import Budget
from engine.bpmn.parser import parse
from engine.bpmn.wrong import Wrong
from tests.engine.bpmn.drawing import declared, drawing, each, file, message, process, scope, timer, zeebe
from tests.engine.bpmn.undoing import CANCEL, COMPENSATE, part, whole

WORDS = declared("word") + '<error id="wrong" errorCode="wrong"/><escalation id="up" escalationCode="up"/>'


def duty(*sentences: str) -> str:
    properties = "".join(
        f'<zeebe:property name="duty:d{number}" value="{sentence}"/>'
        for number, sentence in enumerate(sentences, 1)
    )
    return zeebe(f"<zeebe:properties>{properties}</zeebe:properties>")


def of_file(source: bytes, most: int = 200_000) -> list[Wrong]:
    parsed = parse({"p.bpmn": source})
    assert parsed.findings == ()
    return list(broken_duties(parsed.processes["p"], parsed.processes, Budget(most)))


def found(
    sentence: str, flows: str, inside: dict[str, str] | None = None, extra: str = "", **said: str
) -> list[Wrong]:
    drawn = process(flows, inside or {}, extra=duty(sentence) + extra, **said)
    return of_file(file(WORDS, drawn))


def path(wrongs: list[Wrong]) -> list[str]:
    [wrong] = wrongs
    assert (wrong.code, wrong.severity) == ("duty-broken", "error")
    found_path = wrong.params["path"]
    assert isinstance(found_path, list)
    return found_path


LINE = "start -> heard:user -> act:user -> end"
AROUND = """start -> choose:xor [x] -> heard:user -> act:user -> end
choose [y] -> act"""


@pytest.mark.parametrize(
    ("sentence", "flows"),
    [
        ("act only after heard", LINE),
        ("heard never after act", LINE),
        ("act before end", AROUND),
        ("act only after heard or exempt", AROUND.replace("[y] -> act", "[y] -> exempt:user -> act")),
        ("act only after start and heard or start and act", LINE),
        ("act only after p/heard", LINE),
    ],
)
def test_a_duty_that_the_drawing_keeps_is_no_finding(sentence: str, flows: str) -> None:
    assert found(sentence, flows) == []


@pytest.mark.parametrize(
    ("sentence", "flows", "way"),
    [
        ("act only after heard", AROUND, ["start", "choose", "act"]),
        ("act never after heard", AROUND, ["start", "choose", "heard", "act"]),
        ("heard before end", AROUND, ["start", "choose", "act", "end"]),
        ("act only after heard and choose", AROUND, ["start", "choose", "act"]),
        (
            "act only after heard",  # which of two branches comes first, nobody knows
            "start -> fork:and -> heard:user -> end\nfork -> before:user -> act:user -> end2:end",
            ["start", "fork", "before", "act"],
        ),
        (
            "heard never after heard",
            "start -> again:xor -> heard:user -> more:xor [x] -> again\nmore [y] -> end",
            ["start", "again", "heard", "more", "again", "heard"],
        ),
    ],
)
def test_the_shortest_way_against_a_duty_is_shown(sentence: str, flows: str, way: list[str]) -> None:
    assert path(found(sentence, flows)) == way


def test_what_was_interrupted_is_not_completed() -> None:
    flows = "start -> heard:user -> act:user -> end\nlate:on-heard -> act"
    wrongs = found("act only after heard", flows, {"late": timer("Duration", "P3D")})
    assert path(wrongs) == ["start", "heard", "late", "act"]


def test_a_branch_beside_an_activity_does_not_wait_for_it() -> None:
    flows = "start -> heard:user -> end\nsoon:on-heard -> act:user -> act_end:end"
    wrongs = found(
        "act only after heard", flows, {"soon": timer("Duration", "PT1H")}, soon='cancelActivity="false"'
    )
    assert path(wrongs) == ["start", "heard", "soon", "act"]


def test_an_end_that_ends_all_is_an_end() -> None:
    flows = "start -> fork:and -> heard:user -> end\nfork -> word:catch -> stop:end"
    inside = {"word": message("word"), "stop": "<terminateEventDefinition/>"}
    assert path(found("heard before end", flows, inside)) == ["start", "fork", "word", "stop"]


def frame(inner: str, around: str, inside: dict[str, str], **said: str) -> bytes:
    drawn = scope(inner, inside, {"prefix": "in_", **said})
    return file(WORDS, process(around, {**inside, "part": drawn}, extra=duty("act only after heard"), **said))


def test_a_word_may_interrupt_a_subprocess_before_the_step() -> None:
    inner = "in_start:start -> heard:user -> in_end:end"
    around = "start -> part:sub -> act:user -> end\nword:on-part -> act"
    source = frame(inner, around, {"word": message("word")})
    assert path(of_file(source)) == ["start", "part", "word", "act"]
    quiet = frame(inner, "start -> part:sub -> act:user -> end", {})
    assert of_file(quiet) == []


@pytest.mark.parametrize("before", [True, False])
def test_an_error_leaves_a_subprocess_where_it_is_thrown(before: bool) -> None:
    step = "heard:user -> choose:xor" if before else "choose:xor"
    inner = f"""in_start:start -> {step} [x] -> failed:end
    choose [y] -> {"in_end:end" if before else "heard:user -> in_end:end"}"""
    around = "start -> part:sub -> act:user -> end\nwrong_at:on-part -> act"
    thrown = '<errorEventDefinition errorRef="wrong"/>'
    wrongs = of_file(frame(inner, around, {"failed": thrown, "wrong_at": thrown}))
    if before:
        assert wrongs == []
    else:
        assert path(wrongs) == ["start", "part", "in_start", "choose", "failed", "wrong_at", "act"]


def test_an_escalation_begins_a_branch_where_it_is_thrown() -> None:
    inner = "in_start:start -> heard:user -> tell:throw -> in_end:end"
    around = "start -> part:sub -> end\nup_at:on-part -> act:user -> act_end:end"
    thrown = '<escalationEventDefinition escalationRef="up"/>'
    inside = {"tell": thrown, "up_at": thrown}
    assert of_file(frame(inner, around, inside, up_at='cancelActivity="false"')) == []
    early = "in_start:start -> tell:throw -> heard:user -> in_end:end"
    wrongs = of_file(frame(early, around, inside, up_at='cancelActivity="false"'))
    assert path(wrongs) == ["start", "part", "in_start", "tell", "up_at", "act"]


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_an_event_subprocess_may_go_around_a_step(interrupting: str) -> None:
    begin = f'<startEvent id="es_start" isInterrupting="{interrupting}">{message("word")}<outgoing>es1</outgoing></startEvent>'
    beside = (
        f'<subProcess id="es" triggeredByEvent="true">{begin}<userTask id="act"/><endEvent id="es_end"/>'
        '<sequenceFlow id="es1" sourceRef="es_start" targetRef="act"/>'
        '<sequenceFlow id="es2" sourceRef="act" targetRef="es_end"/></subProcess>'
    )
    flows = "start -> other:user -> heard:user -> end"
    assert path(found("act only after heard", flows, extra=beside)) == ["es", "es_start", "act"]
    ends_early = found("heard before end", flows, extra=beside)
    assert ends_early == [] if interrupting == "false" else path(ends_early)


def test_undoing_may_reach_a_step() -> None:
    content = part("start -> a:user -> undo:end\na ~ act:user", {"undo": COMPENSATE})
    wrongs = of_file(whole(duty("act only after heard or undo") + content + '<userTask id="heard"/>'))
    assert path(wrongs) == ["start", "a", "undo", "act"]
    assert of_file(whole(duty("act only after a") + content)) == []


def test_a_transaction_that_is_cancelled_is_left_without_what_lies_behind() -> None:
    inner = """in_start:start -> a:user -> choose:xor [x] -> heard:user -> in_end:end
    choose [y] -> stop:end
    a ~ no_a:user"""
    flows = "start -> pay:transaction -> end\noff:on-pay -> act:user -> act_end:end"
    content = part(flows, {"pay": part(inner, {"stop": CANCEL}, prefix="in_"), "off": CANCEL})
    assert path(of_file(whole(duty("act only after heard") + content))) == [
        *("start", "pay", "in_start", "a", "choose", "stop", "off", "act")
    ]
    assert of_file(whole(duty("act only after a") + content)) == []
    wrongs = of_file(whole(duty("act only after no_a") + content))
    assert path(wrongs)[-2:] == ["off", "act"]  # nobody says that it had been completed


def called(calling: str, inner: str, sentence: str, **said: str) -> bytes:
    call = zeebe('calledElement processId="called"')
    loops = said.pop("loops", "")
    return file(
        WORDS,
        process(calling, {"call": call + loops}, extra=duty(sentence), **said),
        process(inner, process_id="called", prefix="c"),
    )


CALLING = """start -> choose:xor [x] -> heard:user -> call:call -> end
choose [y] -> call"""


def test_a_duty_may_name_steps_of_a_called_process() -> None:
    source = called(CALLING, "c_start:start -> act:user -> c_end:end", "called/act only after heard")
    assert path(of_file(source)) == ["start", "choose", "call", "c_start", "act"]
    straight = "start -> heard:user -> call:call -> end"
    assert of_file(called(straight, "c_start:start -> act:user -> c_end:end", "act only after heard")) == []


def test_a_step_of_a_called_process_counts_when_the_call_is_over() -> None:
    inner = "c_start:start -> heard:user -> c_end:end"
    calling = "start -> call:call -> act:user -> end"
    assert of_file(called(calling, inner, "act only after heard")) == []
    perhaps = "c_start:start -> c_if:xor [x] -> heard:user -> c_end:end\nc_if [y] -> c_end2:end"
    assert path(of_file(called(calling, perhaps, "act only after heard"))) == [
        "start",
        "call",
        "c_start",
        "c_if",
        "c_end2",
        "act",
    ]


def test_nothing_inside_a_call_for_each_of_a_list_may_count_on_being_done() -> None:
    inner = "c_start:start -> heard:user -> c_end:end"
    source = called(
        "start -> call:call -> act:user -> end", inner, "act only after heard", loops=each("=list")
    )
    assert path(of_file(source)) == ["start", "call", "act"]


def test_a_process_that_calls_itself_ends_the_looking() -> None:
    source = file(
        process(
            "start -> choose:xor [x] -> heard:user -> act:user -> end\nchoose [y] -> call:call -> end2:end",
            {"call": zeebe('calledElement processId="p"')},
            extra=duty("act only after heard"),
        )
    )
    [wrong] = of_file(source)
    assert (wrong.code, wrong.severity) == ("duty-not-proven", "error")


def test_beyond_the_limit_a_duty_is_not_proven_and_that_refuses() -> None:
    sources = file(process(LINE, extra=duty("act only after heard")))
    [wrong] = of_file(sources, most=2)
    assert (wrong.element, wrong.code, wrong.severity) == ("act", "duty-not-proven", "error")
    assert wrong.params["most"] == 2


@pytest.mark.parametrize("name", ["herd", "other/heard", "p/none"])
def test_an_element_that_is_not_there_is_named(name: str) -> None:
    [wrong] = found(f"act only after {name}", LINE)
    assert (wrong.element, wrong.code, wrong.params["name"]) == ("p", "duty-unknown-element", name)
    assert "heard" in wrong.params["known"]  # type: ignore[operator]  # a list of ids


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "act",
        "act after heard",
        "act only after",
        "act only after heard or",
        "before end",
        "a xor b before end",
        "act only after heard heard",
        "act only after or or or",
    ],
)
def test_a_sentence_of_another_form_is_unreadable(sentence: str) -> None:
    with pytest.raises(Unreadable):
        read_duty("d", sentence)
    assert [wrong.code for wrong in found(sentence, LINE)] == ["duty-unreadable"]


def test_and_binds_closer_than_or() -> None:
    read = read_duty("d", "x only after a or b and c")
    assert read == Duty("d", "x only after a or b and c", "only after", "x", (("a",), ("b", "c")))
    assert read.holds({"a"})
    assert read.holds({"b", "c"})
    assert not read.holds({"b"})


@given(st.text())
def test_reading_a_duty_never_fails_otherwise(text: str) -> None:
    try:
        assert read_duty("d", text).named
    except Unreadable:
        return


def test_the_finding_of_a_folder_has_the_names_in_both_languages() -> None:
    clerk = zeebe(
        'assignmentDefinition candidateGroups="clerk"',
        '<zeebe:properties><zeebe:property name="name:en" value="Act"/></zeebe:properties>',
    )
    source = drawing(
        AROUND, {"act": clerk, "heard": clerk}, act='name="办"', extra=duty("act only after heard")
    )
    known = Known(forms=(), decisions=(), operations={}, has_post=lambda _post: True)
    [finding] = [each for each in check(parse({"p.bpmn": source}), known) if each.code == "duty-broken"]
    names = finding.params["names"]
    assert isinstance(names, dict)
    assert names["act"] == ["办", "Act"]
    assert names["start"] == ["start", "start"]
