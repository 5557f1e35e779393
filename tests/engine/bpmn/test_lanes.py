"""Lanes name performers: a post, a party, a person; the innermost counts (trap 23)."""

import pytest

from engine.bpmn.elements import Performer
from tests.engine.bpmn.drawing import drawing, file, findings, process, properties, scope, specs_of, zeebe


def lane(name: str, performer: str, *nodes: str, inner: str = "", **more: str) -> str:
    said = zeebe(properties(performer=performer, **more)) if performer else ""
    refs = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)
    return f'<lane id="{name}" name="Lane {name}">{said}{refs}{inner}</lane>'


def lanes(*parts: str) -> str:
    return f'<laneSet id="lanes">{"".join(parts)}</laneSet>'


@pytest.mark.parametrize(
    ("performer", "expected"),
    [
        ("post:station-clerk", Performer("post", "station-clerk", None, "l", "Lane l")),
        ("party:applicant", Performer("party", "applicant", None, "l", "Lane l")),
        ("person:=resolver.person", Performer("person", "=resolver.person", None, "l", "Lane l")),
    ],
)
def test_it_reads_the_three_kinds(performer: str, expected: Performer) -> None:
    source = drawing("start -> a:user -> end", extra=lanes(lane("l", performer, "a")))
    assert specs_of(source).elements["a"].performer == expected


def test_it_reads_the_unit_in_which_a_post_is_held() -> None:
    source = drawing("start -> a:user -> end", extra=lanes(lane("l", "post:officer", "a", unit="=item")))
    found = specs_of(source).elements["a"].performer
    assert found is not None
    assert found.unit == "=item"


@pytest.mark.parametrize("performer", ["clerk", "post:", "role:clerk", "station-clerk@v-dukou"])
def test_it_refuses_a_lane_of_no_known_kind(performer: str) -> None:
    source = drawing("start -> a:user -> end", extra=lanes(lane("l", performer, "a")))
    assert [(each.element, each.code) for each in findings(source)] == [("l", "performer-unknown")]


def test_it_refuses_a_lane_that_names_nobody() -> None:
    source = drawing("start -> a:user -> end", extra=lanes(lane("l", "", "a")))
    assert [(each.element, each.code) for each in findings(source)] == [("l", "lane-without-performer")]


def test_it_takes_the_innermost_lane() -> None:
    inner = f'<childLaneSet id="c">{lane("inner", "party:applicant", "a")}</childLaneSet>'
    source = drawing(
        "start -> a:user -> end", extra=lanes(lane("outer", "post:station-clerk", "a", inner=inner))
    )
    found = specs_of(source).elements["a"].performer
    assert found is not None
    assert found.lane_id == "inner"


def test_it_hands_a_lane_down_into_a_subprocess_and_not_into_a_call() -> None:
    inner = scope("s:start -> a:user -> e:end", attributes={"prefix": "i"})
    called = process("s2:start -> b:user -> e2:end", process_id="other", prefix="o")
    outer = process(
        "start -> inner:sub -> c:call -> end",
        {"inner": inner, "c": zeebe('calledElement processId="other"')},
        extra=lanes(lane("l", "post:station-clerk", "inner", "c")),
    )
    elements = specs_of(file(outer, called)).elements
    assert elements["a"].performer == elements["inner"].performer
    assert elements["a"].performer is not None
    assert elements["b"].performer is None
