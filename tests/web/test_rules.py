"""Every route says who may use it."""

from flask import Flask
from flask.testing import FlaskClient

from shuoshi.routes import routes_without_rule
from tests.application import enter


def test_it_finds_no_route_without_a_rule(app: Flask) -> None:
    assert routes_without_rule(app) == []


def test_it_finds_a_route_without_a_rule(app: Flask) -> None:
    app._got_first_request = False
    app.add_url_rule("/open", "open", lambda: "")
    assert routes_without_rule(app) == ["open"]


def test_it_sends_a_fragment_to_the_sign_in_page_as_a_whole(client: FlaskClient) -> None:
    answer = client.get("/trouble/staff", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in"


def test_it_turns_away_a_post_to_whom_a_route_is_closed(client: FlaskClient, clerk: str) -> None:
    enter(client, clerk)
    assert client.get("/trouble/supervisors").status_code == 403
