"""Patterns of XPath and XML Schema written in the way of Python's `re`; whether they end soon is the business of `regex`."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

_ESCAPED = frozenset(r"\|.?*+(){}-[]^$")
_CONTROLS = {"n": r"\n", "r": r"\r", "t": r"\t"}
_NAME_START = (
    r":A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
)
_NAME_START += r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_SETS = {
    "d": r"\d",
    "w": r"\w",
    "s": r" \t\n\r",
    "i": _NAME_START,
    "c": _NAME_START + r"\-.0-9\u00B7\u0300-\u036F\u203F\u2040",
}
_BLOCKS = {
    "IsBasicLatin": r"\x00-\x7F",
    "IsLatin-1Supplement": r"\x80-\xFF",
    "IsLatinExtended-A": r"\u0100-\u017F",
    "IsGreek": r"\u0370-\u03FF",
    "IsCyrillic": r"\u0400-\u04FF",
    "IsGeneralPunctuation": r"\u2000-\u206F",
    "IsCJKSymbolsandPunctuation": r"\u3000-\u303F",
    "IsHiragana": r"\u3040-\u309F",
    "IsKatakana": r"\u30A0-\u30FF",
    "IsCJKUnifiedIdeographs": r"\u4E00-\u9FFF",
}
_COUNT = re.compile(r"\{\d{1,4}(?:,\d{0,4})?\}", re.ASCII)
_PROPERTY = re.compile(r"\{(\^?)([A-Za-z0-9 -]+)\}")


class BadPattern(Exception):
    """A text that is no pattern, or uses what is not supported."""


class Translator:
    """Reads one pattern once."""

    def __init__(self, pattern: str, flags: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._skips_space = "x" in flags
        self._any = "." if "s" in flags else r"[^\n\r]"
        self._start, self._end = ("^", "$") if "m" in flags else (r"\A", r"\Z")

    def translate(self) -> str:
        """Give the pattern for `re`; refuses what XPath has not."""
        parts = []
        while self._at < len(self._pattern):
            parts.append(self._next())
        return "".join(parts)

    def _take(self) -> str:
        if self._at >= len(self._pattern):
            raise BadPattern
        self._at += 1
        return self._pattern[self._at - 1]

    def _stands(self, text: str) -> bool:
        return self._pattern.startswith(text, self._at)

    def _next(self) -> str:
        char = self._take()
        if char == "\\":
            return self._escape()
        if char == "[":
            return self._class()
        if char == "(" and self._stands("?") and not self._stands("?:"):
            raise BadPattern
        if char == "{":
            return self._count()
        if self._skips_space and char in " \t\n\r":
            return ""
        return {".": self._any, "^": self._start, "$": self._end, "#": r"\#"}.get(char, char)

    def _count(self) -> str:
        match = _COUNT.match(self._pattern, self._at - 1)
        if match is None:
            raise BadPattern
        self._at = match.end()
        return match[0]

    def _escape(self) -> str:
        """An escape outside of brackets."""
        if self._skips_space:
            self._skip_space()
        if self._at < len(self._pattern) and self._pattern[self._at] in "123456789":
            return f"(?:\\{self._take()})"
        return f"[{self._set()}]"

    def _skip_space(self) -> None:
        while self._at < len(self._pattern) and self._pattern[self._at] in " \t\n\r":
            self._at += 1

    def _set(self) -> str:
        """What an escape stands for, to be put into brackets."""
        char = self._take()
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char in _ESCAPED:
            return "\\" + char
        if char in "pP":
            return self._property(is_negated=char == "P")
        if char.lower() not in _SETS:
            raise BadPattern
        return _SETS[char] if char.islower() else _complement(_SETS[char.lower()])

    def _property(self, *, is_negated: bool) -> str:
        match = _PROPERTY.match(self._pattern, self._at)
        if match is None:
            raise BadPattern
        self._at = match.end()
        name = match[2].replace(" ", "") if self._skips_space else match[2]
        ranges = _BLOCKS.get(name) or _categories().get(name)
        if ranges is None:
            raise BadPattern
        return _complement(ranges) if is_negated else ranges

    def _class(self) -> str:
        r"""Brackets; `[a-z-[aeiou]]` takes the second set away from the first."""
        opening = "[^" if self._stands("^") else "["
        self._at += len(opening) - 1
        members: list[str] = []
        while True:
            if self._stands("-["):
                self._at += 2
                without = self._class()
                if self._take() != "]" or not members:
                    raise BadPattern
                return f"(?:(?!{without}){opening}{''.join(members)}])"
            char = self._take()
            if char == "]" and members:
                return f"{opening}{''.join(members)}]"
            if char in "[]":
                raise BadPattern
            members.append(self._set() if char == "\\" else "\\" + char if char in "&~|#" else char)


def _complement(ranges: str) -> str:
    """The ranges of all characters that are in none of these."""
    regex = re.compile(f"[{ranges}]")
    return _ranges([code for code in range(sys.maxunicode + 1) if regex.match(chr(code)) is None])


@cache
def _categories() -> dict[str, str]:
    """The ranges of each general category of Unicode, `Lu` and all of `L`; made when the first is asked for."""
    members: dict[str, list[int]] = {}
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        members.setdefault(category, []).append(code)
        members.setdefault(category[0], []).append(code)
    return {category: _ranges(codes) for category, codes in members.items()}


def _ranges(codes: list[int]) -> str:
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
