"""A citizen follows one case by a signed cookie; another case cannot be reached by changing it."""

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from engine.actor import party
from engine.errors import NotFound
from engine.runtime import Runtime
from tests.application import application
from web.acting import citizen, citizens_case, follow_case


def cookie_of(app: Flask, case: str) -> str:
    with app.test_request_context():
        answer = follow_case(app.response_class(), party("applicant", case))
    return answer.headers["Set-Cookie"].partition(";")[0]


def test_it_remembers_which_case_is_followed_and_as_which_party(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": cookie_of(app, "case-1")}):
        assert citizen() == party("applicant", "case-1")
        assert citizens_case() == "case-1"


@pytest.mark.parametrize("cookie", ["", "receipt=made up", "receipt=WyJwYXJ0eTphcHBsaWNhbnRAY2FzZS0yIl0.x.y"])
def test_it_follows_nothing_by_a_cookie_that_we_did_not_sign(app: Flask, cookie: str) -> None:
    with app.test_request_context(headers={"Cookie": cookie}), pytest.raises((NotFound, HTTPException)):
        citizen()


def test_it_keeps_the_cookie_from_scripts(app: Flask) -> None:
    with app.test_request_context():
        answer = follow_case(app.response_class(), party("applicant", "case-1"))
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]


def test_it_keeps_receipt_and_session_to_tls_where_people_come_by_tls(runtime: Runtime) -> None:
    behind_tls = replace(runtime.settings, public_url="https://shuoshi.example")
    app = application(replace(runtime, settings=behind_tls))
    with app.test_request_context():  # the proxy in front has taken TLS off
        answer = follow_case(app.response_class(), party("applicant", "case-1"))
    assert "Secure" in answer.headers["Set-Cookie"]
    assert app.config["SESSION_COOKIE_SECURE"]
