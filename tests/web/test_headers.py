"""Headers of every answer: what may run, what browsers keep."""

import re

import pytest
from flask.testing import FlaskClient

from tests.application import enter


@pytest.mark.parametrize(
    "address", ["/", "/sign-in", "/no/such/page", "/trouble/bug", "/healthz", "/api/v1/session"]
)
def test_it_lets_scripts_of_this_site_alone_run(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_it_lets_nobody_keep_a_page(client: FlaskClient, clerk: str) -> None:
    enter(client, clerk)
    assert client.get("/trouble/staff").headers["Cache-Control"] == "no-store"


def test_it_lets_browsers_keep_a_style_sheet_until_it_changes(client: FlaskClient) -> None:
    with client.get("/static/look.css?v=1") as kept, client.get("/static/look.css") as asked_again:
        assert "immutable" in kept.headers["Cache-Control"]
        assert asked_again.headers["Cache-Control"] == "no-cache"


def test_it_links_only_to_style_sheets_and_scripts_that_are_there(client: FlaskClient) -> None:
    linked = set(re.findall(r'="(/static/[^"#]+)', client.get("/").text))
    assert linked
    assert {address for address in linked if not is_there(client, address)} == set()


def is_there(client: FlaskClient, address: str) -> bool:
    with client.get(address) as answer:
        return answer.status_code == 200
