"""What pages ask the directory."""

import pytest

from engine.errors import NotFound
from engine.uow import UnitOfWork
from registers.directory import queries
from registers.directory.options import department_options, place_options
from registers.directory.values import Name
from tests.conftest import Statements
from tests.make import directory as make


@pytest.fixture(autouse=True)
def county(uow: UnitOfWork) -> None:
    make.county(uow)


def test_it_gives_the_tree_in_the_order_of_lists(uow: UnitOfWork) -> None:
    assert [each.id for each in queries.units(uow)] == [entry[0] for entry in make.UNITS]


def test_it_gives_a_unit_and_all_below_it(uow: UnitOfWork) -> None:
    below = [each.id for each in queries.units_below(uow, "/county/t-yanhe/")]
    assert below == ["t-yanhe", "v-dukou", "g-dukou-1", "v-shiliang"]


def test_it_gives_units_by_id_in_one_statement(uow: UnitOfWork, statements: Statements) -> None:
    statements.clear()
    found = queries.units_by_id(uow, ["v-dukou", "county", "nowhere"])
    assert {each.id: each.name for each in found.values()} == {"county": "云溪县", "v-dukou": "渡口村"}
    assert statements.count == 1


def test_it_refuses_a_unit_that_is_not_there(uow: UnitOfWork) -> None:
    with pytest.raises(NotFound):
        queries.unit(uow, "nowhere")


def test_it_groups_places_by_township(uow: UnitOfWork) -> None:
    found = [(each.unit.name, [place.name for place in each.places]) for each in queries.places(uow)]
    assert found == [("沿河乡", ["渡口村", "石梁村"]), ("高关镇", ["莲花村"])]


def test_it_offers_places_and_departments_to_forms(uow: UnitOfWork) -> None:
    first = {"value": "v-dukou", "label": "沿河乡 · 渡口村", "label_en": "Yanhe Township · Dukou Village"}
    assert place_options(uow, None, {})[0] == first
    assert [each["value"] for each in department_options(uow, None, {})] == ["d-water"]


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("station-clerk@v-dukou", Name("渡口村说事站", "Dukou Village talk station")),
        ("township-office@t-yanhe", Name("沿河乡说事处", "Yanhe Township talk office")),
        ("county-centre@county", Name("县级说事中心", "County talk centre")),
        ("grid-worker@g-dukou-1", Name("渡口村一组网格员", "Grid worker of Dukou Group 1")),
        ("user:one", Name("渡口村 · 网格员", "Dukou, grid worker")),
        ("party:applicant@0190", None),
        ("station-clerk@nowhere", None),
        ("user:nobody", None),
        ("nothing", None),
    ],
)
def test_it_names_subjects(uow: UnitOfWork, subject: str, name: Name | None) -> None:
    make.person(uow, "one", "渡口村 · 网格员", "Dukou, grid worker")
    assert queries.subject_title(uow, subject) == name


def test_it_names_many_subjects_in_two_statements(uow: UnitOfWork, statements: Statements) -> None:
    make.person(uow, "one")
    subjects = ["user:one", "station-clerk@v-dukou", "station-clerk@v-shiliang", "party:applicant@0190"]
    statements.clear()
    assert set(queries.subject_titles(uow, subjects)) == set(subjects[:3])
    assert statements.count == 2


def test_it_lists_who_holds_a_post_today(uow: UnitOfWork) -> None:
    make.holder(uow, "b", "station-clerk@v-dukou")
    make.holder(uow, "a", "station-clerk@v-dukou")
    make.holder(uow, "other", "station-clerk@v-shiliang")
    assert [each.id for each in queries.holders(uow, "station-clerk", "v-dukou")] == ["a", "b"]
