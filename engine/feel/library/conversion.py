"""Functions that make one kind of value from another."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from engine.feel.library.registry import builtin
from engine.feel.run.frames import Run
from engine.feel.values.numbers import read_number
from engine.feel.values.text import to_text

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_SEPARATORS = {" ", ",", ".", None}


@builtin("string", "from: any", takes_run=True)
def _string(run: Run, value: Any) -> str | None:
    run.weigh_deep(value)
    return to_text(value)


@builtin("number", "from: string")
def _number(text: str) -> Decimal | None:
    return read_number(text) if _NUMBER.fullmatch(text) else None


@builtin("number", "from: number")
def _same_number(number: Decimal) -> Decimal:
    return number


@builtin("number", "from: string", "grouping separator: string?", "decimal separator: string?")
def _number_with_separators(text: str, grouping: str | None, decimal: str | None) -> Decimal | None:
    if grouping not in _SEPARATORS or decimal not in {".", ",", None} or (grouping == decimal and decimal):
        return None
    if grouping:
        text = text.replace(grouping, "")
    return _number(text.replace(decimal, ".") if decimal else text)
