"""Any value as text, the way `string(…)` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.limits import MAX_STRING
from engine.feel.syntax.names import is_plain
from engine.feel.values.kinds import TEMPORAL, Range, from_host, kind_of
from engine.feel.values.temporal_text import write_temporal

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def to_text(value: object) -> str | None:
    """Give a value as text, a string as it is; None for null and for what has no text."""
    if isinstance(value, str):
        return value
    text = None if value is None else _write(value)
    if text is not None and len(text) > MAX_STRING:
        raise FeelError("limit-list", limit=MAX_STRING)
    return text


def _write(value: Any) -> str | None:
    value = from_host(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):
        return quoted(value)
    if kind_of(value) in TEMPORAL:
        return write_temporal(value)
    return _write_collection(value)


def _write_collection(value: object) -> str | None:
    if isinstance(value, list):
        return f"[{', '.join(_write(item) or 'null' for item in value)}]"
    if isinstance(value, Mapping):
        entries = (f"{_key(key)}: {_write(item) or 'null'}" for key, item in value.items())
        return f"{{{', '.join(entries)}}}"
    return _write_range(value) if isinstance(value, Range) else None


def _key(name: str) -> str:
    """A plain name stands as it is; any other in quotes, so that it can be read again."""
    return name if is_plain(name) else quoted(name)


def quoted(text: str) -> str:
    """Write a text as a literal, in quotes."""
    return '"' + text.translate(_ESCAPES) + '"'


def _write_range(value: Range) -> str:
    if value.comparison:
        return f"({value.comparison}{_write(value.start)})"
    opening, closing = "(["[value.start_included], ")]"[value.end_included]
    ends = ("" if end is None else _write(end) for end in (value.start, value.end))
    return f"{opening}{'..'.join(end or '' for end in ends)}{closing}"
