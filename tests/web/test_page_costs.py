"""What the pages cost in statements, the check of the session counted: a list never asks row by row."""

import pytest
from flask.testing import FlaskClient

from tests.conftest import Statements
from tests.web.offices import Office
from tests.web.phones import Village

MANY = 50


def cost(statements: Statements, browser: FlaskClient, address: str) -> int:
    """Return what a page costs once the definition in force is known to the process."""
    for _ in range(2):
        statements.clear()
        assert browser.get(address).status_code == 200
    return statements.count


@pytest.mark.parametrize(
    ("person", "address", "stated"),
    [
        ("clerk", "/inbox", 10),
        ("clerk", "/inbox?tab=all&search=路灯", 10),
        ("clerk", "/inbox?tab=done", 10),
        ("supervisor", "/instances", 13),
        ("supervisor", "/instances?light=ok&unit=t-yanhe", 16),
    ],
)
def test_a_list_costs_the_same_with_one_row_and_with_many(
    office: Office, statements: Statements, person: str, address: str, stated: int
) -> None:
    browser = office.browser(person)
    office.raised()
    with_one = cost(statements, browser, address)
    for _ in range(MANY - 1):
        office.raised()
    assert (with_one, cost(statements, browser, address)) == (stated, stated)


def test_a_page_of_one_matter_states_its_cost(office: Office, statements: Statements) -> None:
    receipt = office.raised()
    browser = office.browser("clerk")
    assert cost(statements, browser, f"/instances/{receipt.instance_id}") == 23
    assert cost(statements, browser, f"/tasks/{office.task(receipt)}") == 30


def test_the_page_of_progress_states_its_cost(village: Village, statements: Statements) -> None:
    phone, _ = village.raised()
    assert cost(statements, phone.client, "/follow/matter") == 8
