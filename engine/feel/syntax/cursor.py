"""A place in the tokens of one text, and reading names from there; the base of the parser."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterable

from engine.feel.errors import FeelError
from engine.feel.limits import MAX_NESTING
from engine.feel.syntax.names import FULL_WIDTH, KEYWORDS, NAME_SYMBOLS, KnownNames, nearest
from engine.feel.syntax.nodes import Node, TypeNode
from engine.feel.syntax.tokens import Token, tokenize


def _is_misspelt(text: str, keyword: str) -> bool:
    return text not in KEYWORDS and nearest(text, (keyword,)) is not None


class Cursor(ABC):
    """Where the parser stands, what it knows by name, and how deep it is."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        self.tokens = tokenize(text)
        self.index = 0
        self.known = KnownNames(names)
        self._depth = 0

    @abstractmethod
    def expression(self, power: int = 0) -> Node:
        """Read an expression whose operators bind tighter than `power`."""

    @abstractmethod
    def unary_test(self) -> Node:
        """Read one positive unary test."""

    @abstractmethod
    def type_name(self) -> TypeNode:
        """Read a type."""

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.index]

    def advance(self) -> Token:
        """Take the next token."""
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def stands(self, *texts: str, ahead: int = 0) -> bool:
        """Say whether the next token is one of these symbols or keywords."""
        token = self.tokens[min(self.index + ahead, len(self.tokens) - 1)]
        return token.kind in {"symbol", "name"} and token.text in texts

    def accept(self, text: str) -> bool:
        """Take a symbol or keyword if it comes next."""
        if self.stands(text):
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Take a symbol or keyword; refuses any other token."""
        if not self.accept(text):
            raise self.unexpected(text)

    def unexpected(self, expected: str) -> FeelError:
        """Make the error for the token that comes next; points at a misspelt keyword before it instead."""
        token = self.token
        if expected in KEYWORDS:
            before = (each for each in reversed(self.tokens[: self.index]) if each.kind == "name")
            token = next((each for each in before if _is_misspelt(each.text, expected)), token)
        nearest_ = expected if token is not self.token else None
        return FeelError(
            "unexpected",
            position=token.start + 1,
            found=token.describe(),
            expected=expected,
            nearest=nearest_,
        )

    def enter(self) -> None:
        """Go one level deeper; refuses to go beyond the limit."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise FeelError("limit-depth", limit=MAX_NESTING)

    def leave(self) -> None:
        """Come back from a level."""
        self._depth -= 1

    def name(self) -> str:
        """Read a name: the longest known one, or else all tokens that can only be parts of one."""
        start = self.index
        found = self.known.longest(self.tokens, start)
        if found is not None and not self._is_part(start + found[0]):
            self.index += found[0]
            return found[1]
        if self.token.kind != "name":
            raise self.unexpected("a name")
        self.index += 1
        while self._is_part(self.index):
            self.index += 1
        return self._joined(start)

    def name_before(self, *ends: str) -> str:
        """Read the name that is being declared: everything up to one of these tokens."""
        start = self.index
        while self.token.kind in {"name", "number", "symbol"} and not self.stands(*ends):
            if self.token.kind == "symbol" and self.token.text not in NAME_SYMBOLS:
                break
            self.index += 1
        if self.index == start:
            raise self.unexpected("a name")
        return self._joined(start)

    def _is_part(self, index: int) -> bool:
        """Say whether the token can only continue the name before it."""
        token = self.tokens[index]
        if token.kind == "number":
            return token.text.isdigit()
        return token.kind == "name" and token.text not in KEYWORDS

    def _joined(self, start: int) -> str:
        """Spell a name with the spaces that stand in the text, each run of them as one."""
        tokens = self.tokens[start : self.index]
        text = tokens[0].text
        for before, token in itertools.pairwise(tokens):
            gap = token.start > before.start + len(before.text)
            text += (" " if gap else "") + token.text
        self._refuse_full_width(text, tokens[0].start)
        return text

    def _refuse_full_width(self, name: str, start: int) -> None:
        plain = name.translate(FULL_WIDTH)
        for offset, (found, expected) in enumerate(zip(name, plain, strict=True)):
            if found != expected:
                raise FeelError(
                    "full-width-mark", position=start + offset + 1, found=found, expected=expected
                )
