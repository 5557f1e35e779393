"""What a receipt makes of its holder: one who joined a matter never becomes the one who raised it."""

import pytest
from flask.testing import FlaskClient

from engine.runtime import Runtime
from tests.application import send
from tests.make import matters as make
from tests.small_county import Cast
from tests.web.offices import open_office

KEY = "the key of one request at all"


@pytest.fixture
def joined(runtime: Runtime, cast: Cast) -> FlaskClient:
    """A browser that has joined a public matter."""
    office = open_office(runtime)
    receipt = make.public_matter(office.runtime, cast.clerk)
    browser = office.app.test_client()
    assert send(browser, f"/join/{receipt.instance_id}", request_key=KEY).status_code == 303
    return browser


def test_it_stays_a_supporter_who_sends_a_matter_with_the_key_of_the_joining(joined: FlaskClient) -> None:
    assert send(joined, "/raise/", send="1", request_key=KEY).status_code == 422
    page = joined.get("/follow/matter").text
    assert str(make.SAID["title"]) in page
    assert str(make.SAID["text"]) not in page
    assert send(joined, "/follow/withdraw", reason="").status_code == 403
