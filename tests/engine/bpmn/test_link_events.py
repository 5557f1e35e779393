"""Links: flows drawn in two pieces."""

import pytest

from engine.bpmn.checks import check
from engine.bpmn.parser import parse
from tests.engine.bpmn.drawing import begun, drawing, findings, link, scope
from tests.engine.bpmn.test_checks import CLERK, KNOWN


def test_several_throws_go_to_the_same_catch() -> None:
    flows = """start -> choose:xor [left] -> one:throw
    choose -> two:throw
    here:catch -> ask:user -> end"""
    source = drawing(flows, {**dict.fromkeys(("one", "two", "here"), link("a"))}, choose='default="f3"')
    assert begun(source, left=True).passed == ("start", "choose", "one", "here")
    assert begun(source, left=False).passed == ("start", "choose", "two", "here")


def test_a_join_counts_a_link_as_one_flow_into_it() -> None:
    flows = """start -> fork:and -> a:user -> away:throw
    fork -> b:user -> join:and -> end
    here:catch -> join"""
    case = begun(drawing(flows, {"away": link("x"), "here": link("x")})).complete("a", n=1)
    assert (case.is_completed, case.tasks) == (False, ["b"])
    assert case.complete("b", n=2).data == {"a": {"n": 1}, "b": {"n": 2}}


def test_a_link_may_lead_back() -> None:
    flows = """start -> here:catch -> ask:user -> choose:xor [ask.stop] -> end
    choose -> back:throw"""
    source = drawing(flows, {"here": link("x"), "back": link("x")}, choose='default="f5"')
    parsed = parse({"p.bpmn": source})
    assert parsed.findings == ()
    case = begun(source).complete("ask", stop=False)
    assert case.complete("ask", stop=True).is_completed


def test_references_go_before_names() -> None:
    throw = '<linkEventDefinition id="t" name="same"><target>c2</target></linkEventDefinition>'
    flows = "start -> away:throw\nhere:catch -> a:user -> end\nthere:catch -> b:user -> end"
    inside = {
        "away": throw,
        "here": '<linkEventDefinition id="c1" name="other"/>',
        "there": '<linkEventDefinition id="c2" name="another"><source>t</source></linkEventDefinition>',
    }
    assert begun(drawing(flows, inside)).tasks == ["b"]


def test_the_checks_follow_a_link() -> None:
    flows = "start -> away:throw\nhere:catch -> ask:user -> end"
    source = drawing(flows, {"away": link("a"), "here": link("a"), "ask": CLERK})
    assert check(parse({"p.bpmn": source}), KNOWN) == ()


def test_a_catch_that_nobody_throws_to_is_never_reached() -> None:
    source = drawing("start -> end\nhere:catch -> end", {"here": link("a")})
    assert ("here", "never-reached") in [
        (each.element, each.code) for each in check(parse({"p.bpmn": source}), KNOWN)
    ]


FRAME = scope("in:start -> mid:catch -> out:end", {"mid": link("a")}, {"prefix": "i"})


@pytest.mark.parametrize(
    ("flows", "inside", "expected"),
    [
        ("start -> away:throw", {}, [("away", "link-without-catch")]),
        (
            "start -> away:throw\nhere:catch -> end\nthere:catch -> end",
            {"here": link("a"), "there": link("a")},
            [("away", "link-without-catch")],
        ),
        (
            "start -> fork:and -> away:throw\nfork -> frame:sub -> end",
            {"frame": FRAME},
            [("away", "link-without-catch")],
        ),
        (
            "start -> away:throw\nhere:catch -> end",
            {"here": "<linkEventDefinition/>"},
            [
                ("away", "link-without-catch"),
                ("here", "incomplete"),
            ],
        ),
    ],
    ids=["no catch", "two catches", "in another frame", "no name"],
)
def test_it_refuses_a_link_that_leads_nowhere_or_to_several(
    flows: str, inside: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    source = drawing(flows, {"away": link("a"), **inside})
    assert [(each.element, each.code) for each in findings(source)] == expected


@pytest.mark.parametrize(
    "flows",
    [
        "start -> away:throw -> end\nhere:catch -> end",
        "start -> fork:and -> away:throw\nfork -> here:catch -> end",
    ],
)
def test_it_refuses_a_flow_where_the_link_is_the_flow(flows: str) -> None:
    source = drawing(flows, {"away": link("a"), "here": link("a")})
    assert "flow-not-here" in [each.code for each in check(parse({"p.bpmn": source}), KNOWN)]
