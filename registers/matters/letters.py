"""Public letters as they stand in a file, line by line: read, cleaned of what an export left in them, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from registers.matters.raising import LONGEST_SPOT, LONGEST_TEXT, LONGEST_TITLE

LONGEST_LINE = 200_000
# Dates and the office's answer as the source has them: facts about the letter, which start no clock here.
_FACTS = ("received", "replied", "reply", "replying_unit", "satisfaction", "label", "field", "source_no")
_CARRIAGE_RETURN = re.compile(r"_x000D_\n?|\r\n?")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_MANY_LINES = re.compile(r" ?\n[ \n]*\n ?")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter; `cluster` and `theme` were judged by hand and serve the measurement alone."""

    id: str
    source: str
    title: str
    text: str
    place: str
    is_private: bool
    facts: dict[str, object] = field(default_factory=dict)
    cluster: str | None = None
    theme: str | None = None


class BadLetter(Exception):
    """A line that is no letter; `code` says why."""

    def __init__(self, code: str, letter_id: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.letter_id = letter_id


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a file that are not empty, with their number."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def letter_of(line: bytes) -> Letter:
    """Return the letter of a line; raises BadLetter for what is no JSON object, or has no id or no text."""
    if len(line) > LONGEST_LINE:
        raise BadLetter("line-too-long")
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadLetter("not-json") from error
    if not isinstance(row, dict):
        raise BadLetter("not-an-object")
    letter_id = str(row["id"]) if type(row.get("id")) is int else _text(row.get("id"))
    if not letter_id or len(letter_id) > 100:
        raise BadLetter("id-missing")
    title, text = _told(row)
    if not text:
        raise BadLetter("text-missing", letter_id)
    if len(text) > LONGEST_TEXT:
        raise BadLetter("text-too-long", letter_id)
    traits = row.get("traits")
    return Letter(
        id=letter_id,
        source=_text(row.get("source"))[:200],
        title=title,
        text=text,
        place=cleaned(_text(row.get("place")))[:LONGEST_SPOT],
        is_private=isinstance(traits, list) and "private" in traits,
        facts={name: row[name] for name in _FACTS if row.get(name) is not None},
        cluster=_text(row.get("cluster")) or None,
        theme=_text(row.get("theme")) or None,
    )


def _told(row: dict[str, object]) -> tuple[str, str]:
    """Title and text; a title too long for a list is cut there and stands whole before the text."""
    title, text = " ".join(cleaned(_text(row.get("title"))).split()), cleaned(_text(row.get("text")))
    if len(title) <= LONGEST_TITLE or not text:
        return title[:LONGEST_TITLE], text
    return title[: LONGEST_TITLE - 1] + "…", f"{title}\n{text}"


def cleaned(text: str) -> str:
    """Return a text without a spreadsheet's and a forum's leftovers; its words, errors and all, stay as written."""
    lines = _INVISIBLE.sub("", _CARRIAGE_RETURN.sub("\n", text))
    return _MANY_LINES.sub("\n", _BLANKS.sub(" ", lines)).strip()


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
