"""Who acts: the subjects, units and areas that come with the posts of today."""

from datetime import date, timedelta

import pytest

from engine.actor import Actor
from engine.errors import NotFound
from engine.uow import UnitOfWork
from registers.directory.queries import actor_of
from tests.conftest import Statements
from tests.make import directory as make

TODAY = date(2026, 3, 16)


@pytest.fixture(autouse=True)
def county(uow: UnitOfWork) -> None:
    make.county(uow)


def test_it_acts_in_all_posts_and_is_named_by_the_one_chosen(uow: UnitOfWork) -> None:
    make.holder(uow, "both", "station-clerk@v-dukou", "grid-worker@g-dukou-1")
    assert actor_of(uow, "both", "station-clerk", "v-dukou") == Actor(
        "staff",
        "both",
        "station-clerk",
        "v-dukou",
        frozenset({"user:both", "station-clerk@v-dukou", "grid-worker@g-dukou-1"}),
        frozenset(),
        frozenset({"v-dukou", "g-dukou-1"}),
    )


def test_it_acts_in_the_first_post_when_none_is_chosen(uow: UnitOfWork) -> None:
    make.holder(uow, "both", "station-clerk@v-dukou", "grid-worker@g-dukou-1")
    assert actor_of(uow, "both").post == "grid-worker"


@pytest.mark.parametrize(
    ("post", "areas"),
    [
        ("township-leader@t-yanhe", {"/county/t-yanhe/"}),
        ("supervisor@county", {"/county/"}),
        ("township-office@t-yanhe", set()),
    ],
)
def test_it_supervises_the_area_of_a_supervising_post(uow: UnitOfWork, post: str, areas: set[str]) -> None:
    assert make.holder(uow, "one", post).areas == areas


@pytest.mark.parametrize("post", ["administrator@county", "designer@county"])
def test_it_sees_no_cases_as_administrator_or_designer(uow: UnitOfWork, post: str) -> None:
    actor = make.holder(uow, "one", post)
    assert (actor.units, actor.areas) == (frozenset(), frozenset())
    assert post in actor.subjects


def test_it_has_only_its_name_without_a_post(uow: UnitOfWork) -> None:
    make.person(uow, "resolver")
    assert actor_of(uow, "resolver") == Actor("staff", "resolver", subjects=frozenset({"user:resolver"}))


def test_it_takes_a_post_from_its_first_day_in_china(uow: UnitOfWork) -> None:
    make.holder(uow, "new", "station-clerk@v-dukou", from_day=TODAY + timedelta(days=1))
    assert actor_of(uow, "new").post is None
    uow.now = uow.now.replace(hour=16)  # midnight in China, still the day before in UTC
    assert actor_of(uow, "new").post == "station-clerk"


def test_it_goes_on_in_another_post_when_the_chosen_one_has_ended(uow: UnitOfWork) -> None:
    make.holder(uow, "one", "station-clerk@v-dukou")
    assert actor_of(uow, "one", "township-office", "t-yanhe").post == "station-clerk"


def test_it_refuses_a_person_who_is_not_there(uow: UnitOfWork) -> None:
    with pytest.raises(NotFound):
        actor_of(uow, "nobody")


def test_it_costs_one_statement(uow: UnitOfWork, statements: Statements) -> None:
    make.holder(uow, "both", "station-clerk@v-dukou", "grid-worker@g-dukou-1")
    statements.clear()
    actor_of(uow, "both")
    assert statements.count == 1
