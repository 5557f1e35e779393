"""Forms, decisions and called processes of another deployment: the newest, or by version tag; each use stores its version."""

from typing import Any

import pytest

from engine.actor import SYSTEM
from engine.definitions import publish
from engine.errors import Invalid, Unpublishable
from engine.history import steps_of
from engine.personal import case_key
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading, run
from engine.views import task_view
from tests.engine.bpmn.drawing import file, process, scope, zeebe
from tests.make import engine as make
from tests.small_county import Cast

BINDINGS = {
    "deployment": 'bindingType="deployment"',
    "latest": 'bindingType="latest"',
    "tag": 'bindingType="versionTag" versionTag="v1"',
}


def table(value: str, tag: str = "") -> bytes:
    """A decision `size` that always gives this value, with a version tag or without."""
    source = make.table_file("size", "case.number", "size", {"-": f'"{value}"'}).decode()
    said = f'<extensionElements><z:versionTag xmlns:z="http://camunda.org/schema/zeebe/1.0" value="{tag}"/></extensionElements>'
    return source.replace("<decisionTable", (said if tag else "") + "<decisionTable", 1).encode()


def called(step: str, tag: str = "") -> str:
    """A process in which a clerk does one step."""
    lanes = make.lane_set({make.CLERK: step})
    version = zeebe(f'versionTag value="{tag}"') if tag else ""
    drawn = process(
        f"{step}_start:start -> {step}:user -> {step}_end:end", process_id="sub", prefix=f"{step}_"
    )
    return drawn.replace("</process>", lanes + version + "</process>")


@pytest.mark.parametrize(("binding", "expected"), [("deployment", "own"), ("latest", "new"), ("tag", "old")])
def test_it_asks_the_decision_that_is_meant_and_stores_which(
    runtime: Runtime, cast: Cast, binding: str, expected: str
) -> None:
    deployments = {"old": make.published(runtime, name="tables", size_dmn=table("old", "v1")).deployment_id}
    said = f'calledDecision decisionId="size" resultVariable="size" {BINDINGS[binding]}'
    flows = "start -> wait:user -> judge:rule -> last:user -> end"
    source = make.process_file(flows, {"judge": zeebe(said)}, lanes={make.CLERK: "wait last"})
    deployments["own"] = make.published(runtime, p_bpmn=source, size_dmn=table("own")).deployment_id
    started = make.begun(runtime)
    deployments["new"] = make.published(runtime, name="tables", size_dmn=table("new", "v2")).deployment_id
    make.completed(runtime, cast.clerk, make.tasks_of(runtime, started.instance_id)["wait"])
    assert make.data_of(runtime)["size"] == expected
    with reading(runtime) as uow:
        row = uow.lock_instance(started.instance_id)
        assert row
        (taken,) = [each for step in steps_of(uow, row.id, case_key(uow, row)) for each in step.decisions]
    assert taken["deployment_id"] == deployments[expected]


@pytest.mark.parametrize(("binding", "expected"), [("deployment", "own"), ("latest", "new"), ("tag", "old")])
def test_it_runs_the_process_that_is_meant_when_it_is_called(
    runtime: Runtime, cast: Cast, binding: str, expected: str
) -> None:
    calling = zeebe(f'calledElement processId="sub" {BINDINGS[binding]}')
    outer = make.process_file(
        "start -> wait:user -> call:call -> end", {"call": calling}, lanes={make.CLERK: "wait"}
    )
    make.published(runtime, p_bpmn=outer, sub_bpmn=file(called("old", "v1")))
    make.published(runtime, p_bpmn=outer, sub_bpmn=file(called("own")))
    started = make.begun(runtime)
    make.published(runtime, p_bpmn=outer, sub_bpmn=file(called("new", "v2")))
    make.completed(runtime, cast.clerk, make.tasks_of(runtime, started.instance_id)["wait"])
    tasks = make.tasks_of(runtime, started.instance_id)
    assert list(tasks) == [expected]
    make.published(runtime, p_bpmn=outer, sub_bpmn=file(called("later", "v3")))
    assert make.completed(runtime, cast.clerk, tasks[expected]).status == "completed"


def test_it_binds_what_a_called_process_names_to_the_deployment_of_that_process(
    runtime: Runtime, cast: Cast
) -> None:
    judging = process(
        "s:start -> judge:rule -> ask:user -> e:end",
        {
            "judge": zeebe('calledDecision decisionId="size" resultVariable="size"'),
            "ask": zeebe('formDefinition formId="ask"'),
        },
        process_id="sub",
        extra=make.lane_set({make.CLERK: "ask"}),
        prefix="sub",
    )
    form = make.form_file("ask", make.text("word", required=True))
    make.published(runtime, name="inner", sub_bpmn=file(judging), size_dmn=table("inner"), ask_form=form)
    calling = zeebe('calledElement processId="sub" bindingType="latest"')
    frame = scope("fs:start -> call:call -> fe:end", {"call": calling}, {"prefix": "inside"})
    make.published(
        runtime,
        p_bpmn=file(process("start -> frame:sub -> end", {"frame": frame})),
        size_dmn=table("outer"),
    )
    started = make.begun(runtime)
    task = make.tasks_of(runtime, started.instance_id)["ask"]
    with reading(runtime) as uow:
        shown = task_view(uow, cast.clerk, task)
    assert shown.form is not None
    assert shown.form.id == "ask"
    with pytest.raises(Invalid):
        make.completed(runtime, cast.clerk, task)
    make.completed(runtime, cast.clerk, task, word="yes")
    assert (make.data_of(runtime)["size"], make.data_of(runtime)["ask"]) == ("inner", {"word": "yes"})


@pytest.mark.parametrize(("binding", "expected"), [("deployment", "own"), ("latest", "new"), ("tag", "old")])
def test_it_shows_the_form_that_is_meant_when_its_task_is_opened_and_stores_which(
    runtime: Runtime, cast: Cast, binding: str, expected: str
) -> None:
    def form(field: str, tag: str = "") -> bytes:
        source = make.form_file("ask", make.text(field, required=True)).decode()
        return source.replace("{", f'{{"versionTag": "{tag}", ', 1).encode()

    deployments = {"old": make.published(runtime, name="forms", ask_form=form("old", "v1")).deployment_id}
    said = zeebe(f'formDefinition formId="ask" {BINDINGS[binding]}')
    flows = "start -> wait:user -> ask:user -> last:user -> end"
    source = make.process_file(flows, {"ask": said}, lanes={make.CLERK: "wait ask last"})
    deployments["own"] = make.published(runtime, p_bpmn=source, ask_form=form("own")).deployment_id
    started = make.begun(runtime)
    deployments["new"] = make.published(runtime, name="forms", ask_form=form("new", "v2")).deployment_id
    make.completed(runtime, cast.clerk, make.tasks_of(runtime, started.instance_id)["wait"])
    task = make.tasks_of(runtime, started.instance_id)["ask"]
    make.published(runtime, name="forms", ask_form=form("later", "v3"))
    make.completed(runtime, cast.clerk, task, **{expected: "yes"})
    (filed,) = make.rows_of(runtime, tables.submission)
    assert filed.deployment_id == deployments[expected]
    with reading(runtime) as uow:
        shown = task_view(uow, cast.clerk, task)
    assert shown.form is not None
    assert [each.key for each in shown.form.fields] == [expected]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ({"a": 'formDefinition formId="f" bindingType="latest"'}, "unknown-form"),
        ({"b": 'calledDecision decisionId="d" resultVariable="r" bindingType="latest"'}, "unknown-decision"),
        ({"c": 'calledElement processId="q" bindingType="versionTag" versionTag="v9"'}, "unknown-process"),
        ({"a": 'formDefinition formId="f" bindingType="versionTag"'}, "incomplete"),
        ({"a": 'formDefinition formId="f" bindingType="newest"'}, "other-binding"),
        ({"a": 'formDefinition formId="f" bindingType="latest" versionTag="v1"'}, "unsupported-attribute"),
        ({"start": 'formDefinition formId="f" bindingType="latest"'}, "other-binding"),
    ],
)
def test_it_publishes_nothing_that_is_bound_to_what_was_never_published(
    runtime: Runtime, inside: dict[str, str], code: str
) -> None:
    own: dict[str, Any] = {
        "b": 'calledDecision decisionId="size" resultVariable="r"',
        "c": 'calledElement processId="sub"',
        **inside,
    }
    flows = "start -> a:user -> b:rule -> c:call -> end"
    source = make.process_file(
        flows, {key: zeebe(each) for key, each in own.items()}, lanes={make.CLERK: "a"}
    )
    files = {"p.bpmn": source, "sub.bpmn": file(called("x")), "size.dmn": table("own")}
    with pytest.raises(Unpublishable) as refusal:
        run(runtime, publish, SYSTEM, "test", files)
    assert code in [each.code for each in refusal.value.findings]
