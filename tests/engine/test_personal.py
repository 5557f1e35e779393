"""The vault: personal values stand there alone, and only their case's key opens them."""

import pytest

from engine import personal
from engine.errors import NotFound
from engine.keys import CaseKey
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import UnitOfWork, reading, run
from tests.make import engine as make

NAME, PHONE = "a marked name", "139 1234-5678"


@pytest.fixture
def asking(runtime: Runtime) -> Runtime:
    """A runtime with a process that asks for people in a list and for one in a group."""
    person = [make.text("name", personal="name", id="n"), make.text("phone", personal="phone", id="p")]
    several = {"type": "dynamiclist", "id": "l", "path": "people", "label": "people", "components": person}
    one = {
        "type": "group",
        "id": "g",
        "path": "contact",
        "label": "contact",
        "components": [make.text("address", personal="address")],
    }
    make.published(
        runtime,
        p_bpmn=make.process_file(
            "start -> ask:user -> end",
            {"start": '<extensionElements><zeebe:formDefinition formId="f"/></extensionElements>'},
            lanes={make.CLERK: "ask"},
        ),
        f_form=make.form_file("f", several, one),
    )
    return runtime


def key_of(uow: UnitOfWork, case_id: str) -> CaseKey:
    case = uow.lock_instance(case_id)
    assert case is not None
    return personal.case_key(uow, case)


def test_it_takes_values_out_of_lists_and_groups(asking: Runtime) -> None:
    answers = {
        "people": [{"name": NAME, "phone": PHONE}, {"name": "another", "phone": ""}],
        "contact": {"address": "here"},
    }
    make.begun(asking, answers=answers)
    assert sorted(row.kind for row in make.rows_of(asking, tables.personal)) == [
        "address",
        "name",
        "name",
        "phone",
    ]
    for table in tables.metadata.sorted_tables:
        for row in make.rows_of(asking, table):
            assert NAME not in str(row)
            assert PHONE not in str(row)


def test_it_is_found_by_its_keyed_hash_however_it_is_written(asking: Runtime) -> None:
    case_id = make.begun(
        asking, answers={"people": [{"name": NAME, "phone": PHONE}], "contact": {"address": "here"}}
    ).instance_id
    with reading(asking) as uow:
        assert personal.find_cases(uow, "phone", "13912345678") == (case_id,)
        assert personal.find_cases(uow, "phone", "13912345679") == ()
        assert personal.find_cases(uow, "name", NAME) == ()  # names are not looked up


def test_it_opens_for_its_own_case_alone(asking: Runtime) -> None:
    cases = [
        make.begun(
            asking,
            number=f"N-{n}",
            answers={"people": [{"name": NAME, "phone": ""}], "contact": {"address": "x"}},
        )
        for n in (1, 2)
    ]
    name = next(
        row for row in make.rows_of(asking, tables.personal, kind="name", instance_id=cases[0].instance_id)
    )
    reference = personal.PREFIX + name.id
    with reading(asking) as uow:
        own, other = (key_of(uow, case.instance_id) for case in cases)
        assert personal.reveal(uow, own, [reference]) == {reference: NAME}
        assert personal.reveal(uow, other, [reference]) == {}
        assert personal.reveal_in(uow, own, {"a": [reference, 1, None]}) == {"a": [NAME, 1, None]}
        assert personal.hide_in({"a": [reference, "b"]}) == {"a": [personal.HIDDEN, "b"]}


def test_it_is_closed_once_the_case_is_erased(asking: Runtime) -> None:
    case_id = make.begun(asking, answers={"people": [], "contact": {"address": "here"}}).instance_id

    def erase(uow: UnitOfWork) -> None:
        case = uow.lock_instance(case_id)
        assert case is not None
        case.wrapped_key = None

    run(asking, erase)
    with reading(asking) as uow, pytest.raises(NotFound):
        key_of(uow, case_id)


def test_what_only_looks_like_a_reference_is_text() -> None:
    assert not personal.is_reference("personal:x")
    assert not personal.is_reference(7)
