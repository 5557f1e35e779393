"""Who could take a matter: place, topic, load."""

import pytest

from engine.errors import NotFound
from engine.uow import UnitOfWork
from registers.directory.values import Name
from registers.resolvers.options import resolver_options
from registers.resolvers.queries import candidates
from registers.resolvers.words import option_label
from tests.conftest import Statements
from tests.make import directory as make
from tests.registers.resolvers.a_case import case_at, give_tasks
from tests.registers.resolvers.conftest import another


def order(uow: UnitOfWork, unit_id: str = "v-dukou", topic: str | None = None) -> list[str]:
    return [each.person_id for each in candidates(uow, unit_id, topic)]


def test_it_asks_the_nearest_first_and_the_county_last(uow: UnitOfWork) -> None:
    make.resolver(uow, another("of-county", unit_id="county", places=("county",)))
    make.resolver(uow, another("of-township", unit_id="t-yanhe", places=("t-yanhe",)))
    make.resolver(uow, another("of-neighbour", unit_id="v-shiliang", places=("v-shiliang",)))
    assert order(uow) == ["settler", "of-township", "of-county"]
    assert order(uow, "g-dukou-1") == order(uow)


def test_it_names_a_resolver_once_by_the_nearest_place(uow: UnitOfWork) -> None:
    make.resolver(uow, another("both", unit_id="t-yanhe", places=("t-yanhe", "v-dukou")))
    assert order(uow) == ["both", "settler"]
    assert candidates(uow, "v-dukou")[0].place_id == "v-dukou"


def test_it_prefers_who_knows_the_topic(uow: UnitOfWork) -> None:
    make.resolver(uow, another("about-family", topics=("family", "neighbours")))
    assert order(uow, topic="family") == ["about-family", "settler"]
    assert order(uow, topic="land-housing") == ["settler", "about-family"]


def test_it_prefers_who_has_less_in_hand(uow: UnitOfWork) -> None:
    make.resolver(uow, another("busy"))
    give_tasks(uow, "busy", 2)
    assert [(each.person_id, each.load) for each in candidates(uow, "v-dukou")] == [
        ("settler", 0),
        ("busy", 2),
    ]


def test_it_refuses_a_unit_that_is_not_there(uow: UnitOfWork) -> None:
    with pytest.raises(NotFound):
        candidates(uow, "nowhere")


def test_it_costs_two_statements_however_many_there_are(uow: UnitOfWork, statements: Statements) -> None:
    for number in range(5):
        make.resolver(uow, another(f"more-{number}"))
    statements.clear()
    assert len(candidates(uow, "v-dukou")) == 6
    assert statements.count == 2


def test_it_offers_the_candidates_where_the_case_stands(uow: UnitOfWork) -> None:
    assert resolver_options(
        uow, case_at(uow, "v-dukou", "/county/t-yanhe/v-dukou/"), {"topic": "family"}
    ) == [
        {
            "value": "settler",
            "label": "settler（法律明白人） · 手上 0 件",
            "label_en": "settler (Law-wise villager) · 0 in hand",
        }
    ]


def test_it_offers_nobody_before_there_is_a_case(uow: UnitOfWork) -> None:
    assert resolver_options(uow, None, {}) == []


def test_it_does_not_say_the_kind_twice() -> None:
    label = option_label(Name("渡口村 · 法律明白人", "Dukou · Law-wise villager"), "law-adviser", 2)
    assert label == Name("渡口村 · 法律明白人 · 手上 2 件", "Dukou · Law-wise villager · 2 in hand")
