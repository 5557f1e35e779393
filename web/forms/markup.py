"""The little Markdown that texts of a form may hold, as HTML: everything else is shown as it was written.

Headings, lists, bold and links to our own pages or to https; never HTML, so that a text which repeats what a citizen
wrote cannot run anything.
"""

from __future__ import annotations

import re
from itertools import groupby

from markupsafe import Markup, escape

BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[([^\]]+)\]\(((?:https://|/(?!/)|tel:|#)[^\s()<>\"']*)\)")
HEADING = re.compile(r"(#{1,6})\s+(.*)")
ITEM = re.compile(r"\s*(?:[-*]|\d+[.)])\s+(.*)")


def to_html(text: str, *, heading: int = 3) -> Markup:
    """Return a text as HTML; headings have the level that the page has for them, whatever the designer chose."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return Markup("\n").join(part for block in blocks for part in _block(block, heading) if part)


def at_level(text: str, heading: int = 3) -> str:
    """Return the same Markdown with its headings at the page's level, for form-js."""
    return re.sub(r"(?m)^#{1,6}(?=\s)", "#" * heading, text)


def _block(block: str, heading: int) -> list[Markup]:
    parts: list[Markup] = []
    for kind, group in groupby(block.split("\n"), key=_kind):
        lines = list(group)
        parts.extend(_headings(lines, heading) if kind == "heading" else _PARTS[kind](lines))
    return parts


def _kind(line: str) -> str:
    if HEADING.fullmatch(line):
        return "heading"
    return "item" if ITEM.fullmatch(line) else "text"


def _headings(lines: list[str], level: int) -> list[Markup]:
    return [Markup("<h{0}>{1}</h{0}>").format(level, _inline(HEADING.sub(r"\2", line))) for line in lines]


def _items(lines: list[str]) -> list[Markup]:
    items = Markup("").join(Markup("<li>{}</li>").format(_inline(ITEM.sub(r"\1", line))) for line in lines)
    return [Markup('<ul class="bullets">{}</ul>').format(items)]


def _texts(lines: list[str]) -> list[Markup]:
    joined = Markup("<br>").join(_inline(line) for line in lines)
    return [Markup("<p>{}</p>").format(joined)] if joined else []


def _inline(line: str) -> Markup:
    safe = str(escape(line))
    safe = LINK.sub(r'<a href="\2">\1</a>', safe)
    return Markup(BOLD.sub(r"<strong>\1</strong>", safe))  # noqa: S704  # escaped two lines above


_PARTS = {"item": _items, "text": _texts}
