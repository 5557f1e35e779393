"""The posts of a county: data (`posts.json`), read once, so that a new post needs no line of Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from registers.directory.values import Level, Name


@dataclass(frozen=True, slots=True)
class Post:
    """A post: at which level it is held, whether it sees its unit's cases, whether it supervises its area.

    `of_unit` is what the post is called in one unit, with `{unit}` for the unit's name.
    """

    id: str
    title: str
    title_en: str
    of_unit: str
    of_unit_en: str
    level: Level
    sees_cases: bool
    supervises: bool
    rank: int

    def title_in(self, unit: Name) -> Name:
        """Return what the post is called in the unit of that name."""
        return Name(self.of_unit.format(unit=unit.name), self.of_unit_en.format(unit=unit.name_en))


def load_posts(path: Path) -> Mapping[str, Post]:
    """Read posts by id, in the order of the file."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType({entry["id"]: Post(**entry, rank=rank) for rank, entry in enumerate(entries)})


POSTS = load_posts(Path(__file__).with_name("posts.json"))
