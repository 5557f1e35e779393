"""The first page: raise, follow, whom to call in danger, and how the public matters stand."""

from tests.conftest import Statements
from tests.web.phones import PHONE, Village


def test_it_offers_to_raise_and_to_follow(village: Village) -> None:
    page = village.phone().open("/").page
    assert page.xpath("//a[@href='/raise/']")
    assert page.xpath("//form[@action='/follow/number']")
    assert page.xpath("//a[@href='tel:110']")


def test_it_lists_public_matters_without_who_raised_them(village: Village) -> None:
    village.shown_to_all()
    page = village.phone().open("/").text
    assert "渡口桥头三盏路灯" in page
    assert "正在办 · 渡口村" in page
    assert PHONE not in page


def test_it_lists_no_matter_that_is_not_public(village: Village) -> None:
    village.raised()
    assert "渡口桥头" not in village.phone().open("/").text


def test_it_costs_two_statements(village: Village, statements: Statements) -> None:
    village.shown_to_all()
    phone = village.phone()
    statements.clear()
    phone.open("/")
    assert statements.count == 2
