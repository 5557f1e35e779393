"""What a text is found and compared by: pairs of neighbouring Chinese characters, and whole Latin words and numbers.

Pairs need no dictionary and mean the same on both databases. Long runs of digits (a phone, an identity number that
someone wrote into the text) are left out: the index holds no personal data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

HEAD = 2  # weight of a word that stands in the title or the place
BODY = 1
LONGEST = 16
_FEWEST_DIGITS_OF_A_PERSON = 7
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+|[0-9]+")
_COMMON = Path(__file__).with_name("common_words.txt")


def words_of(head: str, body: str) -> dict[str, int]:
    """Return the words of a matter with their weight: those of title and place count double."""
    return dict.fromkeys(words_in(body), BODY) | dict.fromkeys(words_in(head), HEAD)


def words_in(text: str) -> set[str]:
    """Return the words of a text; a run of Chinese also gives its last character, so that each one begins a word."""
    found: set[str] = set()
    for run in runs_in(text):
        if is_chinese(run):
            found.update(run[start : start + 2] for start in range(len(run)))
        elif not (run.isdigit() and len(run) >= _FEWEST_DIGITS_OF_A_PERSON):
            found.add(run[:LONGEST])
    return found


def pairs_of(words: Mapping[str, int]) -> dict[str, int]:
    """Return what is compared: without single characters and without the words that every letter has."""
    return {word: weight for word, weight in words.items() if len(word) > 1 and word not in common_words()}


def runs_in(text: str) -> list[str]:
    """Return the runs of Chinese, of Latin letters and of digits in a text, in small letters."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).casefold())


def is_chinese(run: str) -> bool:
    """Say whether a run is one of Chinese characters."""
    return run[0] > "z"


@cache
def common_words() -> frozenset[str]:
    """Return the words that stand in letters of every kind and say nothing of what a letter is about."""
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
