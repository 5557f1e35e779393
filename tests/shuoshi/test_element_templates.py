"""Element templates: as Camunda Modeler's own schema wants them, and what a modeler makes of them publishes and runs."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.element_templates import element_templates
from engine.operation_fields import Text, Texts, Whole, YesNo, among, fields_of
from engine.operations import Operation, OperationCall, registry
from engine.runtime import Runtime
from shuoshi.composition import OPERATIONS
from shuoshi.operation_words import LABELS, TITLES
from tests.engine.bpmn.drawing import zeebe
from tests.engine.feel.browser.both import node
from tests.make import engine as make

HERE = Path(__file__).parent
NODE = node()
Template = dict[str, Any]


def held_against_the_schema(templates: list[Template]) -> list[Template]:
    assert NODE is not None
    done = subprocess.run(
        [NODE, str(HERE / "check_templates.mjs")],
        input=json.dumps(templates),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found: list[Template] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(NODE is None, reason="the schema is checked by a program for Node.js")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_writes_templates_that_the_modeler_takes(language: Any) -> None:
    templates = element_templates(OPERATIONS.values(), language)
    assert len(templates) == len(OPERATIONS)
    assert held_against_the_schema(templates) == []


@pytest.mark.skipif(NODE is None, reason="the schema is checked by a program for Node.js")
def test_it_would_notice_a_template_that_the_modeler_does_not_take() -> None:
    (template, *_rest) = element_templates(OPERATIONS.values())
    template["properties"][0]["binding"] = {"type": "zeebe:taskDefinition"}
    assert [each["template"] for each in held_against_the_schema([template])] == [template["id"]]


def test_it_has_chinese_words_for_every_operation_and_all_that_it_takes() -> None:
    named = {name for each in OPERATIONS.values() for name in (*each.inputs.fields, *each.headers)}
    assert (set(TITLES), set(LABELS)) == (set(OPERATIONS), named)


def applied(template: Template, chosen: dict[str, str]) -> str:
    """Return the extension elements that a modeler writes: what is bound, with the values typed or preset."""
    parts: dict[str, str] = {"taskHeaders": "", "ioMapping": ""}
    task_type = ""
    for each in template["properties"]:
        binding = each["binding"]
        name = binding.get("name") or binding.get("key") or binding.get("source", "")
        value = chosen.get(f"{binding['type']} {name}", each.get("value", ""))
        if binding["type"] == "zeebe:taskDefinition":
            task_type = value
        elif value and binding["type"] == "zeebe:taskHeader":
            parts["taskHeaders"] += f'<zeebe:header key="{name}" value="{value}"/>'
        elif value and binding["type"] == "zeebe:input":
            parts["ioMapping"] += f'<zeebe:input source="{value}" target="{name}"/>'
        elif value:
            parts["ioMapping"] += f'<zeebe:output source="{name}" target="{value}"/>'
    inner = [f"<zeebe:{name}>{inside}</zeebe:{name}>" for name, inside in parts.items() if inside]
    return zeebe(f'taskDefinition type="{task_type}"', *inner)


def test_it_runs_what_a_modeler_makes_of_a_template(runtime: Runtime) -> None:
    seen: list[Any] = []

    def call(call: OperationCall) -> dict[str, object]:
        seen.append((dict(call.inputs), dict(call.headers)))
        return {"number": 7}

    takes = fields_of(
        kind=Text(required=True, validate=among(("a", "b"))),
        how=Text(required=True, validate=among(("c", "d"))),
        units=Texts(required=True),
        count=Whole(),
        fast=YesNo(load_default=False),
    )
    operation = Operation(
        "test.keep", "keep", call, takes, fields_of(number=Whole(required=True)), headers=("tone",)
    )
    (template,) = element_templates([operation])
    typed = {
        "zeebe:taskHeader kind": "b",
        "zeebe:input how": "=&quot;c&quot;",
        "zeebe:input units": "=[&quot;x&quot;]",
        "zeebe:input fast": "=true",
        "zeebe:taskHeader tone": "kind",
    }
    able = replace(runtime, operations=registry(operation))
    flows = "start -> do:service -> way:xor [number = 7] -> wait:user -> end\nway -> other:end"
    inside = {"do": applied(template, typed)}
    make.published(
        able, p_bpmn=make.process_file(flows, inside, lanes={make.CLERK: "wait"}, way='default="f5"')
    )
    started = make.begun(able)
    assert seen == [({"kind": "b", "how": "c", "units": ["x"], "fast": True}, {"kind": "b", "tone": "kind"})]
    assert list(make.tasks_of(able, started.instance_id)) == ["wait"]
