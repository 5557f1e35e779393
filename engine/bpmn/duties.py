"""Duties: what a process must not do before, or after, or without something else, whoever draws it anew.

They stand in the properties of a process: name `duty:<any name>`, value one of
`X only after A [or|and B …]`, `X never after A [or|and B …]`, `A [or|and B …] before end`. A word is an element's id, or `process/id`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal

PREFIX = "duty:"
Relation = Literal["only after", "never after", "before end"]

_AFTER: tuple[Relation, Relation] = ("only after", "never after")
_BEFORE_END = ("before", "end")


class Unreadable(ValueError):
    """The text of a duty is not one of the three sentences."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A rule: `element` (none for the end) may begin only where `some_of` holds, or only where it does not.

    `some_of` holds where of one of its groups all elements are completed.
    """

    id: str
    text: str
    relation: Relation
    element: str | None
    some_of: tuple[tuple[str, ...], ...]

    @property
    def named(self) -> list[str]:
        """The elements that it names, as they are written."""
        return [*([self.element] if self.element else []), *self.asked]

    @property
    def asked(self) -> list[str]:
        """The elements of which it asks whether they are completed."""
        return [name for group in self.some_of for name in group]

    def with_names(self, say: Callable[[str], str]) -> Duty:
        """Return the duty with other names for its elements."""
        groups = tuple(tuple(map(say, group)) for group in self.some_of)
        return Duty(self.id, self.text, self.relation, self.element and say(self.element), groups)

    def holds(self, completed: Collection[str]) -> bool:
        """Say whether the element may begin, or the case end, when so much is completed."""
        is_met = any(all(name in completed for name in group) for group in self.some_of)
        return not is_met if self.relation == "never after" else is_met


def duties_in(properties: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each duty among the properties of a process."""
    for name, value in properties:
        if name.startswith(PREFIX):
            yield name.removeprefix(PREFIX), value


def read_duty(duty_id: str, text: str) -> Duty:
    """Return a duty; raises Unreadable."""
    words = text.split()
    for relation in _AFTER:
        if words[1:3] == relation.split():
            return Duty(duty_id, text, relation, words[0], _groups(words[3:]))
    if tuple(words[-2:]) == _BEFORE_END:
        return Duty(duty_id, text, "before end", None, _groups(words[:-2]))
    raise Unreadable(text)


def _groups(words: list[str]) -> tuple[tuple[str, ...], ...]:
    """Read `a or b and c`: `and` binds closer."""
    names, between = words[::2], words[1::2]
    if len(words) % 2 == 0 or any(word not in {"or", "and"} for word in between) or {"or", "and"} & {*names}:
        raise Unreadable(" ".join(words))
    groups = [[names[0]]]
    for word, name in zip(between, names[1:], strict=True):
        if word == "or":
            groups.append([name])
        else:
            groups[-1].append(name)
    return tuple(map(tuple, groups))
