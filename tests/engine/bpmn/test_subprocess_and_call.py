"""Embedded subprocesses and calls: what goes in, what comes out, what is kept when they are interrupted."""

from tests.engine.bpmn.drawing import (
    begun,
    declared,
    drawing,
    file,
    mapping,
    message,
    process,
    scope,
    script,
    timer,
    zeebe,
)

CALLED = process(
    "s:start -> set:script -> ask:user -> e:end",
    {"set": script("n + 1", "n")},
    process_id="other",
    prefix="o",
)


def call(*mappings: str, attributes: str = "") -> dict[str, str]:
    return {"c": zeebe(f'calledElement processId="other" {attributes}', *mappings)}


def test_it_overwrites_nothing_that_others_wrote_while_a_call_ran() -> None:
    """Trap 11: the library replaces all data on the way out."""
    flows = """start -> fork:and -> c:call -> join:and -> end
    fork -> b:user -> set_b:script -> join"""
    inside = {**call(), "set_b": script("5", "m")}
    case = begun(drawing(flows, inside, beside=CALLED), n=1, m=1).complete("b").complete("ask", ok=True)
    assert case.data == {"n": 2, "m": 5, "b": {}, "ask": {"ok": True}}


def test_it_shows_a_call_only_what_is_mapped_where_the_diagram_says_so() -> None:
    inside = call(mapping(input_n="=k * 10"), attributes='propagateAllParentVariables="false"')
    case = begun(drawing("start -> c:call -> end", inside, beside=CALLED), n=1, k=2)
    assert case.task("ask").scope == {"n": 21}
    assert case.complete("ask").data == {"n": 1, "k": 2, "ask": {}}


def test_it_takes_nothing_out_of_a_call_where_the_diagram_says_so() -> None:
    inside = call(attributes='propagateAllChildVariables="false"')
    case = begun(drawing("start -> c:call -> end", inside, beside=CALLED), n=1).complete("ask")
    assert case.data == {"n": 1}


def test_it_takes_out_of_a_call_what_the_output_mappings_say() -> None:
    case = begun(drawing("start -> c:call -> end", call(mapping(output_r="=n")), beside=CALLED), n=1)
    assert case.complete("ask").data == {"n": 1, "r": 2}


def test_it_stops_calls_that_nest_without_end() -> None:
    other = process("s:start -> c:call -> e:end", call(), process_id="other", prefix="o")
    outer = process("start -> c0:call -> end", {"c0": call()["c"]})
    assert begun(file(outer, other)).incidents == [("c", "too-deep")]


def test_it_keeps_what_was_written_inside_when_a_subprocess_is_interrupted() -> None:
    inner = scope("s:start -> a:user -> b:user -> e:end", attributes={"prefix": "i"})
    flows = """start -> inner:sub -> end
    stop:on-inner -> after:user -> end_stop:end"""
    source = drawing(flows, {"inner": inner, "stop": message("stop")}, beside=declared("stop"))
    case = begun(source, number="1").complete("a", n=1).receive("stop", why="x")
    assert case.tasks == ["after"]
    assert case.data == {"number": "1", "a": {"n": 1}, "stop": {"why": "x"}}


def test_it_forgets_the_tree_of_a_subprocess_that_ended() -> None:
    inner = scope("s:start -> a:user -> e:end", attributes={"prefix": "i"})
    case = begun(drawing("start -> inner:sub -> b:user -> end", {"inner": inner})).complete("a")
    assert case.now._workflow.subprocesses == {}


def test_it_takes_the_tasks_inside_back_when_the_frame_is_interrupted() -> None:
    deep = scope("ds:start -> a:user -> de:end", attributes={"prefix": "d"})
    inner = scope("s:start -> deep:sub -> e:end", {"deep": deep}, {"prefix": "i"})
    flows = """start -> inner:sub -> end
    late:on-inner -> end_late:end"""
    case = begun(drawing(flows, {"inner": inner, "late": timer("Duration", "P1D")})).fire("late")
    assert case.is_completed
    assert case.tasks == []


def test_it_hides_the_local_variables_of_a_subprocess_from_the_case() -> None:
    inner = zeebe(mapping(input_half="=n / 2")) + scope(
        "s:start -> set:script -> e:end", {"set": script("half + 1", "r")}, {"prefix": "i"}
    )
    assert begun(drawing("start -> inner:sub -> end", {"inner": inner}), n=4).data == {"n": 4, "r": 3}


ERROR = '<errorEventDefinition errorRef="{}"/>'


def throwing(code: str, *caught: str) -> bytes:
    inner = scope("s:start -> fail:end", {"fail": ERROR.format(code)}, {"prefix": "i"})
    lines = ["start -> inner:sub -> end", *(f"on_{each}:on-inner -> end_{each}:end" for each in caught)]
    inside = {"inner": inner, **{f"on_{each}": ERROR.format(each) for each in caught}}
    inside["on_any"] = "<errorEventDefinition/>"
    beside = '<error id="e1" errorCode="1"/><error id="e2" errorCode="2"/>'
    return drawing("\n".join(lines), inside, beside=beside)


def test_it_catches_an_error_by_its_code_before_any_other() -> None:
    assert begun(throwing("e2", "any", "e1", "e2")).passed[-1] == "end_e2"
    assert begun(throwing("e2", "e1", "any")).passed[-1] == "end_any"


def test_it_stands_at_an_error_that_nobody_catches() -> None:
    assert begun(throwing("e2", "e1")).incidents == [("fail", "error-not-caught")]


def test_it_catches_an_error_of_a_process_called_inside_a_frame() -> None:
    called = process("s:start -> fail:end", {"fail": ERROR.format("e1")}, process_id="other", prefix="o")
    inner = scope("is:start -> c:call -> ie:end", call(), {"prefix": "i"})
    flows = """start -> inner:sub -> end
    caught:on-inner -> end_caught:end"""
    source = drawing(
        flows,
        {"inner": inner, "caught": ERROR.format("e1")},
        beside=f'<error id="e1" errorCode="1"/>{called}',
    )
    assert begun(source).passed[-1] == "end_caught"
