"""A drawing as a net: places where tokens can stand, and moves that take tokens from some and put them on others.

A marking, which is one position of all tokens, is packed into one integer, a byte for each place: so that it is compared, hashed
and moved by single operations. A place holds at most 127 tokens. Flags (what has been completed) are bytes that no move takes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

BITS = 8
_TOP = 0x80  # the high bit of a place's byte: never set in a marking, so that additions cannot run into the next place


@dataclass(frozen=True, slots=True)
class Move:
    """One step that the drawing allows.

    `empty` must hold no token and `some`, where it is said, at least one; `clears` lose theirs; `flags` are set.
    `passes` are the elements gone through; `begins` and `completes` those of them that a duty asks about.
    `from_outside`: it waits for a word or a time; `may_never_come`: and that is the way to an end that takes other tokens back;
    `is_join`: it waits for several tokens; `ends` the whole case.
    """

    takes: tuple[int, ...]
    puts: tuple[int, ...] = ()
    passes: tuple[str, ...] = ()
    empty: Collection[int] = ()
    some: Collection[int] = ()
    clears: Collection[int] = ()
    flags: tuple[int, ...] = ()
    begins: tuple[str, ...] = ()
    completes: tuple[str, ...] = ()
    from_outside: bool = False
    may_never_come: bool = False
    is_join: bool = False
    ends: bool = False

    @property
    def is_free(self) -> bool:
        """Say whether it does not matter when it happens, seen by all that stands at other places."""
        special = self.empty or self.some or self.clears or self.flags or self.begins or self.completes
        return not (special or self.may_never_come or self.ends)


@dataclass(eq=False, slots=True)
class Packed:
    """A move as masks over a packed marking."""

    move: Move
    takes: int
    puts: int
    puts_tops: int
    needs: int
    needs_more: tuple[tuple[int, int], ...]
    empty: int
    some: int
    keeps: int
    flags: int
    rank: int = 0
    cluster: int = 0


@dataclass(slots=True)
class Net:
    """Moves over places; each of `starts` is a marking with which a case can begin. `owner` is the element that fills a place."""

    places: int = 0
    moves: list[Move] = field(default_factory=list)
    starts: list[tuple[int, ...]] = field(default_factory=list)
    owner: dict[int, str] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    is_whole: bool = True  # not where something was too wide, or too deep, to be drawn

    def place(self, owner: str) -> int:
        """Return a new place."""
        self.owner[self.places] = owner
        self.places += 1
        return self.places - 1

    def flag(self, name: str) -> int:
        """Return the place of a flag."""
        if name not in self.flags:
            self.flags[name] = self.place("")
        return self.flags[name]


class PackedNet:
    """A net made ready to be explored."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.tops = int.from_bytes(bytes([_TOP]) * max(net.places, 1), "little")
        self.ones = self.tops >> (BITS - 1)
        self.flag_bytes = sum(0xFF << (BITS * place) for place in net.flags.values())
        self.moves = [self._pack(move) for move in net.moves]
        self.starts = [packed_marking(start) for start in net.starts]
        self.free_clusters = self._cluster()
        self._at: defaultdict[int, list[Packed]] = defaultdict(list)
        for move in self.moves:
            self._at[move.move.takes[0]].append(move)

    def enabled(self, marking: int) -> Iterator[Packed]:
        """Yield the moves that a marking allows."""
        full = self.full(marking)
        for place in self.places_of(full):
            for move in self._at.get(place, ()):
                if full & move.needs == move.needs and self._is_allowed(marking, full, move):
                    yield move

    @staticmethod
    def places_of(tops: int) -> Iterator[int]:
        """Yield the places whose high bits are given."""
        while tops:
            lowest = tops & -tops
            tops ^= lowest
            yield lowest.bit_length() // BITS - 1

    def full(self, marking: int) -> int:
        """Return the places, as high bits, that hold a token."""
        return (marking + (self.tops - self.ones)) & self.tops

    @staticmethod
    def _is_allowed(marking: int, full: int, move: Packed) -> bool:
        if full & move.empty or (move.some and not full & move.some):
            return False
        return all(marking >> (BITS * place) & 0x7F >= count for place, count in move.needs_more)

    def after(self, marking: int, move: Packed) -> int:
        """Return the marking after a move."""
        return (((marking - move.takes) & move.keeps) + move.puts) | move.flags

    def with_one_at_most(self, marking: int, places: int) -> int:
        """Return a marking with one token where there are more, at some places given as high bits."""
        for place in self.places_of(self.several(marking) & places):
            marking -= ((marking >> (BITS * place) & 0x7F) - 1) << (BITS * place)
        return marking

    def more_than(self, marking: int, other: int) -> int:
        """Return the places, as high bits, that hold more tokens than in a marking that is covered."""
        return self.full(marking - other)

    def is_overfull(self, marking: int) -> bool:
        """Say whether a place holds more tokens than can be counted."""
        return bool(marking & self.tops)

    def several(self, marking: int) -> int:
        """Return the places, as high bits, that hold two tokens or more."""
        return (marking + (self.tops - 2 * self.ones)) & self.tops

    def covers(self, marking: int, other: int) -> bool:
        """Say whether a marking has all tokens of another, at least, and the same flags."""
        if (marking ^ other) & self.flag_bytes:
            return False
        return ((marking | self.tops) - other) & self.tops == self.tops

    def _pack(self, move: Move) -> Packed:
        more = tuple((place, count) for place, count in Counter(move.takes).items() if count > 1)
        whole = (1 << (BITS * max(self.net.places, 1))) - 1
        return Packed(
            move,
            packed_marking(move.takes),
            packed_marking(move.puts),
            tops_of(move.puts),
            tops_of(move.takes),
            more,
            tops_of(move.empty),
            tops_of(move.some),
            whole & ~sum(0xFF << (BITS * place) for place in set(move.clears)),
            packed_marking(set(move.flags)),
        )

    def _cluster(self) -> set[int]:
        """Number the clusters: moves that take from the same places, directly or by way of others.

        Returns those clusters that can be looked at alone: what else is happening neither helps nor hinders them.
        """
        cluster_of = _clusters([move.takes for move in self.net.moves], self.net.places)
        guards = [tops_of(move.empty) for move in self.net.moves if move.is_join and move.empty]
        free: dict[int, tuple[tuple[int, ...], bool]] = {}
        for packed in self.moves:
            packed.cluster = cluster_of[packed.move.takes[0]]
            takes = tuple(sorted(packed.move.takes))
            is_free = packed.move.is_free and not self._disturbs(packed, guards)
            before = free.get(packed.cluster, (takes, True))
            free[packed.cluster] = (takes, before[1] and is_free and before[0] == takes)
        return {cluster for cluster, (_takes, is_free) in free.items() if is_free}

    @staticmethod
    def _disturbs(packed: Packed, guards: Sequence[int]) -> bool:
        """Say whether a move brings a token where a join looks for none, from where the join did not look."""
        puts = tops_of(packed.move.puts)
        return any(puts & guard and not packed.needs & guard for guard in guards)


def packed_marking(places: Iterable[int]) -> int:
    """Return a marking with a token on each place, two where it is named twice."""
    return sum(1 << (BITS * place) for place in places)


def tops_of(places: Iterable[int]) -> int:
    """Return a mask of the high bits of places."""
    mask = 0
    for place in places:
        mask |= _TOP << (BITS * place)
    return mask


def _clusters(takes: Sequence[tuple[int, ...]], places: int) -> list[int]:
    """Return for each place the number of its cluster."""
    parent = list(range(places))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for each in takes:
        for other in each[1:]:
            parent[root(other)] = root(each[0])
    return [root(place) for place in range(places)]
