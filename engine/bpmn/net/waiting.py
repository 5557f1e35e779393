"""Joins at which a token may wait for ever, found in an explored net.

From some marking with a token at the join no way leads to where the join goes on, nor to an end that takes the token back. An end that
lies behind a word from outside, which may never come, is no way out; a way through the join is one, even then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from engine.bpmn.net.exploring import Graph
from engine.bpmn.net.markings import Packed, tops_of


def waiting_for_ever(graph: Graph) -> dict[str, int]:
    """Return the joins at which a token may wait for ever, each with the nearest state in which it does."""
    places = _places_of_joins(graph)
    if not places:
        return {}
    bit = {name: 1 << number for number, name in enumerate(places)}
    goes_on = _behind(
        graph, lambda move: bit[move.move.passes[0]] if move.move.is_join else 0, lambda _move: True
    )
    tops = {name: tops_of(of_join) for name, of_join in places.items()}
    cleared = {id(each): _cleared_by(each, places, bit) for each in graph.net.moves}
    taken_back = _behind(graph, lambda move: cleared[id(move)], lambda move: not move.move.may_never_come)
    found: dict[str, int] = {}
    for state, marking in enumerate(graph.markings):
        full = graph.net.full(marking)
        helped = goes_on[state] | taken_back[state]
        for name, mask in tops.items():
            if full & mask and not helped & bit[name] and name not in found:
                found[name] = state
    return found


def _places_of_joins(graph: Graph) -> dict[str, set[int]]:
    places: defaultdict[str, set[int]] = defaultdict(set)
    for packed in graph.net.moves:
        if packed.move.is_join:
            places[packed.move.passes[0]].update(packed.move.takes)
    return places


def _cleared_by(packed: Packed, places: dict[str, set[int]], bit: dict[str, int]) -> int:
    clears = set(packed.move.clears)
    return sum(bit[name] for name, of_join in places.items() if clears & of_join)


def _behind(graph: Graph, own: Callable[[Packed], int], counts: Callable[[Packed], bool]) -> Sequence[int]:
    """Return for each state what the moves say that can still come after it."""
    masks = [0] * len(graph.markings)
    changed = True
    while changed:  # states are numbered from the start on, so that few rounds are enough
        changed = False
        for state in range(len(masks) - 1, -1, -1):
            mask = masks[state]
            for move, after in graph.edges[state]:
                if counts(move):
                    mask |= own(move) | masks[after]
            if mask != masks[state]:
                masks[state] = mask
                changed = True
    return masks
