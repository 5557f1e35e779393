"""Who may act: from the lane in its three kinds, or from the assignment that overrides it."""

from typing import Any

import pytest

from engine.runtime import Runtime
from engine.store import tables
from tests.engine.bpmn.drawing import each, process, zeebe
from tests.make import engine as make


def subjects(
    runtime: Runtime, lane: str, inside: str = "", *, unit_id: str = "v-dukou", **variables: Any
) -> list[tuple[str, ...]]:
    """Publish a process of one task in a lane, begin a case, and return the subjects of what is open."""
    drawn = make.process_file("start -> ask:user -> end", {"ask": inside}, lanes={lane: "ask"})
    make.published(runtime, p_bpmn=drawn)
    return [task.subjects for task in make.begun(runtime, unit_id=unit_id, **variables).opened]


def test_a_post_is_held_in_the_unit_of_the_case_or_above(runtime: Runtime) -> None:
    assert subjects(runtime, "post:station-clerk") == [("station-clerk@v-dukou",)]


def test_a_post_of_a_higher_level_is_held_there(runtime: Runtime) -> None:
    assert subjects(runtime, "post:township-office") == [("township-office@t-yanhe",)]


def test_a_post_may_be_held_in_a_unit_that_the_case_names(runtime: Runtime) -> None:
    assert subjects(runtime, "post:department-officer unit =who", who="d-water") == [
        ("department-officer@d-water",)
    ]


def test_a_unit_is_taken_for_each_item_of_a_multi_instance(runtime: Runtime) -> None:
    several = each("=units", inputElement="one")
    found = subjects(runtime, "post:station-clerk unit =one", several, units=["v-dukou", "v-shiliang"])
    assert found == [("station-clerk@v-dukou",), ("station-clerk@v-shiliang",)]


def test_a_party_is_that_of_the_case(runtime: Runtime) -> None:
    ((subject,),) = subjects(runtime, "party:applicant")
    assert subject == f"party:applicant@{make.rows_of(runtime, tables.instance)[0].id}"


def test_a_person_is_named_in_the_case(runtime: Runtime) -> None:
    assert subjects(runtime, "person:=helper", helper="li") == [("user:li",)]


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ('assignee="=helper"', ("user:li",)),
        ('candidateUsers="li, wang"', ("user:li", "user:wang")),
        ('candidateGroups="township-office@t-gaoguan"', ("township-office@t-gaoguan",)),
        ('candidateGroups="township-office"', ("township-office@t-yanhe",)),
        ('candidateGroups="=[post(&quot;township-office&quot;, case.unit)]"', ("township-office@t-yanhe",)),
        ('assignee="li" candidateGroups="a@b, a@b"', ("user:li", "a@b")),
    ],
)
def test_an_assignment_overrides_the_lane(
    runtime: Runtime, attribute: str, expected: tuple[str, ...]
) -> None:
    assignment = zeebe(f"assignmentDefinition {attribute}")
    assert subjects(runtime, "post:station-clerk", assignment, helper="li") == [expected]


@pytest.mark.parametrize(
    ("lane", "unit_id", "cause"),
    [
        ("post:station-clerk", "county", "no-unit"),  # no village above a county
        ("person:=helper", "v-dukou", "no-performer"),
        ("post:station-clerk unit =helper", "v-dukou", "no-performer"),
    ],
)
def test_a_step_that_nobody_could_take_stands_as_an_incident(
    runtime: Runtime, lane: str, unit_id: str, cause: str
) -> None:
    assert subjects(runtime, lane, unit_id=unit_id, helper=None) == []
    assert make.rows_of(runtime, tables.task) == []
    assert make.incidents_of(runtime, "N-1") == [("ask", cause)]


def test_a_called_process_is_done_in_the_lane_of_its_call(runtime: Runtime) -> None:
    called = process("s:start -> ask:user -> e:end", process_id="other", prefix="o")
    calls = zeebe('calledElement processId="other"')
    drawn = make.process_file(
        "start -> c:call -> end", {"c": calls}, lanes={"post:station-clerk": "c"}, beside=called
    )
    make.published(runtime, p_bpmn=drawn)
    assert [task.subjects for task in make.begun(runtime).opened] == [("station-clerk@v-dukou",)]
