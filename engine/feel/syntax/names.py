"""Names of several tokens: which are known, which is the longest that stands in a text, which is the nearest.

Two spellings that differ in space alone are one name: its tokens are compared, not its characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

from engine.feel.errors import FeelError
from engine.feel.syntax.tokens import Token, tokenize

KEYWORDS = frozenset(
    [
        "for",
        "return",
        "if",
        "then",
        "else",
        "some",
        "every",
        "satisfies",
        "in",
        "between",
        "and",
        "or",
        "instance",
        "function",
        "true",
        "false",
        "null",
    ]
)
NAME_SYMBOLS = frozenset("./-'+*") | {"**"}
# Marks that an input method writes for ASCII ones: the standard allows them in names, people never mean that.
FULL_WIDTH = str.maketrans("（），：；＜＞＝＋－＊／［］｛｝．＂｜！、。", '(),:;<>=+-*/[]{}."|!,.')

Parts = tuple[str, ...]


@lru_cache(maxsize=8192)
def parts_of(name: str) -> Parts:
    """Cut a name into its tokens; empty where it cannot be written in FEEL at all."""
    try:
        tokens = tokenize(name)[:-1]
    except FeelError:
        return ()
    return tuple(token.text for token in tokens)


@lru_cache(maxsize=8192)
def is_special(name: str) -> bool:
    """Say whether a name is understood only by one who knows it: it holds an operator or a keyword."""
    parts = parts_of(name)
    return len(parts) > 1 and any(part in NAME_SYMBOLS or part in KEYWORDS for part in parts)


@lru_cache(maxsize=8192)
def is_plain(name: str) -> bool:
    """Say whether a name can be read again by one who does not know it: words between single spaces."""
    try:
        tokens = tokenize(name)[:-1]
    except FeelError:
        return False
    words = [token.text for token in tokens if token.kind == "name" and token.text not in KEYWORDS]
    return len(words) == len(tokens) > 0 and " ".join(words) == name == name.translate(FULL_WIDTH)


class KnownNames:
    """The names of several tokens that are in scope at one place of a text, the inner scopes last."""

    def __init__(self, names: Iterable[str]) -> None:
        self._scopes: list[dict[str, list[tuple[Parts, str]]]] = []
        self.push(names)

    def push(self, names: Iterable[str]) -> None:
        """Open an inner scope."""
        scope: dict[str, list[tuple[Parts, str]]] = {}
        self._scopes.append(scope)
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known in the innermost scope."""
        parts = parts_of(name)
        if len(parts) > 1:
            self._scopes[-1].setdefault(parts[0], []).append((parts, name))

    def pop(self) -> None:
        """Close the innermost scope."""
        self._scopes.pop()

    def longest(self, tokens: Sequence[Token], index: int) -> tuple[int, str] | None:
        """Find the longest known name that begins at a token: how many tokens, and its spelling."""
        best: tuple[int, str] | None = None
        for scope in reversed(self._scopes):
            for parts, name in scope.get(tokens[index].text, ()):
                size = len(parts)
                if (best is None or size > best[0]) and _stands(parts, tokens[index : index + size]):
                    best = (size, name)
        return best


def _stands(parts: Parts, tokens: Sequence[Token]) -> bool:
    return len(parts) == len(tokens) and all(
        part == token.text and token.kind != "string" for part, token in zip(parts, tokens, strict=True)
    )


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Find the known name that is most likely meant."""
    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=0.7)), None)
