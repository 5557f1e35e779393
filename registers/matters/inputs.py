"""What an operation is given by a diagram, read with its type; a diagram that gives something else is told so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from engine.errors import Unsupported
from engine.operations import OperationCall

_CODE = re.compile(r"[a-z][a-z-]{0,19}")
MARKS = range(1, 6)  # of satisfaction, and of a whistle


def text(call: OperationCall, name: str) -> str:
    """Return a text; refused where there is none."""
    found = text_or_none(call, name)
    if found is None:
        raise _unsupported(name, call.variables.get(name))
    return found


def text_or_none(call: OperationCall, name: str) -> str | None:
    """Return a text, or None where none was given."""
    value = call.variables.get(name)
    if value is not None and not isinstance(value, str):
        raise _unsupported(name, value)
    return value.strip() or None if value else None


def yes(call: OperationCall, name: str) -> bool:
    """Return whether something is so; what was not answered is not so."""
    value = call.variables.get(name)
    if value is not None and not isinstance(value, bool):
        raise _unsupported(name, value)
    return value is True


def mark_or_none(call: OperationCall, name: str) -> int | None:
    """Return a mark from 1 to 5, or None; a form may give it as a number or as the text of a choice."""
    value = call.variables.get(name)
    if value is None or value == "":
        return None
    number = int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal) or number not in MARKS:
        raise _unsupported(name, value)
    return int(number)


def texts(call: OperationCall, name: str) -> list[str]:
    """Return a list of texts; one alone is a list of one."""
    value = call.variables.get(name)
    items = [value] if isinstance(value, str) and value else value or []
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise _unsupported(name, value)
    return list(dict.fromkeys(items))


def one_of(call: OperationCall, name: str, allowed: Iterable[str]) -> str:
    """Return a header of the task, or a variable where it has none; refused where it is not among those allowed."""
    value = call.headers.get(name) or call.variables.get(name)
    if not isinstance(value, str) or value not in allowed:
        raise _unsupported(name, value, allowed=sorted(allowed))
    return value


def code(call: OperationCall, name: str) -> str:
    """Return a word that stands for an answer, as a form's choices have it; refused for anything longer."""
    found = text(call, name)
    if not _CODE.fullmatch(found):
        raise _unsupported(name, found)
    return found


def _unsupported(name: str, value: object, **more: object) -> Unsupported:
    """Say which input it was and of what type; its value may be anybody's words and is not told."""
    return Unsupported("operation-input", input=name, found=type(value).__name__, **more)
