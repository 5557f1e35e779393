"""What every page is held to (look.md §11), whatever it says: seen in its themes and widths, weighed, read in English."""

import json
import re
from collections.abc import Iterator
from functools import cache

from playwright.sync_api import Page

from tests.journeys.browser import ROOT, axe, picture
from tests.journeys.steps import SAID

NARROWEST = 320
HEAVIEST = 150_000  # bytes that a citizen's page may bring over a village line, compressed
LONGEST_WALK = 60  # presses of Tab to the main action
IS_TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
WEIGHT = """[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, each) => sum + each.encodedBodySize, 0)"""
IS_ON_THE_MAIN_ACTION = "document.activeElement.matches('.btn-primary, .btn-lg, [data-row] a')"
CHINESE = re.compile("[\u3400-\u9fff](?:[\u2018-\u201d\u3000-\u9fff\uff00-\uffef0-9]*[\u3400-\u9fff])?")
# What is read, but for the names of languages and for what is marked as Chinese.
CHINESE_TEXTS = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [document.title];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    if (!around.closest('[lang^="zh"]:not(html), script, style, svg, textarea, option')) found.push(node.data.trim());
  }
  return found.filter((text) => /[\u3400-\u9fff]/.test(text));
}"""


def look(page: Page, name: str, *, themes: tuple[str, ...] = ("light", "dark")) -> None:
    """Take a picture, and judge the page in its themes and on the narrowest screen."""
    for theme in themes:
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        axe(page)
        picture(page, name if theme == "light" else f"{name}-{theme}")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    assert not page.evaluate(IS_TOO_WIDE), f"{name} scrolls sideways at {NARROWEST} px"
    page.set_viewport_size(size)


def look_in_large_print(page: Page, name: str) -> None:
    """Judge a citizen's page in large print."""
    _prefer(page, "elder", "1")
    axe(page)
    picture(page, f"{name}-elder")
    assert not page.evaluate(IS_TOO_WIDE), f"{name} scrolls sideways in large print"
    _prefer(page, "elder", "0")


def read_in_english(page: Page, name: str) -> None:
    """Read the page in English: no Chinese is left but what people said themselves."""
    _prefer(page, "lang", "en")
    picture(page, f"{name}-english")
    left = [text for text in page.evaluate(CHINESE_TEXTS) if not _is_said(text)]
    assert left == [], f"{name} in English still says {left}"
    _prefer(page, "lang", "zh")


def weigh(page: Page) -> int:
    """Load the page anew with nothing kept, and return the bytes that came over the line."""
    line = page.context.new_cdp_session(page)
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.reload(wait_until="networkidle")
    line.detach()
    return int(page.evaluate(WEIGHT))


def walk_to_the_main_action(page: Page) -> None:
    """Go from the top of the page to its main action by Tab alone."""
    for _ in range(LONGEST_WALK):
        page.keyboard.press("Tab")
        if page.evaluate(IS_ON_THE_MAIN_ACTION):
            return
    raise AssertionError(f"no key leads to the main action of {page.url}")


def _prefer(page: Page, name: str, choice: str) -> None:
    page.context.add_cookies([{"name": name, "value": choice, "url": page.url}])
    page.reload()


def _is_said(text: str) -> bool:
    """Say whether all that is Chinese in a text was said by somebody, in the demo or in a journey."""
    return all(any(run in said for said in _all_that_is_said()) for run in CHINESE.findall(text))


@cache
def _all_that_is_said() -> tuple[str, ...]:
    told = json.loads((ROOT / "demo" / "matters.json").read_text(encoding="utf-8"))
    return (*_texts_in(told), *_texts_in(list(SAID.values())))


def _texts_in(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list):
        for each in told.values() if isinstance(told, dict) else told:
            yield from _texts_in(each)
