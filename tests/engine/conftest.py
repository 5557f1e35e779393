"""What tests of the engine share: the standard process of the budget (decision 4), with its operation."""

from dataclasses import replace

import pytest

from engine.jobs import send_message
from engine.operation_fields import YesNo, fields_of
from engine.operations import Operation, OperationCall, registry
from engine.runtime import Runtime
from engine.store import tables
from tests.engine.bpmn.drawing import declared, message, timer, zeebe
from tests.make import engine as make

STANDARD = """
start -> check:user -> decide:rule -> way:xor [kind = "big"] -> tell:service -> fork:and -> visit:user -> join:and -> end
way -> short:end
fork -> report:user -> join
fork -> hear:catch -> join
tardy:on-visit -> hurry:user -> late:end
"""


def note_and_tell(call: OperationCall) -> dict[str, object]:
    """Write a register's row (a table of the engine stands for it) and send a message."""
    row = {"id": f"row-{call.case.number}", "name": "noted", "correlation_key": "", "at": call.uow.now}
    call.uow.insert(tables.message, row)
    send_message(call.uow, call.case.id, "told", f"party:applicant@{call.case.id}")
    return {"told": True}


@pytest.fixture
def standard(runtime: Runtime) -> Runtime:
    """A runtime in which the process `p` is published: form, decision, gateway, operation, two tasks, timer, message."""
    told = Operation("test.tell", "tell", note_and_tell, outputs=fields_of(told=YesNo(required=True)))
    runtime = replace(runtime, operations=registry(told))
    inside = {
        "start": zeebe('formDefinition formId="raise"'),
        "check": zeebe('formDefinition formId="check"'),
        "decide": zeebe('calledDecision decisionId="size" resultVariable="kind"'),
        "tell": zeebe('taskDefinition type="test.tell"'),
        "visit": zeebe('taskSchedule dueDate="=today() + duration(&quot;P3D&quot;)"'),
        "hear": message("heard"),
        "tardy": timer("Duration", "P10D"),
    }
    make.published(
        runtime,
        p_bpmn=make.process_file(
            STANDARD,
            inside,
            lanes={make.CLERK: "check visit hurry", "post:township-office": "report"},
            beside=declared("heard", "=case.number"),
            way='default="f9"',
            tardy='cancelActivity="false"',
        ),
        raise_form=make.form_file(
            "raise", make.text("what", required=True), make.text("phone", personal="phone")
        ),
        check_form=make.form_file("check", make.text("people", required=True), make.text("word")),
        size_dmn=make.table_file("size", "check.people", "kind", {'"many"': '"big"', '"one"': '"small"'}),
    )
    return runtime
