"""A file as a desktop modeler saves it: prefixes, drawing, its own attributes."""

from pathlib import Path

from engine.bpmn.cases import begin
from engine.bpmn.checks import Known, check
from engine.bpmn.env import Env
from engine.bpmn.parser import parse
from engine.bpmn.spec_store import dump_specs, load_specs
from tests.engine.bpmn.drawing import NOW

PARSED = parse({"register.bpmn": (Path(__file__).parent / "from_modeler.bpmn").read_bytes()})


def test_it_finds_nothing_to_refuse() -> None:
    known = Known({"register"}, (), {}, lambda post: post == "station-clerk")
    assert (*PARSED.findings, *check(PARSED, known)) == ()


def test_it_runs_what_is_drawn() -> None:
    specs = load_specs(dump_specs(PARSED, "register"))
    case = begin(specs, {}, Env(NOW))
    case.run()
    [task] = case.waiting().tasks
    assert (task.element.name, task.element.property("name:en"), task.element.form_id) == (
        "登记",
        "Register",
        "register",
    )
    case.complete_task(task.id, {"complete": True})
    assert case.is_completed
    assert [passed.name for passed in case.passed] == ["来说事", "登记", "齐全吗", "已登记"]
