"""In demo mode alone, one press signs in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from demo.county import PASSWORD, load_county
from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.uow import run
from tests.application import application, send


@pytest.fixture
def demo(runtime: Runtime) -> Iterator[FlaskClient]:
    """A browser at the demo."""
    in_demo = replace(runtime, settings=replace(runtime.settings, demo=True))
    run(in_demo, load_county, SYSTEM)
    with application(in_demo).test_client() as client:
        yield client


def test_it_offers_the_accounts_by_level(demo: FlaskClient) -> None:
    page = demo.get("/sign-in").text
    assert "演示账号" in page
    assert "渡口村说事站" in page


def test_it_signs_in_by_one_press(demo: FlaskClient) -> None:
    assert send(demo, "/sign-in/demo", login="dukou-station").status_code == 303
    assert demo.get("/inbox").status_code == 200


def test_it_knows_no_other_account(demo: FlaskClient) -> None:
    assert send(demo, "/sign-in/demo", login="nobody").status_code == 403


def test_it_does_not_know_the_demos_accounts_outside_of_the_demo(demo: FlaskClient, runtime: Runtime) -> None:
    with application(runtime).test_client() as client:
        assert send(client, "/sign-in", login="dukou-station", password=PASSWORD).status_code == 422
