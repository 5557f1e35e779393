"""Forces, kinds and topics of resolvers: data (`words.json`), read once, so that a county adds to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from registers.directory.values import Name

_WORDS: dict[str, Any] = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Kind:
    """From where a resolver comes; each kind belongs to one of the three forces."""

    id: str
    force: str
    title: str
    title_en: str


def _names(entries: list[dict[str, str]]) -> Mapping[str, Name]:
    return MappingProxyType({entry["id"]: Name(entry["title"], entry["title_en"]) for entry in entries})


FORCES = _names(_WORDS["forces"])
TOPICS = _names(_WORDS["topics"])
KINDS: Mapping[str, Kind] = MappingProxyType({entry["id"]: Kind(**entry) for entry in _WORDS["kinds"]})


def option_label(name: Name, kind_id: str, load: int) -> Name:
    """Return how a list of choices names a resolver; the kind is not said twice where the name says it."""
    kind = KINDS[kind_id]
    zh = name.name if kind.title in name.name else _WORDS["who"]["zh"].format(name=name.name, kind=kind.title)
    en = name.name_en
    if kind.title_en not in en:
        en = _WORDS["who"]["en"].format(name=en, kind=kind.title_en)
    return Name(
        _WORDS["option"]["zh"].format(who=zh, load=load), _WORDS["option"]["en"].format(who=en, load=load)
    )
