"""Leaving out what no duty depends on: branches that come to nothing that is asked about, and take no other tokens back."""

from __future__ import annotations

from dataclasses import replace

from engine.bpmn.net.markings import Move, Net


def what_matters(net: Net) -> Net:
    """Return the net without the tokens of branches that end somewhere by themselves, unseen.

    A scope is then over when all else in it is: no run is lost by that.
    """
    kept = _places_that_matter(net)
    moves = [_within(move, kept) for move in net.moves if kept.intersection(move.takes)]
    starts = [tuple(place for place in start if place in kept) for start in net.starts]
    return replace(net, moves=moves, starts=starts)


def _places_that_matter(net: Net) -> set[int]:
    kept: set[int] = set(net.flags.values())
    for move in net.moves:
        kept.update(move.some)  # an event comes only while something is done
    left = list(net.moves)
    while found := [move for move in left if _matters(move) or kept.intersection(move.puts)]:
        left = [move for move in left if not (_matters(move) or kept.intersection(move.puts))]
        for move in found:
            kept.update(move.takes)
    return kept


def _matters(move: Move) -> bool:
    return bool(move.begins or move.flags or move.clears or move.ends)


def _within(move: Move, kept: set[int]) -> Move:
    def only(places: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(place for place in places if place in kept)

    empty, clears = only(tuple(move.empty)), only(tuple(move.clears))
    return replace(move, takes=only(move.takes), puts=only(move.puts), empty=empty, clears=clears)
