"""XPath patterns for Python's `re`, and only those that end soon.

Python's matcher goes back and forth and has no time limit. So a pattern in which something repeated repeats inside, or whose
alternatives inside a repetition can begin alike, is refused, and so is one whose worst case on this text is too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]  # the parser that `re` itself uses has no types
from re import _parser  # type: ignore[attr-defined]  # see above
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.limits import MAX_PATTERN

_FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.VERBOSE}
_MANY = 16
_MOST_TRIES = 10**8
_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT}
# Classes of XML Schema and XPath that `re` writes in another way; blocks and most categories are not supported.
_CLASSES = {
    r"\i": "[_:A-Za-z\u00c0-\uffff]",
    r"\c": r"[\-._:A-Za-z0-9\u00b7-\uffff]",
    r"\p{L}": r"[^\W\d_]",
    r"\p{Lu}": "[A-Z\u00c0-\u00de]",
    r"\p{Ll}": "[a-z\u00df-\u00ff]",
    r"\p{N}": r"\d",
    r"\p{Nd}": r"\d",
    r"\p{IsBasicLatin}": "[\\x00-\\x7f]",
}
_CLASS = re.compile(r"\\(?:[pP]\{[^}]*\}|.)", re.DOTALL)
_GROUP = re.compile(r"\\(.)|\$(\d)", re.DOTALL)


def compiled(pattern: str, flags: str, length: int) -> re.Pattern[str] | None:
    """Compile a pattern for texts of a length; None where it is no pattern, FeelError where it may run too long."""
    if len(pattern) > MAX_PATTERN:
        raise FeelError("limit-regex")
    found = _compiled(pattern, flags)
    if found is None:
        return None
    regex, repeats = found
    if repeats is None:
        raise FeelError("unsafe-regex", found=pattern)
    if max(length, 1) ** max(repeats, 1) > _MOST_TRIES:
        raise FeelError("limit-regex")
    return regex


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> tuple[re.Pattern[str], int | None] | None:
    """Give the regex with its number of unbounded repetitions, None for that where it is unsafe."""
    if set(flags) - {*_FLAGS, "q"}:
        return None
    bits = re.NOFLAG
    for flag in set(flags) - {"q"}:
        bits |= _FLAGS[flag]
    text = re.escape(pattern) if "q" in flags else _translated(pattern)
    try:
        regex = re.compile(text, bits)
        tree = _parser.parse(text, bits)
    except (re.error, RecursionError, OverflowError, FutureWarning):
        return None
    try:
        return regex, _repetitions(tree, is_repeated=False)
    except _Unsafe:
        return regex, None


def _translated(pattern: str) -> str:
    return _CLASS.sub(lambda match: _CLASSES.get(match[0], match[0]), pattern)


class _Unsafe(Exception):
    pass


def _repetitions(items: Iterable[Any], *, is_repeated: bool) -> int:
    return sum(_repetitions_of(operator, argument, is_repeated) for operator, argument in items)


def _repetitions_of(operator: Any, argument: Any, is_repeated: bool) -> int:
    if operator in _REPEATS:
        _, high, body = argument
        many = high == sre.MAXREPEAT or high > _MANY
        if many and is_repeated:
            raise _Unsafe
        return int(many) + _repetitions(body, is_repeated=is_repeated or many)
    if operator is sre.SUBPATTERN:
        return _repetitions(argument[3], is_repeated=is_repeated)
    if operator is sre.BRANCH:
        branches = argument[1]
        if is_repeated and not _begin_apart(branches):
            raise _Unsafe
        return max(_repetitions(branch, is_repeated=is_repeated) for branch in branches)
    if operator in {sre.ASSERT, sre.ASSERT_NOT}:
        return _repetitions(argument[1], is_repeated=is_repeated)
    return 0


def _begin_apart(branches: Iterable[Any]) -> bool:
    """Alternatives that begin with different literals cannot both go on."""
    firsts = [branch[0] if len(branch) else None for branch in branches]
    literals = {first[1] for first in firsts if first is not None and first[0] is sre.LITERAL}
    return len(literals) == len(firsts)


def expanded(match: re.Match[str], replacement: str) -> str:
    r"""Put the groups of a match where the replacement says `$1`; `\$` and `\\` stand for themselves."""
    return _GROUP.sub(lambda part: _group(match, part), replacement)


def _group(match: re.Match[str], part: re.Match[str]) -> str:
    if part[1] is not None:
        return part[1]
    number = int(part[2])
    return (match[number] or "") if number <= match.re.groups else ""
