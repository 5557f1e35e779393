"""Functions on text."""

from __future__ import annotations

from typing import Any

from engine.feel.errors import FeelError
from engine.feel.library.regex import compiled, expanded
from engine.feel.library.registry import builtin
from engine.feel.limits import MAX_STRING


@builtin("substring", "string: string", "start position: integer", "length: integer?")
def _substring(text: str, start: int, length: int | None = None) -> str | None:
    if start == 0 or abs(start) > len(text) or (length is not None and length < 1):
        return None
    begin = start - 1 if start > 0 else len(text) + start
    return text[begin:] if length is None else text[begin : begin + length]


@builtin("string length", "string: string")
def _string_length(text: str) -> int:
    return len(text)


@builtin("upper case", "string: string")
def _upper_case(text: str) -> str:
    return text.upper()


@builtin("lower case", "string: string")
def _lower_case(text: str) -> str:
    return text.lower()


@builtin("substring before", "string: string", "match: string")
def _substring_before(text: str, match: str) -> str:
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after", "string: string", "match: string")
def _substring_after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@builtin("contains", "string: string", "match: string")
def _contains(text: str, match: str) -> bool:
    return match in text


@builtin("starts with", "string: string", "match: string")
def _starts_with(text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with", "string: string", "match: string")
def _ends_with(text: str, match: str) -> bool:
    return text.endswith(match)


@builtin("matches", "input: string", "pattern: string", "flags: string?")
def _matches(text: str, pattern: str, flags: str | None = None) -> bool | None:
    regex = compiled(pattern, flags or "", len(text))
    return None if regex is None else regex.search(text) is not None


@builtin("replace", "input: string", "pattern: string", "replacement: string", "flags: string?")
def _replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    regex = compiled(pattern, flags or "", len(text))
    if regex is None or regex.fullmatch(""):
        return None
    is_plain = "q" in (flags or "")
    pieces, start = [], 0
    room = MAX_STRING - len(text)
    for match in regex.finditer(text):
        new = replacement if is_plain else expanded(match, replacement)
        room = _less(room, len(new))
        pieces += [text[start : match.start()], new]
        start = match.end()
    return "".join((*pieces, text[start:]))


def _less(room: int, size: int) -> int:
    """What room is left, counted before the text is made."""
    if size > room:
        raise FeelError("limit-list", limit=MAX_STRING)
    return room - size


@builtin("split", "string: string", "delimiter: string")
def _split(text: str, delimiter: str) -> list[str] | None:
    regex = compiled(delimiter, "", len(text))
    if regex is None or regex.fullmatch(""):
        return None
    pieces, start = [], 0
    for match in regex.finditer(text):
        pieces.append(text[start : match.start()])
        start = match.end()
    return [*pieces, text[start:]]


@builtin("extract", "string: string", "pattern: string")
def _extract(text: str, pattern: str) -> list[str] | None:
    regex = compiled(pattern, "", len(text))
    return None if regex is None else [match[0] for match in regex.finditer(text)]


@builtin("trim", "string: string")
def _trim(text: str) -> str:
    return text.strip()


@builtin("is blank", "string: string")
def _is_blank(text: str) -> bool:
    return not text.strip()


@builtin("string join", "list: list", "delimiter: string?")
@builtin("string join", "list: list", "delimiter: string?", "prefix: string", "suffix: string")
def _string_join(
    items: list[Any], delimiter: str | None = None, prefix: str = "", suffix: str = ""
) -> str | None:
    texts = [item for item in items if item is not None]
    if not all(isinstance(text, str) for text in texts):
        return None
    _less(MAX_STRING, sum(map(len, texts)) + len(delimiter or "") * len(texts) + len(prefix) + len(suffix))
    return prefix + (delimiter or "").join(texts) + suffix
