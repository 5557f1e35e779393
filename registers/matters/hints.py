"""How good the hints of near matters are: measured on letters in which people marked those about the same matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from registers.matters.letters import Letter
from registers.matters.likeness import ENOUGH, likeness, rarity
from registers.matters.words import pairs_of, words_of


@dataclass(frozen=True, slots=True)
class Measured:
    """Pairs of letters: those hinted at, those of them about one matter, all that are; and look-alikes hinted at."""

    letters: int
    hinted: int
    right: int
    to_find: int
    lookalikes: int
    lookalikes_hinted: int

    @property
    def precision(self) -> float:
        """Of the pairs hinted at, the part that is about one matter."""
        return self.right / self.hinted if self.hinted else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs about one matter, the part that is hinted at."""
        return self.right / self.to_find if self.to_find else 1.0


def measure_hints(letters: Sequence[Letter]) -> Measured:
    """Compare each letter with each by the rule that citizens meet, against `cluster` (same matter) and `theme` (not)."""
    words = [pairs_of(words_of(f"{letter.title}\n{letter.place}", letter.text)) for letter in letters]
    weights = [sum(each.values()) for each in words]
    rare = rarity(len(words), words)
    pairs = list(combinations(range(len(letters)), 2))
    hinted = {
        (one, other)
        for one, other in pairs
        if likeness(
            words[one],
            words[other],
            weights[other],
            rare,
            is_same_place=bool(letters[one].place) and letters[one].place == letters[other].place,
        )
        >= ENOUGH
    }
    same = {(one, other) for one, other in pairs if _is_one(letters[one].cluster, letters[other].cluster)}
    alike = {(one, other) for one, other in pairs if _is_one(letters[one].theme, letters[other].theme)} - same
    return Measured(len(letters), len(hinted), len(hinted & same), len(same), len(alike), len(hinted & alike))


def _is_one(mark: str | None, other: str | None) -> bool:
    return mark is not None and mark == other
