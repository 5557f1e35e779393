"""Cuts a text into tokens; knows nothing of names that consist of several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from engine.feel.errors import FeelError
from engine.feel.limits import MAX_TEXT

Kind = Literal["name", "number", "string", "symbol", "end"]

# The characters of the standard's grammar rules 28 and 29.
_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_PART = _START + r"0-9\u00B7\u0300-\u036F\u203F\u2040"
_TOKEN = re.compile(
    rf"""(?P<space>[\s\u0085\u1680\u180E\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF]+|//[^\n\r]*|/\*(?s:.*?)\*/)
    |(?P<symbol>\.\.|\*\*|<=|>=|!=|->|(?!\.\d)[][(){{}},:.<>=+\-*/@'])
    |(?P<number>(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")
    |(?P<name>[{_START}][{_PART}]*)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ALONE = re.compile("[\ud800-\udfff]")  # half a character, which no file and no database takes
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token with the text it stands for (a string without its quotes) and where it begins, from 0."""

    kind: Kind
    text: str
    start: int

    def describe(self) -> str:
        """Show the token as it is shown in a diagnostic."""
        return "the end" if self.kind == "end" else repr(self.text)


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut the text into tokens, the last of kind "end"; refuses characters that FEEL does not know."""
    if len(text) > MAX_TEXT:
        raise FeelError("limit-text", limit=MAX_TEXT)
    tokens = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _unknown(text, position)
        token = _token(match)
        if token is not None:
            tokens.append(token)
        position = match.end()
    tokens.append(Token("end", "", len(text)))
    return tuple(tokens)


def _token(match: re.Match[str]) -> Token | None:
    group = match.lastgroup
    if group == "string":
        return Token("string", unescape(match[0][1:-1]), match.start())
    if group == "space":
        return None
    kind: Kind = "number" if group == "number" else "name" if group == "name" else "symbol"
    return Token(kind, match[0], match.start())


def _unknown(text: str, position: int) -> FeelError:
    found = text[position]
    if found == '"':
        return FeelError("unclosed", position=position + 1, found='"')
    if found in "“”":
        return FeelError("full-width-mark", position=position + 1, found=found, expected='"')
    return FeelError("unexpected-character", position=position + 1, found=found)


def unescape(text: str) -> str:
    """Replace the escapes of a string literal; an unknown one stays as it is, so that patterns can be written."""
    if "\\" not in text:
        return text
    return _ALONE.sub("\ufffd", _SURROGATES.sub(_joined, _ESCAPE.sub(_unescaped, text)))


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is not None:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else match[0]
    return _ESCAPED.get(match[3], match[0])


def _joined(match: re.Match[str]) -> str:
    """Two escapes of UTF-16 that make one character."""
    return match[0].encode("utf-16", "surrogatepass").decode("utf-16")
