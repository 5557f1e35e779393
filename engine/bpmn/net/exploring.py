"""Exploring a net: all markings that a case can come to, or as few of them as show what is asked.

Where a cluster of moves is free (nothing else helps or hinders it), it is enough to look at its moves alone, and at all others
later: what waits for ever, what is never reached and what comes after what are found all the same (Valmari's stubborn sets, with
the proviso of a queue against putting off for ever). Clusters nearer to the start go first, so that tokens meet where they can.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.net.markings import Move, Net, Packed, PackedNet

MOST_STATES = 200_000
MOST_OF_A_FOLDER = 1_000_000
_ALWAYS = 1_000  # so many in any case: a folder of many small processes is proven whole
_MOST_BYTES = 400_000_000  # of markings: a drawing with very many places gets fewer states


@dataclass(frozen=True, slots=True)
class Growth:
    """From `state`, `move` leads to all the tokens that stood at `before`, and more: without end, round by round.

    A loop that `listens` waits in each round for a word or a time from outside.
    """

    state: int
    move: Packed
    before: int
    listens: bool


@dataclass(slots=True)
class Graph:
    """The markings that were found, how each was come to first, and what leads where."""

    net: PackedNet
    markings: list[int] = field(default_factory=list)
    came: list[tuple[int, Packed] | None] = field(default_factory=list)
    edges: list[list[tuple[Packed, int]]] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)
    is_whole: bool = True

    def run(self, state: int) -> list[Packed]:
        """Return the moves that lead to a state."""
        moves: list[Packed] = []
        came = self.came[state]
        while came is not None:
            moves.append(came[1])
            came = self.came[came[0]]
        return moves[::-1]


def explore(net: Net, most: int = MOST_STATES, *, reduced: bool = True) -> Graph:
    """Return the markings of a net, nearest first; `is_whole` is false where there are more than `most`."""
    return _Exploring(net, most, reduced=reduced).graph()


@dataclass(slots=True)
class Budget:
    """How much may be explored: `most` markings of one net, and of all nets of a folder as many as are `left`."""

    most: int = MOST_STATES
    left: int = MOST_OF_A_FOLDER

    def explore(self, net: Net) -> Graph:
        """Explore a net; a small one even where nothing is left."""
        graph = explore(net, min(self.most, max(self.left, _ALWAYS)))
        self.left -= len(graph.markings)
        return graph


class _Exploring:
    """One net while it is explored."""

    def __init__(self, net: Net, most: int, *, reduced: bool) -> None:
        self._net = PackedNet(net)
        self._most = min(most, _MOST_BYTES // (net.places + 100))
        self._reduced = reduced
        self._graph = Graph(self._net, is_whole=net.is_whole)
        self._number: dict[int, int] = {}
        self._waiting: deque[int] = deque()
        self._listening = 0  # places that get tokens from loops that listen: one shows what there is to see
        rank = _ranks(net)
        for move in self._net.moves:
            move.rank = rank.get(_node(move.move), 0)

    def graph(self) -> Graph:
        """Explore all that can be reached from the starts."""
        graph = self._graph
        for start in self._net.starts:
            self._add(start, None)
        while self._waiting:
            if len(graph.markings) > self._most:
                graph.is_whole = False
                break
            state = self._waiting.popleft()
            self._expand(state)
        return graph

    def _expand(self, state: int) -> None:
        """Go on with as few groups of moves as lead to something that was not looked at before."""
        marking = self._graph.markings[state]
        for moves in self._groups(list(self._net.enabled(marking))):
            reached = [self._go(state, marking, move) for move in moves]
            if any(other > state for other in reached):
                return

    def _groups(self, enabled: list[Packed]) -> Iterator[list[Packed]]:
        """Yield the free clusters, the nearest to the start first, then all other moves; all at once in plain order."""
        free = [move for move in enabled if self._reduced and move.cluster in self._net.free_clusters]
        clusters: dict[int, list[Packed]] = {}
        for move in sorted(free, key=lambda move: move.rank):
            clusters.setdefault(move.cluster, []).append(move)
        yield from clusters.values()
        yield [move for move in enabled if move.cluster not in clusters]

    def _go(self, state: int, marking: int, move: Packed) -> int:
        after = self._net.with_one_at_most(self._net.after(marking, move), self._listening)
        number = self._number.get(after)
        if number is None:
            number = self._unbounded(state, move, after)
        if number is None:
            number = self._add(after, (state, move))
        self._graph.edges[state].append((move, number))
        return number

    def _add(self, marking: int, came: tuple[int, Packed] | None) -> int:
        number = self._number.get(marking)
        if number is None:
            number = self._number[marking] = len(self._graph.markings)
            self._graph.markings.append(marking)
            self._graph.came.append(came)
            self._graph.edges.append([])
            self._waiting.append(number)
        return number

    def _unbounded(self, state: int, move: Packed, after: int) -> int | None:
        """Return the state before whose tokens all are there again, with more: going round would add tokens without end.

        Only asked where a place got a token beside another; going round once more shows it otherwise.
        """
        if self._net.is_overfull(after):
            self._graph.is_whole = False
            return state
        if not self._net.several(after) & move.puts_tops:
            return None
        back: tuple[int, Packed] | None = (state, move)
        listens = False
        while back is not None:
            before, by = back
            listens = listens or by.move.from_outside
            if by.move.clears:
                return None
            if self._net.covers(after, self._graph.markings[before]):
                self._graph.growths.append(Growth(state, move, before, listens))
                if not listens:
                    return before
                self._listening |= self._net.more_than(after, self._graph.markings[before])
                return self._add(self._net.with_one_at_most(after, self._listening), (state, move))
            back = self._graph.came[before]
        return None


def _ranks(net: Net) -> dict[object, int]:
    """Number the elements so that what leads to one comes before it, and a branch is gone through before the next one."""
    takers: defaultdict[int, list[object]] = defaultdict(list)
    puts: defaultdict[object, list[int]] = defaultdict(list)
    for move in net.moves:
        puts[_node(move)] += move.puts
        for place in move.takes:
            takers[place].append(_node(move))
    order: list[object] = []
    seen: set[object] = set()
    for begin in [node for start in net.starts for place in start for node in takers[place]]:
        stack = [(begin, _targets(begin, puts, takers))] if begin not in seen else []
        seen.add(begin)
        while stack:
            node, targets = stack[-1]
            following = next((target for target in targets if target not in seen), None)
            if following is None:
                order.append(node)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, _targets(following, puts, takers)))
    return {node: rank for rank, node in enumerate(reversed(order))}


def _node(move: Move) -> object:
    """Return the element that a move begins with, or, where it goes on from somewhere, that place."""
    return move.passes[0] if move.passes else move.takes[0]


def _targets(
    node: object, puts: Mapping[object, list[int]], takers: Mapping[int, list[object]]
) -> Iterator[object]:
    return (target for place in puts[node] for target in takers[place])
