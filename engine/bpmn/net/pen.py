"""What all drawers of moves share: the net, what is asked about, and how a move is written down."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypedDict, Unpack

from engine.bpmn.net.frames import Frame, entries_of
from engine.bpmn.net.joins import Arrival
from engine.bpmn.net.markings import Move, Net
from engine.bpmn.net.ways import ways_of
from engine.bpmn.specs import Step


class Also(TypedDict, total=False):
    """What few moves do or need besides: see `Move`."""

    clears: Collection[int]
    some: Collection[int]
    from_outside: bool
    may_never_come: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws moves. `beginnings` and `completions` are the elements of which a duty asks when they begin, or whether they are completed.

    `is_alone`: one scope is drawn, and nothing around it. Without `branches_beside`, events that do not interrupt never come.
    """

    net: Net
    beginnings: frozenset[str] = frozenset()
    completions: frozenset[str] = frozenset()
    is_alone: bool = True
    branches_beside: bool = True

    def move(
        self,
        arrival: Arrival,
        puts: tuple[int, ...] = (),
        *,
        passes: tuple[str, ...] = (),
        done: tuple[str, ...] = (),
        **also: Unpack[Also],
    ) -> None:
        """Add a move that begins with the elements of `passes` and completes those of `done`."""
        completes = tuple(name for name in done if name in self.completions)
        self.net.moves.append(
            Move(
                arrival.takes,
                puts,
                passes,
                empty=arrival.empty,
                flags=tuple(self.net.flag(name) for name in completes),
                begins=tuple(name for name in passes if name in self.beginnings),
                completes=completes,
                is_join=arrival.is_join,
                **also,
            )
        )


def from_place(place: int, empty: Iterable[int] = ()) -> Arrival:
    """Return what a move takes that goes on from where a token stands."""
    return Arrival((place,), tuple(empty))


def onward(frame: Frame, step: Step) -> list[tuple[int, ...]]:
    """Return the places that get a token when a step goes on, for each way that it can go."""
    times = step.element.completion_quantity
    return [tuple(frame.on[flow] for flow in way for _ in range(times)) for way in ways_of(step)]


def entered(frame: Frame) -> list[tuple[int, ...]]:
    """Return the places that get a token when a frame is entered, for each way in which it can begin."""
    entries = entries_of(frame.spec, inside=frame.outer is not None)
    return [
        (frame.alive, *(frame.at[step.name] for step in entry), *frame.listening.values())
        for entry in entries
    ]
