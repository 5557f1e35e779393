"""What the diagram asks of the register, each called as the engine does."""

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.bpmn.elements import Element
from engine.bpmn.env import StepFailed
from engine.errors import NotFound, NotYet
from engine.operations import OperationCall, perform
from engine.personal import case_key
from engine.runtime import Runtime
from engine.store import tables as engine_tables
from engine.uow import InstanceRow, UnitOfWork, reading, run
from registers.matters.operations import OPERATIONS
from registers.matters.queries import matter
from registers.matters.receipts import Receipt
from registers.matters.values import Matter
from registers.resolvers.values import NewResolver
from tests.make import directory
from tests.make import matters as make
from tests.small_county import Cast

BY_NAME = {operation.name: operation for operation in OPERATIONS}
NOTHING: Mapping[str, object] = {}


@pytest.mark.parametrize(
    ("unit", "variables", "level", "expected"),
    [
        ("v-dukou", {}, "township", "t-yanhe"),
        ("v-dukou", {}, "county", "county"),
        ("v-dukou", {"unit": "v-lianhua"}, None, "v-lianhua"),
        ("v-dukou", {"unit": "d-water"}, None, "d-water"),
    ],
)
def test_it_moves_a_case(
    office: Runtime, cast: Cast, unit: str, variables: dict[str, object], level: str | None, expected: str
) -> None:
    receipt = make.matter(office, place=unit)
    headers = {"level": level} if level else {}
    assert call(office, cast.clerk, receipt, "matter.place", variables, headers) == {"unit": expected}
    assert case_of(office, receipt).unit_id == expected
    assert expected in case_of(office, receipt).unit_path


def test_it_refuses_to_move_a_case_to_nowhere(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    with pytest.raises(NotFound):
        call(office, cast.clerk, receipt, "matter.place", {"unit": "v-nowhere"})
    with pytest.raises(StepFailed, match="operation-input"):
        call(office, cast.clerk, receipt, "matter.place")


def test_it_tells_the_applicant_by_reference_alone(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    call(office, cast.clerk, receipt, "matter.tell", {"question": "哪座桥？"}, {"template": "question"})
    job = engine_tables.job.c
    with reading(office) as uow:
        (row,) = uow.rows(select(job.payload, job.instance_id).where(job.kind == "outbox"))
    assert row.instance_id == receipt.instance_id
    assert f"party:applicant@{receipt.instance_id}" in row.payload
    assert "139" not in row.payload
    assert "桥" not in row.payload


@pytest.mark.parametrize(
    ("start", "expected"),
    [("v-dukou", "t-yanhe"), ("t-yanhe", "county"), ("county", "county"), ("d-water", "county")],
)
def test_it_reopens_one_level_higher(office: Runtime, cast: Cast, start: str, expected: str) -> None:
    receipt = make.matter(office)
    if start != "v-dukou":
        call(office, cast.clerk, receipt, "matter.place", {"unit": start})
    assert call(office, cast.clerk, receipt, "matter.reopen") == {"reopened": 1, "unit": expected}
    assert call(office, cast.clerk, receipt, "matter.reopen")["reopened"] == 2


def test_it_takes_nobody_unreached_for_dissatisfied(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    call(office, cast.clerk, receipt, "matter.rate", {"contacted": False, "done": False, "satisfied": None})
    found = read(office, cast, receipt)
    assert (found.was_contacted, found.was_done, found.rating) == (False, None, None)


@pytest.mark.parametrize(
    "marks", [{"satisfied": 6}, {"satisfied": "five"}, {"satisfied": True}, {"done": "yes"}]
)
def test_it_refuses_a_rating_of_the_wrong_kind(office: Runtime, cast: Cast, marks: dict[str, object]) -> None:
    receipt = make.matter(office)
    with pytest.raises(StepFailed, match="operation-input"):
        call(office, cast.clerk, receipt, "matter.rate", {"contacted": True, "done": True, **marks})


def test_it_assigns_a_resolver_in_good_standing(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    admit(office, "settler")
    assert call(office, cast.clerk, receipt, "matter.assign-resolver", {"resolver": "settler"}) == {
        "person": "settler"
    }


def test_it_refuses_a_resolver_whose_term_is_over_and_one_who_is_none(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    admit(office, "settler", term_to=date(2025, 12, 31))
    with pytest.raises(NotYet):
        call(office, cast.clerk, receipt, "matter.assign-resolver", {"resolver": "settler"})
    with pytest.raises(NotFound):
        call(office, cast.clerk, receipt, "matter.assign-resolver", {"resolver": "nobody"})


def test_it_blows_answers_and_closes_a_whistle(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    said = {"facts": "桥要修", "tried": "找过两次", "units": ["d-water", "t-yanhe"], "urgency": "urgent"}
    whistle = call(office, cast.clerk, receipt, "matter.whistle", said, {"kind": "township"})["whistle"]
    answer = {"whistle": whistle, "unit": "d-water", "answer": "object", "basis": "职责清单第三条"}
    call(office, cast.clerk, receipt, "matter.whistle-answered", answer)
    call(office, cast.clerk, receipt, "matter.whistle-close", {"whistle": whistle, "score": "4"})
    (found,) = read(office, cast, receipt).whistles
    assert (found.kind, found.facts, found.status, found.score) == ("township", "桥要修", "closed", 4)
    assert [(each.unit_id, each.is_lead, each.answer, each.basis) for each in found.called] == [
        ("d-water", True, "object", "职责清单第三条"),
        ("t-yanhe", False, None, ""),
    ]


def test_it_refuses_the_whistle_of_another_matter(office: Runtime, cast: Cast) -> None:
    mine, other = make.matter(office), make.matter(office)
    said = {"facts": "一", "tried": "二", "units": ["d-water"]}
    whistle = call(office, cast.clerk, mine, "matter.whistle", said, {"kind": "township"})["whistle"]
    for name, more in (
        ("matter.whistle-close", {}),
        ("matter.whistle-answered", {"unit": "d-water", "answer": "done"}),
    ):
        with pytest.raises(NotFound):
            call(office, cast.clerk, other, name, {"whistle": whistle, **more})


@pytest.mark.parametrize(
    ("outcome", "phase"), [("resolved", "closed"), ("referred", "referred"), ("unconfirmed", "closed")]
)
def test_it_ends_a_matter_with_its_outcome(office: Runtime, cast: Cast, outcome: str, phase: str) -> None:
    receipt = make.matter(office)
    call(office, cast.clerk, receipt, "matter.close", {"outcome": outcome})
    found = read(office, cast, receipt)
    assert (found.outcome, found.phase) == (outcome, phase)


@pytest.mark.parametrize(
    ("name", "variables", "headers"),
    [
        ("matter.record", {}, {"phase": "forgotten"}),
        ("matter.close", {"outcome": "won"}, {}),
        ("matter.classify", {"class": "secret"}, {}),
        ("matter.reply", {"text": None}, {}),
        ("matter.whistle", {"units": [1]}, {"kind": "village"}),
    ],
)
def test_it_refuses_what_a_diagram_must_not_give(
    office: Runtime, cast: Cast, name: str, variables: dict[str, object], headers: dict[str, str]
) -> None:
    with pytest.raises(StepFailed, match="operation-input"):
        call(office, cast.clerk, make.matter(office), name, variables, headers)


def admit(runtime: Runtime, person_id: str, term_to: date | None = None) -> None:
    new = NewResolver(person_id, "law-adviser", "v-dukou", ("v-dukou",), directory.LONG_AGO, term_to)
    run(runtime, directory.resolver, new)


def call(
    runtime: Runtime,
    actor: Actor,
    receipt: Receipt,
    name: str,
    variables: Mapping[str, object] = NOTHING,
    headers: Mapping[str, str] | None = None,
) -> Mapping[str, object]:
    """Call an operation in an act of its own, as a service task does."""

    def act(uow: UnitOfWork) -> Mapping[str, object]:
        case = uow.lock_instance(receipt.instance_id)
        assert case
        given = OperationCall(uow, actor, case, variables, headers or {}, case_key(uow, case))
        return perform(BY_NAME[name], given, Element("task", "serviceTask"))

    return run(runtime, act)


def case_of(runtime: Runtime, receipt: Receipt) -> InstanceRow:
    with reading(runtime) as uow:
        case = uow.lock_instance(receipt.instance_id)
    assert case
    return case


def read(runtime: Runtime, cast: Cast, receipt: Receipt) -> Matter:
    with reading(runtime) as uow:
        return matter(uow, cast.clerk, receipt.instance_id)
