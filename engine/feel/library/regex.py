"""Patterns that end soon: Python's matcher goes back and forth and has no time limit, so the dangerous ones are refused.

Dangerous is something of changing length inside an unbounded repetition, unless each turn of that begins or ends with a
character that stands nowhere else in it (`(,[0-9]+)*`). How long the others may take is bounded by the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from math import factorial
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.library.xpath_patterns import BadPattern, Translator
from engine.feel.limits import MAX_PATTERN

# The parser that `re` itself uses, which has no types: whether a checker knows of it depends on what else it reads.
sre, _parser = import_module("re._constants"), import_module("re._parser")

_FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.NOFLAG, "q": re.NOFLAG}
_MANY = 16
_MOST_TRIES = 3 * 10**8  # a few seconds
_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT}
_LEAVES = {sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.ANY_ALL, sre.IN, sre.AT}
_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}
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
    if max(length, 1) ** repeats // factorial(repeats) > _MOST_TRIES:
        raise FeelError("limit-regex")
    return regex


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> tuple[re.Pattern[str], int | None] | None:
    """Give the regex with how many places its matcher may choose freely, None for that where it is unsafe.

    One for each unbounded repetition, and one for where the match begins.
    """
    if set(flags) - set(_FLAGS):
        return None
    bits = re.NOFLAG
    for flag in flags:
        bits |= _FLAGS[flag]
    try:
        text = re.escape(pattern) if "q" in flags else Translator(pattern, flags).translate()
        regex = re.compile(text, bits)
        tree = _parser.parse(text, bits)
    except (BadPattern, re.error, RecursionError, OverflowError):
        return None
    try:
        return regex, max(_repetitions(tree, is_repeated=False) + (not _is_anchored(tree)), 1)
    except _Unsafe:
        return regex, None


def _is_anchored(tree: Sequence[Any]) -> bool:
    items = list(tree)[:1]
    return bool(items) and items[0] == (sre.AT, sre.AT_BEGINNING_STRING)


class _Unsafe(Exception):
    pass


def _repetitions(items: Iterable[Any], *, is_repeated: bool) -> int:
    return sum(_repetitions_of(operator, argument, is_repeated) for operator, argument in items)


def _repetitions_of(operator: Any, argument: Any, is_repeated: bool) -> int:
    if operator in _LEAVES:
        return 0
    if operator in _REPEATS:
        low, high, body = argument
        return _repetitions_of_repeat(low, high, body, is_repeated)
    if operator is sre.SUBPATTERN:
        return _repetitions(argument[3], is_repeated=is_repeated)
    if operator in {sre.ASSERT, sre.ASSERT_NOT}:
        return _repetitions(argument[1], is_repeated=is_repeated)
    if is_repeated:  # alternatives and references to a group may match in several ways
        raise _Unsafe
    if operator is sre.BRANCH:
        return max(_repetitions(branch, is_repeated=False) for branch in argument[1])
    if operator is sre.GROUPREF:
        return 1
    raise _Unsafe


def _repetitions_of_repeat(low: int, high: int, body: Sequence[Any], is_repeated: bool) -> int:
    if is_repeated and low != high:
        raise _Unsafe
    is_many = high == sre.MAXREPEAT or high > _MANY
    is_repeated = is_repeated or (is_many and not _is_separated(body))
    return int(is_many) + _repetitions(body, is_repeated=is_repeated)


def _is_separated(body: Sequence[Any]) -> bool:
    """Say whether each turn begins or ends with a character that nothing else in it can match."""
    items = list(body)
    while len(items) == 1 and items[0][0] is sre.SUBPATTERN:
        items = list(items[0][1][3])
    for mark, rest in ((items[:1], items[1:]), (items[-1:], items[:-1])):
        if mark and mark[0][0] is sre.LITERAL and not _matches(rest, chr(mark[0][1])):
            return True
    return False


def _matches(items: Iterable[Any], char: str) -> bool:
    """Say whether any part can match a character, in whatever case."""
    return any(_item_matches(operator, argument, char) for operator, argument in items)


def _item_matches(operator: Any, argument: Any, char: str) -> bool:
    if operator is sre.LITERAL:
        return chr(argument).lower() == char.lower()
    if operator is sre.IN:
        return any(_set_matches(argument, each) for each in {char, char.lower()[:1], char.upper()[:1]})
    if operator in _REPEATS:
        return _matches(argument[2], char)
    if operator is sre.SUBPATTERN:
        return _matches(argument[3], char)
    if operator is sre.BRANCH:
        return any(_matches(branch, char) for branch in argument[1])
    return operator is not sre.AT


def _set_matches(members: Sequence[Any], char: str) -> bool:
    is_negated = members[0][0] is sre.NEGATE
    return is_negated != any(_member_matches(operator, argument, char) for operator, argument in members)


def _member_matches(operator: Any, argument: Any, char: str) -> bool:
    if operator is sre.CATEGORY:
        return re.match(_CATEGORIES[argument], char) is not None
    if operator is sre.RANGE:
        return bool(argument[0] <= ord(char) <= argument[1])
    return operator is sre.LITERAL and argument == ord(char)


def expanded(match: re.Match[str], replacement: str) -> str:
    r"""Put the groups of a match where the replacement says `$1`; `\$` and `\\` stand for themselves."""
    return _GROUP.sub(lambda part: _group(match, part), replacement)


def _group(match: re.Match[str], part: re.Match[str]) -> str:
    if part[1] is not None:
        return part[1]
    number = int(part[2])
    return (match[number] or "") if number <= match.re.groups else ""
