"""Publishing: whole or not at all, the same folder once, cases on the version they began with."""

from pathlib import Path

import pytest

from engine.actor import SYSTEM
from engine.definitions import check_folder, publish, read_folder
from engine.errors import Finding, NotFound, Unpublishable
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading, run
from tests.conftest import Statements
from tests.engine.bpmn.drawing import zeebe
from tests.make import engine as make
from tests.small_county import Cast

LANES = {make.CLERK: "ask"}
GOOD = {"p.bpmn": make.process_file("start -> ask:user -> end", lanes=LANES)}


def findings(runtime: Runtime, files: dict[str, bytes]) -> set[tuple[str, str]]:
    with pytest.raises(Unpublishable) as refusal:
        run(runtime, publish, SYSTEM, "test", files)
    assert make.rows_of(runtime, tables.deployment) == []
    assert make.rows_of(runtime, tables.resource) == []
    return {(finding.element, finding.code) for finding in refusal.value.findings}


def test_it_publishes_a_folder_once(runtime: Runtime) -> None:
    first = run(runtime, publish, SYSTEM, "test", GOOD)
    again = run(runtime, publish, SYSTEM, "test", dict(reversed(GOOD.items())))
    assert (first.version, first.processes, first.is_new) == (1, ("p",), True)
    assert (again.deployment_id, again.is_new) == (first.deployment_id, False)
    assert len(make.rows_of(runtime, tables.event, chain="definition:test")) == 1


def test_it_makes_a_new_version_and_leaves_cases_on_theirs(runtime: Runtime, cast: Cast) -> None:
    run(runtime, publish, SYSTEM, "test", GOOD)
    old = make.begun(runtime)
    longer = make.process_file("start -> ask:user -> tell:user -> end", lanes={make.CLERK: "ask tell"})
    assert run(runtime, publish, SYSTEM, "test", {"p.bpmn": longer}).version == 2
    new = make.begun(runtime, number="N-2")
    assert make.completed(runtime, cast.clerk, old.opened[0].task_id).status == "completed"
    assert make.completed(runtime, cast.clerk, new.opened[0].task_id).status == "active"


def test_it_keeps_definitions_ready(runtime: Runtime, statements: Statements) -> None:
    run(runtime, publish, SYSTEM, "test", GOOD)
    with reading(runtime) as uow:
        first = runtime.definitions.current(uow, "p")
        statements.clear()
        assert runtime.definitions.get(uow, first.id) is first
        assert statements.count == 0
        with pytest.raises(NotFound):
            runtime.definitions.current(uow, "another")
        with pytest.raises(NotFound):
            runtime.definitions.get(uow, "another")


def test_it_refuses_what_a_diagram_names_and_nobody_has(runtime: Runtime) -> None:
    inside = {
        "ask": zeebe('formDefinition formId="missing"'),
        "rule": zeebe('calledDecision decisionId="missing" resultVariable="x"'),
        "work": zeebe('taskDefinition type="missing"'),
        "call": zeebe('calledElement processId="missing"'),
    }
    flows = "start -> ask:user -> rule:rule -> work:service -> call:call -> end"
    drawn = make.process_file(flows, inside, lanes={"post:nobody": "ask"})
    elements = {element for element, _ in findings(runtime, {"p.bpmn": drawn})}
    assert {"ask", "rule", "work", "call"} <= elements


def test_it_refuses_forms_and_tables_that_cannot_be_read(runtime: Runtime) -> None:
    form = make.form_file("f", {"type": "button", "id": "b"})
    codes = {
        code for _, code in findings(runtime, {**GOOD, "f.form": form, "t.dmn": b"<no", "notes.txt": b"?"})
    }
    assert {"unsupported-component", "unknown-file"} <= codes
    assert len(codes) >= 3


def test_it_refuses_an_id_twice(runtime: Runtime) -> None:
    table = make.table_file("d", "x", "y", {"1": "2"})
    form = make.form_file("f", make.text("a"))
    twice = {"a.form": form, "b.form": form, "c.form": make.form_file(""), "a.dmn": table, "b.dmn": table}
    assert findings(runtime, {**GOOD, **twice}) == {
        ("f", "form-id-twice"),
        ("", "form-without-id"),
        ("d", "decision-id-twice"),
    }


def test_it_refuses_the_process_of_another_folder(runtime: Runtime) -> None:
    run(runtime, publish, SYSTEM, "test", GOOD)
    with pytest.raises(Unpublishable) as refusal:
        run(runtime, publish, SYSTEM, "other", GOOD)
    assert refusal.value.findings == (Finding("", "p", "process-of-another-folder", {"folder": "test"}),)


def test_it_checks_without_publishing(runtime: Runtime) -> None:
    assert check_folder(GOOD, runtime) == ()
    assert check_folder({"p.bpmn": b"<!DOCTYPE x>"}, runtime) != ()
    assert make.rows_of(runtime, tables.deployment) == []


def test_it_warns_of_what_can_hardly_be_meant_and_publishes_it_all_the_same(runtime: Runtime) -> None:
    hidden = make.form_file("f", {**make.text("a"), "conditional": {"hide": "=opinions[adopted] = null"}})
    files = {**GOOD, "f.form": hidden}
    found = [(each.code, each.severity) for each in check_folder(files, runtime)]
    assert found == [("browser-filter", "warning")]
    published = run(runtime, publish, SYSTEM, "test", files)
    assert [each.code for each in published.warnings] == ["browser-filter"]


def test_it_shows_warnings_beside_the_errors_that_refuse(runtime: Runtime) -> None:
    hidden = make.form_file("f", {**make.text("a"), "conditional": {"hide": "=opinions[adopted] = null"}})
    assert findings(runtime, {**GOOD, "f.form": hidden, "x.txt": b""}) == {
        ("", "unknown-file"),
        ("Field_a", "browser-filter"),
    }


def test_it_reads_a_procedure_with_its_forms(tmp_path: Path) -> None:
    for name in ("workflows/x/p.bpmn", "workflows/x/README.md", "forms/x/f.form", "forms/y/g.form"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    assert set(read_folder(tmp_path / "workflows/x")) == {"p.bpmn", "f.form"}
    assert set(read_folder(tmp_path / "forms/y")) == {"g.form"}
