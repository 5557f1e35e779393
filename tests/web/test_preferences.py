"""Language, large print, colours: chosen by an address, kept in a cookie, with no account and no script."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("lang=en", 'lang="en"'), ("elder=1", "elder"), ("theme=contrast", 'data-theme="contrast"')],
)
def test_it_keeps_a_choice(client: FlaskClient, choice: str, shown: str) -> None:
    answer = client.get(f"/about/privacy?{choice}")
    assert (answer.status_code, answer.location) == (303, "/about/privacy")
    assert shown in client.get("/about/privacy").text.partition("<head>")[0]


def test_it_goes_on_with_what_else_the_address_said(client: FlaskClient) -> None:
    assert client.get("/?elder=1&page=2").location == "/?page=2"


@pytest.mark.parametrize("elsewhere", ["//elsewhere.example/", "/\\\\elsewhere.example/"])
def test_it_never_leads_to_another_site(client: FlaskClient, elsewhere: str) -> None:
    location = client.get("/", query_string="elder=1", environ_overrides={"PATH_INFO": elsewhere}).location
    assert location == "/elsewhere.example/"


def test_it_takes_no_choice_that_there_is_not(client: FlaskClient) -> None:
    client.set_cookie("theme", "pink")
    page = client.get("/?theme=pink")
    assert page.status_code == 200
    assert 'data-theme="light"' in page.text
