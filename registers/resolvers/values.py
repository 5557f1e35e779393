"""What the register of resolvers is told and answers with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from registers.directory.values import Name

ResolverLevel = Literal["county", "township", "village"]
Standing = Literal["good", "suspended", "left"]


@dataclass(frozen=True, slots=True)
class NewResolver:
    """What is said of a resolver on admission; `unit_id` is the unit that appoints, its level is the resolver's."""

    person_id: str
    kind: str
    unit_id: str
    places: tuple[str, ...]
    term_from: date
    term_to: date | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolver:
    """A resolver as the register has it; `suspended` ends by itself after `standing_until`."""

    person_id: str
    name: Name
    level: ResolverLevel
    force: str
    kind: str
    unit_id: str
    unit_path: str
    standing: Standing
    standing_from: date
    standing_until: date | None
    standing_reason: str
    term_from: date
    term_to: date | None

    def standing_on(self, day: date) -> Standing:
        """Return the standing on a day: a suspension that has run out is over, a term that has ended is left."""
        if day < self.term_from or (self.term_to is not None and day > self.term_to):
            return "left"
        if self.standing_until is not None and day > self.standing_until:
            return "good"
        return self.standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A resolver in good standing who serves a place: how near, whether the topic fits, how many tasks in hand."""

    person_id: str
    name: Name
    level: ResolverLevel
    kind: str
    place_id: str
    knows_topic: bool
    load: int
