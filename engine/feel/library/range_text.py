"""`range("[1..10)")`: a range read from text, with ends that are literals; an end may be left out."""

from __future__ import annotations

import re
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.library.registry import builtin
from engine.feel.syntax.nodes import Invocation, Literal, Name, Negation, Node
from engine.feel.syntax.parser import parse_expression
from engine.feel.values.arithmetic import negate
from engine.feel.values.comparing import order
from engine.feel.values.kinds import Range, kind_of
from engine.feel.values.temporal_text import (
    parse_date,
    parse_datetime,
    parse_duration,
    parse_time,
)

_RANGE = re.compile(r'([\[(\]])((?:[^".]|\.(?!\.)|"[^"]*")*)\.\.((?:[^".]|\.(?!\.)|"[^"]*")*)([\])\[])')
_READERS = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_datetime,
    "duration": parse_duration,
}


@builtin("range", "from: string")
def _range(text: str) -> Range | None:
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    opening, low, high, closing = match.groups()
    start, end = _end(low), _end(high)
    start_included, end_included = opening == "[", closing == "]"
    if not _is_there(low, start, start_included) or not _is_there(high, end, end_included):
        return None
    return Range(start, end, start_included, end_included) if _go_together(start, end) else None


def _is_there(text: str, end: object, is_included: bool) -> bool:
    """An end that is left out is not included; one that is there has a value."""
    return end is not None if text.strip() else not is_included


def _go_together(start: object, end: object) -> bool:
    if start is None or end is None:
        return start is not end
    result = order(start, end)
    return kind_of(start) == kind_of(end) and result is not None and result <= 0


def _end(text: str) -> Any:
    """The value of a literal; None for any other expression, and for none."""
    try:
        return _value(parse_expression(text, _READERS)) if text.strip() else None
    except FeelError:
        return None


def _value(node: Node) -> object:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Negation):
        return negate(_value(node.operand))
    if not isinstance(node, Invocation) or not isinstance(node.target, Name):
        return None
    read = _READERS.get(node.target.name)
    texts = [each.value for each in node.arguments if isinstance(each, Literal)]
    one = texts[0] if len(texts) == len(node.arguments) == 1 else None
    return read(one) if read is not None and isinstance(one, str) else None
