"""What the engine asks of the directory."""

import pytest

from engine.uow import UnitOfWork
from registers.directory.performers import DirectoryPerformers
from registers.directory.values import NewUnit
from tests.conftest import Statements
from tests.make import directory as make


@pytest.fixture
def performers(uow: UnitOfWork) -> DirectoryPerformers:
    make.county(uow)
    return DirectoryPerformers()


def test_it_knows_the_posts(performers: DirectoryPerformers) -> None:
    assert performers.has_post("station-clerk")
    assert not performers.has_post("king")


@pytest.mark.parametrize(
    ("post", "case_at", "unit"),
    [
        ("station-clerk", "v-dukou", "v-dukou"),
        ("station-clerk", "g-dukou-1", "v-dukou"),
        ("township-leader", "v-dukou", "t-yanhe"),
        ("county-centre", "v-dukou", "county"),
        ("county-centre", "county", "county"),
        ("department-head", "d-water", "d-water"),
        ("department-head", "v-dukou", None),
        ("station-clerk", "t-yanhe", None),
        ("station-clerk", "nowhere", None),
        ("king", "v-dukou", None),
    ],
)
def test_it_finds_the_unit_of_a_post(
    performers: DirectoryPerformers, uow: UnitOfWork, post: str, case_at: str, unit: str | None
) -> None:
    assert performers.unit_of_post(uow, post, case_at) == unit


def test_it_gives_the_path_of_a_unit(performers: DirectoryPerformers, uow: UnitOfWork) -> None:
    assert performers.unit_path(uow, "v-dukou") == "/county/t-yanhe/v-dukou/"
    assert performers.unit_path(uow, "nowhere") is None


def test_it_reads_the_tree_once(
    performers: DirectoryPerformers, uow: UnitOfWork, statements: Statements
) -> None:
    statements.clear()
    for village in ("v-dukou", "v-shiliang", "v-lianhua"):
        performers.unit_of_post(uow, "township-office", village)
    assert statements.count == 1


def test_it_sees_a_unit_that_was_added_since(performers: DirectoryPerformers, uow: UnitOfWork) -> None:
    performers.unit_path(uow, "v-dukou")
    make.unit(uow, NewUnit("v-new", "新桥村", "village", "t-yanhe"))
    assert performers.unit_of_post(uow, "township-office", "v-new") == "t-yanhe"
