"""The style sheets and the sprite hold what pages use: each page of a citizen pays for every line."""

import re
from functools import cache
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
SHEETS = ("tokens.css", "look.css", "staff.css")
STATES = (
    "ok",
    "near",
    "late",
    "hold",
    "done",
)  # of the due light; templates put `light-` and `l-` before them
CLASS = re.compile(r"\.(?!djs-)([a-z][\w-]*)")  # bpmn-js draws those that begin with djs-


@cache
def said_by_pages() -> frozenset[str]:
    """Every word that stands in a template, a script or a module of the pages."""
    files = [path for path in WEB.rglob("*") if path.suffix in {".html", ".py", ".js", ".ts"}]
    texts = [path.read_text(encoding="utf-8") for path in files if "dist" not in path.parts]
    words = {word for text in texts for word in re.findall(r"[\w-]+", text)}
    return frozenset(words | {f"{kind}-{state}" for kind in ("light", "l") for state in STATES})


@pytest.mark.parametrize("name", SHEETS)
def test_a_style_sheet_styles_nothing_that_no_page_has(name: str) -> None:
    text = (WEB / "static" / name).read_text(encoding="utf-8")
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", text, flags=re.DOTALL)
    assert sorted(set(CLASS.findall(selectors)) - said_by_pages()) == []


def test_the_sheets_define_no_colour_that_they_do_not_use() -> None:
    text = "".join((WEB / "static" / name).read_text(encoding="utf-8") for name in SHEETS)
    island = (WEB / "islands" / "form" / "form.css").read_text(encoding="utf-8")
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert sorted(defined - set(re.findall(r"var\((--[\w-]+)", text + island)) - said_by_pages()) == []


def test_the_sprite_holds_no_icon_that_no_page_shows() -> None:
    icons = re.findall(r'<symbol id="([^"]+)"', (WEB / "static" / "icons.svg").read_text(encoding="utf-8"))
    assert sorted(set(icons) - said_by_pages()) == []
