"""Adding a unit to the tree."""

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.errors import AlreadyDone, Invalid, NotAllowed, NotFound
from engine.runtime import Runtime
from engine.store.tables import event
from engine.uow import UnitOfWork, reading, run
from registers.directory.acts import add_unit
from registers.directory.queries import unit
from registers.directory.values import Level, NewUnit
from tests.make import directory as make

VILLAGE = NewUnit("v-new", "新桥村", "village", "t-yanhe", "Xinqiao Village", 9, "0000-1", "9–12")


def test_it_adds_a_unit_under_its_parent(uow: UnitOfWork, administrator: Actor) -> None:
    added = add_unit(uow, administrator, VILLAGE)
    uow.flush()  # so that the reader sees it
    assert unit(uow, "v-new") == added
    assert (added.path, added.name_en, added.phone) == ("/county/t-yanhe/v-new/", "Xinqiao Village", "0000-1")


def test_it_audits_who_added_it(uow: UnitOfWork, administrator: Actor) -> None:
    add_unit(uow, administrator, VILLAGE)
    uow.flush()  # so that the reader sees it
    noted = uow.first(select(event.c.what, event.c.post).where(event.c.chain == "unit:v-new"))
    assert noted is not None
    assert tuple(noted) == ("unit-added", "administrator@county")


def test_it_takes_the_chinese_name_where_no_english_one_is_given(
    uow: UnitOfWork, administrator: Actor
) -> None:
    assert add_unit(uow, administrator, NewUnit("v-new", "新桥村", "village", "t-yanhe")).name_en == "新桥村"


def test_it_refuses_one_who_is_no_administrator(uow: UnitOfWork, clerk: Actor) -> None:
    with pytest.raises(NotAllowed) as refusal:
        add_unit(uow, clerk, VILLAGE)
    assert refusal.value.by == clerk


@pytest.mark.parametrize(
    ("level", "parent"),
    [
        ("grid", "t-yanhe"),
        ("village", "county"),
        ("township", "t-yanhe"),
        ("department", None),
        ("county", "county"),
    ],
)
def test_it_refuses_a_parent_of_the_wrong_level(
    uow: UnitOfWork, administrator: Actor, level: Level, parent: str | None
) -> None:
    with pytest.raises(Invalid) as refusal:
        add_unit(uow, administrator, NewUnit("x", "某处", level, parent))
    assert refusal.value.problems["parent_id"][0].code == "wrong-level"


@pytest.mark.parametrize("unit_id", ["", "V-New", "a/b", "a@b", "a" * 65])
def test_it_refuses_an_id_that_would_break_a_path_or_a_subject(
    uow: UnitOfWork, administrator: Actor, unit_id: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        add_unit(uow, administrator, NewUnit(unit_id, "新桥村", "village", "t-yanhe"))
    assert list(refusal.value.problems) == ["id"]


@pytest.mark.parametrize("taken", [("v-dukou", "新桥村"), ("v-new", "渡口村")])
def test_it_refuses_an_id_or_a_name_that_is_taken(
    uow: UnitOfWork, administrator: Actor, taken: tuple[str, str]
) -> None:
    with pytest.raises(AlreadyDone) as refusal:
        add_unit(uow, administrator, NewUnit(*taken, "village", "t-yanhe"))
    assert refusal.value.params["unit"] == "v-dukou"


def test_it_refuses_a_parent_that_is_not_there(uow: UnitOfWork, administrator: Actor) -> None:
    with pytest.raises(NotFound):
        add_unit(uow, administrator, NewUnit("v-new", "新桥村", "village", "t-nowhere"))


def test_it_leaves_nothing_when_a_later_step_fails(runtime: Runtime) -> None:
    def add_twice(uow: UnitOfWork) -> None:
        make.county(uow)
        raise Invalid({})

    with pytest.raises(Invalid):
        run(runtime, add_twice)
    with reading(runtime) as uow, pytest.raises(NotFound):
        unit(uow, "county")
