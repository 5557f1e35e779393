"""Errors: refusals in words, bugs with a number that the log knows, and nothing of the inside on any page."""

import json
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine

from engine.errors import Refused
from engine.runtime import Runtime
from shuoshi.logs import JsonLines
from tests.application import enter, token
from web.refusal_words import OF_CLASS


def refusals() -> list[type[Refused]]:
    found = Refused.__subclasses__()
    return [each for each in found if each.__module__.startswith("engine.")]


@pytest.mark.parametrize("refusal", refusals(), ids=lambda each: each.__name__)
def test_it_has_a_status_and_words_for_every_refusal(refusal: type[Refused]) -> None:
    assert refusal in OF_CLASS


def test_it_shows_a_refusal_as_a_page(client: FlaskClient) -> None:
    answer = client.get("/trouble/refused")
    assert answer.status_code == 404
    assert "没有这件事，或者您的岗位不能看。" in answer.text


def test_it_shows_a_refusal_as_a_fragment_where_messages_stand(client: FlaskClient) -> None:
    answer = client.get("/trouble/refused", headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.text


def test_it_tells_an_unknown_page_and_one_of_another_post_alike(client: FlaskClient, clerk: str) -> None:
    enter(client, clerk)
    unknown, forbidden = client.get("/no/such/page"), client.get("/trouble/supervisors")
    assert (unknown.status_code, forbidden.status_code) == (404, 403)
    assert "没有这一页，或者您的岗位不能看。" in unknown.text
    assert "没有这一页，或者您的岗位不能看。" in forbidden.text


def test_it_gives_a_bug_the_number_of_its_request(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.setFormatter(JsonLines())
    answer = client.get("/trouble/bug")
    number = answer.headers["X-Request-Id"]
    assert answer.status_code == 500
    assert re.search(r"E-\d{4}-\d{4}-\d{4}", answer.text)
    assert f"E-{number}" in answer.text
    logged = [json.loads(line) for line in caplog.text.splitlines()]
    assert [line["request"] for line in logged if "the secret of this bug" in line.get("traceback", "")] == [
        number
    ]


def test_it_shows_nothing_of_a_bug(client: FlaskClient) -> None:
    assert "secret" not in client.get("/trouble/bug").text


def test_it_answers_in_words_even_where_the_database_is_away(
    runtime: Runtime, client: FlaskClient, clerk: str
) -> None:
    enter(client, clerk)
    client.application.extensions["shuoshi"] = replace(
        client.application.extensions["shuoshi"], database=create_engine("sqlite:////nowhere/at/all.sqlite")
    )
    answer = client.get("/trouble/staff")
    assert answer.status_code == 500
    assert f"E-{answer.headers['X-Request-Id']}" in answer.text


def test_it_says_what_to_do_about_a_form_that_is_too_old(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"login": "clerk"})
    assert answer.status_code == 400
    assert "刷新以后再交一次" in answer.text


def test_it_refuses_the_token_of_another_session(client: FlaskClient) -> None:
    stolen = token(client.application.test_client())
    assert client.post("/sign-in", data={"csrf_token": stolen}).status_code == 400


def test_it_speaks_english_to_who_chose_it(client: FlaskClient) -> None:
    client.set_cookie("lang", "en")
    assert '<html lang="en"' in client.get("/trouble/refused").text


def test_it_refuses_a_request_that_is_too_large(client: FlaskClient) -> None:
    client.application.config["MAX_CONTENT_LENGTH"] = 1000
    assert client.post("/sign-in", data={"login": "x" * 2000}).status_code == 413
