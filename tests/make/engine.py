"""Small published processes and cases on them, made through the acts.

`process_file` draws a process with lanes, `form_file` and `table_file` what it uses; `published` puts a folder in force,
`begun` begins a case on it, `tasks_of` finds its open tasks.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.actor import SYSTEM, Actor
from engine.bpmn.cases import Case, Waiting, WaitingIncident
from engine.definitions import Published, publish
from engine.instances import Started, begin, open_case
from engine.reconcile import reconcile
from engine.running import resume
from engine.runtime import Runtime
from engine.store import tables
from engine.tasks import Completed, complete_task
from engine.uow import UnitOfWork, reading, run
from tests.engine.bpmn.drawing import file, process, properties, zeebe

CLERK = "post:station-clerk"
A_FORM = {"type": "default", "schemaVersion": 19}
DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def process_file(
    flows: str,
    inside: Mapping[str, str] = {},
    *,
    lanes: Mapping[str, str],
    process_id: str = "p",
    beside: str = "",
    **attributes: str,
) -> bytes:
    """Draw a process whose lanes are given as `{performer: "elements in it"}`."""
    drawn = process(flows, inside, process_id=process_id, extra=lane_set(lanes), **attributes)
    return file(beside, drawn)


def lane_set(lanes: Mapping[str, str]) -> str:
    drawn = ""
    for number, (performer, elements) in enumerate(lanes.items()):
        nodes = "".join(f"<flowNodeRef>{name}</flowNodeRef>" for name in elements.split())
        given = dict(zip(("performer", "unit"), performer.split(" unit "), strict=False))
        drawn += f'<lane id="lane{number}" name="lane {number}">{zeebe(properties(**given))}{nodes}</lane>'
    return f'<laneSet id="lanes">{drawn}</laneSet>'


def form_file(form_id: str, *components: Mapping[str, object]) -> bytes:
    """Write a form of components, as `text("what")` gives them."""
    return json.dumps({**A_FORM, "id": form_id, "components": list(components)}).encode()


def text(key: str, *, required: bool = False, personal: str = "", **more: object) -> dict[str, object]:
    given: dict[str, object] = {"type": "textfield", "id": f"Field_{key}", "key": key, "label": key, **more}
    if required:
        given["validate"] = {"required": True}
    if personal:
        given["properties"] = {"personal": personal}
    return given


def table_file(decision_id: str, reads: str, output: str, rules: Mapping[str, str]) -> bytes:
    """Write a unique decision table with one input and one output; rules are `{test: value}` in FEEL."""
    rows = "".join(
        f'<rule id="r{number}"><inputEntry id="i{number}"><text>{test}</text></inputEntry>'
        f'<outputEntry id="o{number}"><text>{value}</text></outputEntry></rule>'
        for number, (test, value) in enumerate(rules.items())
    )
    return (
        f'<definitions xmlns="{DMN}" id="tables" name="tables" namespace="test">'
        f'<decision id="{decision_id}" name="{decision_id}"><decisionTable id="t" hitPolicy="UNIQUE">'
        f'<input id="in"><inputExpression id="ie"><text>{reads}</text></inputExpression></input>'
        f'<output id="out" name="{output}"/>{rows}</decisionTable></decision></definitions>'
    ).encode()


def published(runtime: Runtime, *, name: str = "test", **files: bytes) -> Published:
    """Put a folder in force: `p_bpmn=process_file(…)` is the file `p.bpmn`."""
    folder = {
        key.replace("_bpmn", ".bpmn").replace("_form", ".form").replace("_dmn", ".dmn"): source
        for key, source in files.items()
    }
    return run(runtime, publish, SYSTEM, name, folder)


def begun(
    runtime: Runtime,
    *,
    actor: Actor = SYSTEM,
    process_id: str = "p",
    number: str = "N-1",
    unit_id: str = "v-dukou",
    visibility: Any = "unit",
    answers: Mapping[str, object] = {},
    **variables: object,
) -> Started:
    """Begin a case in an act of its own."""

    def open_and_begin(uow: UnitOfWork, actor: Actor) -> Started:
        opened = open_case(uow, actor, process_id, number=number, unit_id=unit_id, visibility=visibility)
        return begin(uow, actor, opened, answers=answers, variables=variables)

    return run(runtime, open_and_begin, actor)


def completed(runtime: Runtime, actor: Actor, task_id: str, **answers: object) -> Completed:
    """Complete a task in an act of its own."""
    return run(runtime, complete_task, actor, task_id, answers=answers)


def tasks_of(runtime: Runtime, instance_id: str) -> dict[str, str]:
    """Return the open tasks of a case: element id → task id; of several at one element the last."""
    columns = tables.task.c
    with reading(runtime) as uow:
        found = select(columns.element_id, columns.id).where(
            columns.instance_id == instance_id, columns.status == "open"
        )
        return {row.element_id: row.id for row in uow.rows(found.order_by(columns.id))}


def rows_of(runtime: Runtime, table: Any, **wanted: object) -> list[Any]:
    """Return the rows of a table in which the columns have these values, in the order of its key."""
    with reading(runtime) as uow:
        conditions = [table.c[name] == value for name, value in wanted.items()]
        return list(uow.rows(select(table).where(*conditions).order_by(*table.primary_key)))


def incidents_of(runtime: Runtime, number: str) -> list[tuple[str, str]]:
    """Return the incidents of a case, by its number: element id and cause."""
    return sorted((each.element.id, each.cause) for each in held(runtime, number))


def held(runtime: Runtime, number: str) -> Sequence[WaitingIncident]:
    """Return the incidents of a case, by its number."""
    (case,) = rows_of(runtime, tables.instance, number=number)
    with reading(runtime) as uow:
        row = uow.lock_instance(case.id)
        assert row is not None
        return resume(uow, SYSTEM, row).before.incidents


def retried(runtime: Runtime, number: str, element_id: str, **variables: object) -> None:
    """Change the data of a case and try its incident at an element again, in an act of its own."""

    def change_and_retry(uow: UnitOfWork, actor: Actor) -> None:
        (case,) = rows_of(runtime, tables.instance, number=number)
        row = uow.lock_instance(case.id)
        assert row is not None
        running = resume(uow, actor, row)
        running.case.change(variables)
        [found] = [each for each in running.before.incidents if each.element.id == element_id]
        running.case.retry(found.id)
        reconcile(uow, actor, running)

    run(runtime, change_and_retry, SYSTEM)


def data_of(runtime: Runtime, number: str = "N-1") -> dict[str, Any]:
    """Return the data of a case, as it lies sealed in its state."""
    with reading(runtime) as uow:
        found = uow.first(select(tables.instance.c.id).where(tables.instance.c.number == number))
        case = uow.lock_instance(found.id) if found else None
        assert case is not None
        return dict(resume(uow, SYSTEM, case).case.data)


def case_of(runtime: Runtime, instance_id: str) -> Case:
    """Return a case as its state has it."""
    with reading(runtime) as uow:
        row = uow.lock_instance(instance_id)
        assert row
        return resume(uow, SYSTEM, row).case


def waiting_of(runtime: Runtime, instance_id: str) -> Waiting:
    """Return what a case waits for."""
    return case_of(runtime, instance_id).waiting()
