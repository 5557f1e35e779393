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


def to_html(text: str) -> Markup:
    """Return a text as HTML."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return Markup("\n").join(part for block in blocks for part in _block(block) if part)


def _block(block: str) -> list[Markup]:
    parts: list[Markup] = []
    for kind, lines in groupby(block.split("\n"), key=_kind):
        parts.extend(_PARTS[kind](list(lines)))
    return parts


def _kind(line: str) -> str:
    if HEADING.fullmatch(line):
        return "heading"
    return "item" if ITEM.fullmatch(line) else "text"


def _headings(lines: list[str]) -> list[Markup]:
    # A form stands under the page's own h1 and its section's h2, whatever size the designer chose.
    return [Markup("<h3>{}</h3>").format(_inline(HEADING.sub(r"\2", line))) for line in lines]


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


_PARTS = {"heading": _headings, "item": _items, "text": _texts}
