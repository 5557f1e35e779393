"""How like two matters are: by the words that both have, rare ones counting more, those of title and place double.

A pure rule, so that the measurement against letters judged by hand (`hints.py`) runs the very one that citizens meet.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ENOUGH = 0.08  # below it two matters are not shown as near; `hints.py` measures what it lets through and holds back
SAME_PLACE = 0.02  # what it adds that both speak of one village or community
FEWEST_WORDS = 4
AS_IF_AMONG = (
    60  # a place with few matters, half of them about one bridge, must not take its words for common ones
)


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many matters there are to compare with, and in how many of them a word stands."""

    matters: int
    standing_in: Mapping[str, int]

    def of(self, word: str) -> float:
        """Return how much a word tells: 1 for one that hardly any matter has, 0 for one that all have."""
        every = max(self.matters, AS_IF_AMONG) + 1
        return max(0.0, math.log(every / (self.standing_in.get(word, 0) + 0.5)) / math.log(every))


def rarity(matters: int, words: Iterable[Iterable[str]]) -> Rarity:
    """Count the words of so many matters."""
    return Rarity(matters, Counter(word for each in words for word in each))


def likeness(
    words: Mapping[str, int],
    others: Mapping[str, int],
    others_weight: int,
    rare: Rarity,
    *,
    is_same_place: bool,
) -> float:
    """Return how like two matters are, between 0 and about 1; 0 where they share nothing or too little was said.

    Of the other matter only the words that both may share need be given, with the weight of all that it has.
    """
    shared = words.keys() & others.keys()
    if len(words) < FEWEST_WORDS or not shared or not others_weight:
        return 0.0
    told = sum(rare.of(word) * math.sqrt(words[word] * others[word]) for word in shared)
    return told / math.sqrt(sum(words.values()) * others_weight) + (SAME_PLACE if is_same_place else 0.0)
