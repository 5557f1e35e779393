"""What the site says about itself, and its first page, in both languages."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["/", "/about/privacy", "/about/accessibility", "/sign-in"])
def test_it_shows_the_page(client: FlaskClient, address: str, language: str) -> None:
    client.set_cookie("lang", language)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "<h1" in answer.text


def test_it_says_how_to_use_the_site_enlarged(client: FlaskClient) -> None:
    assert "放大到 400% 也不用左右拖" in client.get("/about/accessibility").text


def test_it_offers_to_raise_a_matter_and_to_follow_one(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "开始说事" in page
    assert 'name="number"' in page
    assert 'href="tel:110"' in page
