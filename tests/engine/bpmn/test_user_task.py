"""User tasks: who completes what, and what becomes of the answers."""

from datetime import date
from typing import Any

import pytest

from engine.bpmn.env import StepFailed
from engine.errors import AlreadyDone
from tests.engine.bpmn.drawing import begun, drawing, mapping, properties, timer, zeebe

TWO = "start -> a:user -> b:user -> end"


def test_it_keeps_the_answers_under_the_name_that_the_designer_gave() -> None:
    case = begun(drawing("start -> a:user -> end", {"a": zeebe(properties(result="facts"))})).complete(
        "a", n=1
    )
    assert case.data == {"facts": {"n": 1}}


def test_it_keeps_its_id_through_loading() -> None:
    case = begun(drawing(TWO))
    assert case.task("a").id == case.task("a").id


def test_it_refuses_a_task_that_is_completed_already() -> None:
    """Trap 12: the library runs completed and future tasks without asking."""
    case = begun(drawing(TWO))
    first = case.task("a").id
    case.complete("a")
    with pytest.raises(AlreadyDone):
        case.now.complete_task(first, {})


def test_it_refuses_to_complete_what_is_no_task() -> None:
    """Trap 12."""
    source = drawing("start -> t:catch -> end", {"t": timer("Duration", "PT1H")})
    case = begun(source)
    with pytest.raises(AlreadyDone):
        case.now.complete_task(case.timer("t").id, {})
    with pytest.raises(AlreadyDone):
        case.now.receive(case.timer("t").id, {})
    with pytest.raises(AlreadyDone):
        case.now.fire_timer("no-such-token")


def test_it_maps_inputs_to_what_the_task_alone_sees() -> None:
    inside = {
        "a": zeebe(mapping(input_half="=n / 2", input_quarter="=half / 2", output_result="=a.x + quarter"))
    }
    case = begun(drawing(TWO, inside), n=8)
    assert (case.task("a").scope["half"], case.task("a").scope["quarter"]) == (4, 2)
    case.complete("a", x=1)
    assert case.data == {"n": 8, "result": 3}


def test_it_writes_a_field_of_a_record_without_touching_the_record() -> None:
    """Trap 8: the record itself is never changed, a copy takes its place."""
    inside = {"a": zeebe(mapping(**{"output_matter.phase": "=a.phase"}))}
    before = {"phase": "new", "kept": [1]}
    case = begun(drawing("start -> a:user -> end", inside), matter=before).complete("a", phase="done")
    assert case.data["matter"] == {"phase": "done", "kept": [1]}
    assert before["phase"] == "new"


def test_it_stands_at_the_task_whose_mapping_fails() -> None:
    """Trap 15: in the library nothing resumes a task in ERROR."""
    inside = {"b": zeebe(mapping(input_d="=for i in 1..100000000 return i"))}
    case = begun(drawing(TWO, inside))
    assert case.complete("a").incidents == [("b", "expression")]
    assert case.retry("b").incidents == [("b", "expression")]


def test_it_refuses_answers_that_could_not_be_given_back() -> None:
    """Trap 3: bytes are refused at once, with the element, not at save when everything has run."""
    with pytest.raises(StepFailed) as refusal:
        begun(drawing(TWO)).complete("a", photo=b"\x89PNG")
    assert (refusal.value.params["element"], refusal.value.cause) == ("a", "not-storable")


def test_it_gives_dates_back_as_dates() -> None:
    """Trap 3: dates fail at save in the library."""
    case = begun(drawing(TWO)).complete("a", day=date(2026, 3, 20))
    assert case.task("b").scope["a"] == {"day": date(2026, 3, 20)}


def test_it_survives_a_field_called_typename() -> None:
    """Trap 2: in the library such a case saves and never loads again."""
    answers: dict[str, Any] = {"typename": "WorkflowSpec", "deep": [{"typename": 1}]}
    assert begun(drawing(TWO)).complete("a", **answers).task("b").scope["a"] == answers


def test_it_changes_the_data_of_all_open_branches() -> None:
    flows = """start -> fork:and -> a:user -> join:and -> end
    fork -> b:user -> join"""
    case = begun(drawing(flows))
    case._move(lambda moved: moved.change({"unit": "t-yanhe"}))
    assert (case.task("a").scope["unit"], case.task("b").scope["unit"]) == ("t-yanhe", "t-yanhe")
    assert case.complete("a").complete("b").data["unit"] == "t-yanhe"
