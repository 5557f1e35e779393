"""The page of the API shows every route, in both languages, and what it links is on the page."""

import re

import pytest
from flask.testing import FlaskClient

from tests.access.table import ROUTES
from web.api_page import CHINESE

CHARACTERS = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=["zh", "en"])
def page(client: FlaskClient, request: pytest.FixtureRequest) -> str:
    client.set_cookie("lang", request.param)
    return client.get("/about/api").text


def test_it_shows_every_route_once(page: str) -> None:
    shown = re.findall(r"<b>([A-Z]+)</b> <code>([^<]+)</code>", page)
    routes = [name.replace("<", "{").replace(">", "}") for name in ROUTES if "/api/v1/" in name]
    assert sorted(f"{method} {path}" for method, path in shown) == sorted(
        set(routes) - {"GET /api/v1/openapi.json"}
    )


def test_it_links_to_what_stands_on_the_page(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_it_says_in_chinese_what_each_route_does(client: FlaskClient) -> None:
    page = client.get("/about/api").text
    sentences = re.findall(r"</span>\s*<span>([^<]+)</span>", page)
    assert sentences
    assert [each for each in sentences if not CHARACTERS.search(each)] == []


def test_it_has_no_words_for_a_route_that_is_gone(client: FlaskClient) -> None:
    known = {name.replace("<", "{").replace(">", "}") for name in ROUTES}
    assert CHINESE.keys() - known == set()


def test_it_shows_how_a_task_is_completed(client: FlaskClient) -> None:
    page = client.get("/about/api").text
    assert "curl \\\n  -X POST \\\n  -H &#34;Authorization: Bearer $KEY&#34;" in page
    assert "$SITE/api/v1/tasks/{task_id}/complete" in page
    assert "tasks:write" in page
