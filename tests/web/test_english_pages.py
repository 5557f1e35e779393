"""Who chose English reads English on every page; the one Chinese word leads back to Chinese."""

import html
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.application import enter, hire
from tests.web.phones import Village
from tests.web.test_translations import CHINESE, NAME_OF_A_LANGUAGE

UNSEEN = re.compile(r"<script.*?</script>|<!--.*?-->", re.DOTALL)


def chinese_on(client: FlaskClient, address: str, **sent: Any) -> list[str]:
    """The lines of a page that hold Chinese."""
    page = UNSEEN.sub("", client.open(address, follow_redirects=True, **sent).text)
    lines = html.unescape(page).replace(NAME_OF_A_LANGUAGE, "").splitlines()
    return [line.strip() for line in lines if CHINESE.search(line)]


def pages_of(app: Flask) -> list[str]:
    """The addresses that need nothing more, where the language is not chosen by the program that asks."""
    return sorted(
        str(rule)
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and not str(rule).startswith("/api/")
    )


def in_english(village: Village) -> FlaskClient:
    browser = village.app.test_client()
    browser.get("/?lang=en")
    return browser


def test_it_speaks_english_to_citizens(village: Village) -> None:
    browser = in_english(village)
    assert {each: found for each in pages_of(village.app) if (found := chinese_on(browser, each))} == {}


def test_it_speaks_english_to_staff(village: Village) -> None:
    hire(village.runtime, "clerk", "station-clerk@v-dukou")
    browser = in_english(village)
    enter(browser, "clerk")
    assert {each: found for each in pages_of(village.app) if (found := chinese_on(browser, each))} == {}


def test_it_tells_a_citizen_in_english_where_a_matter_stands(village: Village) -> None:
    phone, _ = village.raised(text="The light at the bridge is out.")
    phone.open("/?lang=en")
    for address in ("/receipt", "/follow/matter", "/follow/withdraw"):
        assert chinese_on(phone.client, address) == []


def test_it_shows_a_task_and_its_case_in_english(village: Village) -> None:
    _, walk = village.raised(text="The light at the bridge is out.")
    hire(village.runtime, "clerk", "station-clerk@v-dukou")
    browser = in_english(village)
    enter(browser, "clerk")
    task = re.search(r"/tasks/[\w-]+", browser.get("/inbox").text)
    assert task
    assert chinese_on(browser, task[0]) == []
    assert chinese_on(browser, f"/instances/{walk.instance_id}") == []


def test_it_refuses_in_english(village: Village) -> None:
    browser = in_english(village)
    assert chinese_on(browser, "/no/such/page") == []
    assert chinese_on(browser, "/follow/code", method="POST", data={"code": "AAAA"}) == []
