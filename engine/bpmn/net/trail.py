"""The way that a token took: of all that happened in a run, what the last move could not have happened without."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence

from engine.bpmn.net.exploring import Graph
from engine.bpmn.net.markings import Packed


def moves_to_move(graph: Graph, state: int, last: Packed) -> list[Packed]:
    """Return the moves on the way to a move out of a state, and that move."""
    moves = [*graph.run(state), last]
    causes, _producers = _causes(moves)
    return _needed(moves, causes, [len(moves) - 1])


def moves_to_places(graph: Graph, state: int, places: Collection[int]) -> list[Packed]:
    """Return the moves on the way of the tokens that stand at some places."""
    moves = graph.run(state)
    causes, producers = _causes(moves)
    return _needed(moves, causes, [each for place in places for each in producers[place]])


def passed_by(moves: Iterable[Packed]) -> list[str]:
    """Return the elements that moves pass, one after the other."""
    return without_repeats(name for move in moves for name in move.move.passes)


def _causes(moves: Sequence[Packed]) -> tuple[list[set[int]], dict[int, deque[int]]]:
    """Return for each move those before it that it needed, and for each place who put the tokens that stand there."""
    producers: defaultdict[int, deque[int]] = defaultdict(deque)
    takers: defaultdict[int, set[int]] = defaultdict(set)
    causes: list[set[int]] = []
    for number, packed in enumerate(moves):
        move = packed.move
        found = {producers[place].popleft() for place in move.takes if producers[place]}
        for place in move.empty:
            found |= takers[place]
        for place in move.takes:
            takers[place].add(number)
        for place in move.clears:
            producers[place].clear()
            takers[place] = {number}
        for place in move.puts:
            producers[place].append(number)
        causes.append(found)
    return causes, producers


def _needed(moves: Sequence[Packed], causes: Sequence[set[int]], wanted: Iterable[int]) -> list[Packed]:
    needed: set[int] = set()
    waiting = list(wanted)
    while waiting:
        number = waiting.pop()
        if number not in needed:
            needed.add(number)
            waiting += causes[number]
    return [moves[number] for number in sorted(needed)]


def without_repeats(names: Iterable[str]) -> list[str]:
    """Return names without those that follow themselves."""
    found: list[str] = []
    for name in names:
        if not found or found[-1] != name:
            found.append(name)
    return found
