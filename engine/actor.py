"""Who acts, as a value: resolved once at the border, asked by every act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["staff", "party", "program", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a post, a party of a case by its receipt code, a program by its API key, or the system itself.

    `subjects` are all the names under which the inbox may offer a task: `user:<person>`, `<post>@<unit>` for every
    membership in force (and of the absent whom the person stands in for), `party:<party>@<instance>`.
    `post` and `unit` are those in which the person acts today; records and audit show them.
    `units` are those whose cases the person's posts may see (not those of an administrator or designer), `areas` the
    unit paths (`/county/township/`) that the person supervises. A program (`key` names its API key) has the area of its
    unit and the posts that it was given by name; it is no person, so it claims nothing and is shown no personal data.
    """

    kind: ActorKind
    person_id: str | None = None
    post: str | None = None
    unit: str | None = None
    subjects: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    key: str | None = None

    @property
    def name(self) -> str:
        """Who it is, for columns that say who did something."""
        return f"user:{self.person_id}" if self.person_id else self.label

    @property
    def label(self) -> str:
        """How audit and records name the actor; never a citizen's name."""
        if self.kind == "staff":
            return f"{self.post}@{self.unit}" if self.post else f"user:{self.person_id}"
        if self.key is not None:
            return f"key:{self.key}"
        return next(iter(sorted(self.subjects)), self.kind)


SYSTEM = Actor("system")


def party(party_id: str, instance_id: str) -> Actor:
    """Return the actor for a party of a case who holds its receipt code."""
    return Actor("party", subjects=frozenset({f"party:{party_id}@{instance_id}"}))
