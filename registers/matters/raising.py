"""What one says when raising a matter: the answers of the start form, as the register reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import orjson

from engine.keys import CaseKey

Channel = Literal["online", "point", "station", "office", "on-behalf", "hotline", "discussion-day", "import"]

PROCESS = "matter"
# The posts that take a matter down for somebody, and the way by which it then came in.
CHANNEL_OF_POST: Mapping[str, Channel] = {
    "grid-worker": "point",
    "station-clerk": "station",
    "township-office": "office",
    "county-centre": "office",
}
PLACE, TITLE, TEXT, WISH, SPOT = "place", "title", "text", "wish", "spot"
PRIVATE, PUBLIC, PHOTOS = "private", "public", "photos"
LONGEST_TITLE = 100
LONGEST_TEXT = 5000
LONGEST_SPOT = 200
LONGEST_BEGINNING = 30  # of a text that stands for the title that nobody gave
# Up to where no Latin word or number is cut in two; Chinese has no spaces and may be cut anywhere.
_BEGINNING = re.compile(rf".{{1,{LONGEST_BEGINNING - 1}}}(?!(?<=[A-Za-z0-9À-ɏ'’-])[A-Za-z0-9À-ɏ'’-])")
_BEFORE_AN_END = " ,.;:，。；：、"


@dataclass(frozen=True, slots=True)
class Raising:
    """A matter as it comes in. `request_key` is drawn at random by the browser: a second sending finds the first.

    `notes` are an operator's or an import's own words beside the answers; `origin` names an imported letter by source
    and id.
    """

    answers: Mapping[str, object]
    channel: Channel
    request_key: str
    uploads: tuple[str, ...] = ()
    notes: Mapping[str, object] = field(default_factory=dict)
    origin: tuple[str, str] | None = None

    @property
    def unit_id(self) -> str:
        """The place of which the matter speaks."""
        return _text(self.answers, PLACE)

    @property
    def photos(self) -> tuple[str, ...]:
        """The tokens of the photos that were uploaded, in the form or beside it."""
        chosen = self.answers.get(PHOTOS)
        tokens = (
            [token for token in chosen if isinstance(token, str)] if isinstance(chosen, list | tuple) else []
        )
        return tuple(dict.fromkeys([*self.uploads, *tokens]))

    @property
    def is_private(self) -> bool:
        """Say whether the citizen wants it to stay between few."""
        return self.answers.get(PRIVATE) is True

    @property
    def may_be_public(self) -> bool:
        """Say whether the citizen agreed that it be shown to all; never where it is private."""
        return self.answers.get(PUBLIC) is True and not self.is_private


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, as the register keeps it: sealed with the case's key, free of personal values."""

    title: str
    text: str
    wish: str = ""
    spot: str = ""
    notes: Mapping[str, object] = field(default_factory=dict)


def told_of(raising: Raising) -> Told:
    """Return what a raising tells; a matter without a title is named by how its text begins."""
    answers = raising.answers
    text = _text(answers, TEXT)
    return Told(
        " ".join(_text(answers, TITLE).split())[:LONGEST_TITLE] or _beginning_of(text),
        text,
        _text(answers, WISH),
        _text(answers, SPOT),
        raising.notes,
    )


def seal_told(key: CaseKey, told: Told) -> bytes:
    """Return what was told as ciphertext of the case."""
    return key.seal(orjson.dumps(told))


def unseal_told(key: CaseKey, sealed: bytes) -> Told:
    """Return what `seal_told` closed."""
    return Told(**orjson.loads(key.open(sealed)))


def _beginning_of(text: str) -> str:
    """A name for what was given none: as much of its text as fits, with a mark where something was left out."""
    said = " ".join(text.split())
    if len(said) <= LONGEST_BEGINNING:
        return said
    cut = _BEGINNING.match(said)
    return (cut[0] if cut else said[: LONGEST_BEGINNING - 1]).rstrip(_BEFORE_AN_END) + "…"


def _text(answers: Mapping[str, object], name: str) -> str:
    value = answers.get(name)
    return value.strip() if isinstance(value, str) else ""
