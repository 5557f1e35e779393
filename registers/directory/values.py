"""What the directory answers with: units, people, memberships and names, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal["county", "department", "township", "village", "grid"]


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called; the English falls back to the Chinese where none was given."""

    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class NewUnit:
    """What is said of a unit when it is added."""

    id: str
    name: str
    level: Level
    parent_id: str | None
    name_en: str = ""
    position: int = 0
    phone: str = ""
    hours: str = ""
    hours_en: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A place or department in the one tree; `path` holds the ids from the root (`/county/township/village/`)."""

    id: str
    name: str
    name_en: str
    level: Level
    parent_id: str | None
    path: str
    phone: str
    hours: str
    hours_en: str


@dataclass(frozen=True, slots=True)
class Township:
    """A township or street with its villages and communities."""

    unit: Unit
    places: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works here, or helps as a resolver."""

    id: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A post that a person holds in a unit; `to_day` is the last day, None while it is open."""

    person_id: str
    post: str
    unit_id: str
    from_day: date
    to_day: date | None
    title: Name

    @property
    def subject(self) -> str:
        """The name under which the inbox knows it."""
        return f"{self.post}@{self.unit_id}"
