"""A party's own task: the form and what it reads, to the one to whom it is offered and to nobody else."""

import pytest

from engine.actor import Actor, party
from engine.errors import NotAllowed, NotFound
from engine.party_view import PartyTaskView, party_task_view
from engine.runtime import Runtime
from engine.uow import reading
from tests.engine.bpmn.drawing import zeebe
from tests.make import engine as make
from tests.small_county import Cast

PHONE = "13912345678"
QUESTION = {"type": "text", "id": "Text_1", "text": "You are asked: {{question}}; you left {{start.phone}}"}


@pytest.fixture
def case_id(runtime: Runtime) -> str:
    """A case in which the applicant is asked something."""
    inside = {"start": zeebe('formDefinition formId="begin"'), "ask": zeebe('formDefinition formId="ask"')}
    make.published(
        runtime,
        p_bpmn=make.process_file("start -> ask:user -> end", inside, lanes={"party:applicant": "ask"}),
        begin_form=make.form_file("begin", make.text("phone", personal="phone")),
        ask_form=make.form_file("ask", QUESTION, make.text("answer", required=True)),
    )
    begun = make.begun(runtime, answers={"phone": PHONE}, question="where?", remark="for the office alone")
    return begun.instance_id


def seen(runtime: Runtime, actor: Actor, task_id: str) -> PartyTaskView:
    with reading(runtime) as uow:
        return party_task_view(uow, actor, task_id)


def test_it_shows_the_form_and_what_the_form_reads_and_no_more(runtime: Runtime, case_id: str) -> None:
    view = seen(runtime, party("applicant", case_id), make.tasks_of(runtime, case_id)["ask"])
    assert view.form is not None
    assert (view.form.id, view.is_open) == ("ask", True)
    assert view.data == {"question": "where?", "start": {"phone": "•••"}}


def test_it_refuses_all_to_whom_the_task_is_not_offered(runtime: Runtime, case_id: str, cast: Cast) -> None:
    task = make.tasks_of(runtime, case_id)["ask"]
    strangers = (cast.clerk, cast.supervisor, party("supporter", case_id), party("applicant", "another"))
    for stranger in (*strangers, Actor("party")):
        with pytest.raises(NotAllowed) as refusal:
            seen(runtime, stranger, task)
        assert refusal.value.code == "not-your-task"


def test_it_shows_nothing_of_a_task_that_has_ended(runtime: Runtime, case_id: str) -> None:
    applicant, task = party("applicant", case_id), make.tasks_of(runtime, case_id)["ask"]
    make.completed(runtime, applicant, task, answer="here")
    view = seen(runtime, applicant, task)
    assert (view.is_open, view.data) == (False, {})


def test_it_does_not_find_what_is_not_there(runtime: Runtime, case_id: str) -> None:
    with pytest.raises(NotFound):
        seen(runtime, party("applicant", case_id), "none")
