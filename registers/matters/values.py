"""What the register answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from registers.directory.values import Name, Unit


@dataclass(frozen=True, slots=True)
class Answering:
    """A step that waits now, and the post in a unit that answers for it; None: a party of the case, or a person.

    One that runs `beside` the main line (supervising, reading what was added) is not what the citizen waits for.
    """

    element_id: str
    step: Name
    post: Name | None
    is_yours: bool
    is_beside: bool
    since: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a matter's history; `by` is a post in its unit, None for the citizen and the system."""

    kind: str
    at: datetime
    by: Name | None
    unit: Name | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What an office answered: what was done, on what basis, and what else one may do."""

    at: datetime
    by: Name | None
    text: str
    basis: str
    remedies: str


@dataclass(frozen=True, slots=True)
class PartyTask:
    """A task that waits for the citizen: the office's question, or the rating."""

    task_id: str
    element_id: str
    step: Name
    form_id: str | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """What one who holds a receipt may know of a matter; no staff person and no personal value is in it.

    A supporter is shown neither text nor tasks, and the title and reply only while the matter is public. What answers now
    stands in the order of the main line first.
    """

    instance_id: str
    number: str
    party: str
    title: str
    text: str
    wish: str
    phase: str
    outcome: str | None
    matter_class: str | None
    place: Unit | None
    raised_at: datetime
    due_at: datetime | None
    answering: tuple[Answering, ...]
    history: tuple[Happened, ...]
    replies: tuple[Reply, ...]
    tasks: tuple[PartyTask, ...]
    supporters: int
    was_done: bool | None
    rating: int | None
    may_supplement: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class PublicMatter:
    """A matter as everyone may see it."""

    instance_id: str
    number: str
    title: str
    phase: str
    outcome: str | None
    unit_id: str
    supporters: int
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a matter's history as its handlers see it, with what was said."""

    kind: str
    at: datetime
    post: str
    unit_id: str
    said: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Called:
    """A unit that a whistle called, and its answer."""

    unit_id: str
    is_lead: bool
    answer: str | None
    answered_at: datetime | None
    basis: str


@dataclass(frozen=True, slots=True)
class Whistle:
    """A call upward as those who see the case may read it."""

    id: str
    kind: str
    urgency: str
    status: str
    blown_at: datetime
    blown_by: str
    facts: str
    tried: str
    score: int | None
    called: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter as those who see the case may read it; personal values are not in it."""

    instance_id: str
    number: str
    title: str
    text: str
    wish: str
    spot: str
    notes: Mapping[str, object]
    channel: str
    origin: tuple[str, str] | None
    phase: str
    outcome: str | None
    matter_class: str | None
    urgency: str | None
    is_private: bool
    is_sensitive: bool
    may_be_public: bool
    visibility: str
    unit_id: str
    supporters: int
    supplements: int
    reopened: int
    raised_at: datetime
    accepted_at: datetime | None
    replied_at: datetime | None
    closed_at: datetime | None
    was_contacted: bool | None
    was_done: bool | None
    rating: int | None
    entries: tuple[Entry, ...]
    whistles: tuple[Whistle, ...]
