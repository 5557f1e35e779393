"""The record of steps: whole and readable however long the case runs, though the engine cuts its own history."""

from sqlalchemy import select

from engine.history import passed_elements, steps_of
from engine.personal import case_key
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading
from engine.verify import verify_audit
from tests.engine.bpmn.drawing import zeebe
from tests.make import engine as make
from tests.small_county import Cast

ROUNDS = 120  # four tokens a round: the engine cuts its history at 200


def test_every_step_of_a_long_case_is_there(runtime: Runtime, cast: Cast) -> None:
    inside = {
        "ask": zeebe('formDefinition formId="f"'),
        "rule": zeebe('calledDecision decisionId="d" resultVariable="more"'),
    }
    make.published(
        runtime,
        p_bpmn=make.process_file(
            "start -> again:xor -> ask:user -> rule:rule -> way:xor [more] -> again\nway -> end",
            inside,
            lanes={make.CLERK: "ask"},
            way='default="f6"',
        ),
        f_form=make.form_file("f", make.text("word")),
        d_dmn=make.table_file("d", "ask.word", "more", {'"on"': "true", '"stop"': "false"}),
    )
    task = make.begun(runtime).opened[0].task_id
    for _ in range(ROUNDS):
        (opened,) = make.completed(runtime, cast.clerk, task, word="on").opened
        task = opened.task_id
    assert make.completed(runtime, cast.clerk, task, word="stop").status == "completed"

    (case,) = make.rows_of(runtime, tables.instance)
    with reading(runtime) as uow:
        row = uow.lock_instance(case.id)
        assert row is not None
        steps = steps_of(uow, case.id, case_key(uow, row))
        assert verify_audit(uow).faults == ()
        assert len(uow.rows(select(tables.submission.c.id))) == ROUNDS + 1
    assert [step.what for step in steps] == ["started", *["task-completed"] * (ROUNDS + 1)]
    assert [step.decisions[0]["value"] for step in steps[1:]] == [True] * ROUNDS + [False]
    assert passed_elements(steps) == {"start", "again", "ask", "rule", "way", "end"}
    assert len(case.state) < 10_000
