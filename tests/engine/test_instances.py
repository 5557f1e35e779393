"""Opening, beginning and cancelling cases."""

import pytest

from engine.errors import AlreadyDone, Invalid, NotAllowed, NotFound
from engine.instances import cancel_instance
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import run
from tests.conftest import Statements
from tests.make import engine as make
from tests.small_county import Cast, staff

PHONE = "13912345678"


def test_it_begins_a_case_with_its_form(standard: Runtime, cast: Cast) -> None:
    started = make.begun(standard, actor=cast.clerk, number="SS-1", answers={"what": "the pump"})
    (case,) = make.rows_of(standard, tables.instance)
    assert (case.number, case.status, case.step, case.unit_path) == (
        "SS-1",
        "active",
        "check",
        "/county/t-yanhe/v-dukou/",
    )
    assert [each.subjects for each in started.opened] == [("station-clerk@v-dukou",)]
    (event,) = make.rows_of(standard, tables.event, what="started")
    assert event.actor == "user:clerk"


def test_it_refuses_a_start_form_that_does_not_fit(standard: Runtime) -> None:
    with pytest.raises(Invalid) as refusal:
        make.begun(standard, answers={})
    assert list(refusal.value.problems) == ["what"]
    assert make.rows_of(standard, tables.instance) == []


def test_it_refuses_a_process_or_a_unit_that_is_not_there(standard: Runtime) -> None:
    with pytest.raises(NotFound):
        make.begun(standard, process_id="another")
    with pytest.raises(NotFound):
        make.begun(standard, unit_id="v-nowhere", answers={"what": "the pump"})


def test_it_moves_personal_values_to_the_vault_first(standard: Runtime) -> None:
    make.begun(standard, answers={"what": "the pump", "phone": PHONE})
    (kept,) = make.rows_of(standard, tables.personal)
    assert (kept.kind, kept.lookup is not None) == ("phone", True)
    for table in tables.metadata.sorted_tables:
        for row in make.rows_of(standard, table):
            assert PHONE not in str(row)


def test_it_ends_at_once_where_nobody_is_waited_for(runtime: Runtime) -> None:
    make.published(runtime, p_bpmn=make.process_file("start -> end", lanes={}))
    assert make.begun(runtime).status == "completed"
    assert make.rows_of(runtime, tables.instance)[0].ended_at == runtime.clock()


def test_it_begins_in_few_statements(standard: Runtime, statements: Statements) -> None:
    make.begun(standard, answers={"what": "the pump"})
    statements.clear()
    make.begun(standard, number="N-2", answers={"what": "the pump", "phone": PHONE})
    assert (statements.count, statements.commits) == (8, 1), statements.sent


def test_it_is_cancelled_by_who_supervises_its_area(standard: Runtime, cast: Cast) -> None:
    case_id = make.begun(standard, answers={"what": "the pump"}).instance_id
    run(standard, cancel_instance, cast.supervisor, case_id, reason="raised twice")
    (case,) = make.rows_of(standard, tables.instance)
    assert (case.status, case.step, case.ended_at) == ("cancelled", "", standard.clock())
    assert [row.status for row in make.rows_of(standard, tables.task)] == ["cancelled"]
    assert make.rows_of(standard, tables.inbox) == []
    assert "raised twice" not in str(make.rows_of(standard, tables.event))
    with pytest.raises(AlreadyDone):
        run(standard, cancel_instance, cast.supervisor, case_id, reason="again")


def test_it_is_not_cancelled_by_others_or_without_a_reason(standard: Runtime, cast: Cast) -> None:
    case_id = make.begun(standard, answers={"what": "the pump"}).instance_id
    elsewhere = staff("leader", "township-leader", "t-gaoguan", areas=("/county/t-gaoguan/",))
    for stranger in (cast.clerk, cast.neighbour, elsewhere):
        with pytest.raises(NotAllowed):
            run(standard, cancel_instance, stranger, case_id, reason="no")
    with pytest.raises(Invalid):
        run(standard, cancel_instance, cast.supervisor, case_id, reason="  ")
    with pytest.raises(NotFound):
        run(standard, cancel_instance, cast.supervisor, "no-such-case", reason="no")
