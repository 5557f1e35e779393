"""Values of a case as JSON has them: numbers as numbers, times as FEEL writes them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel import to_text

MOST_DIGITS = 30  # what is larger or smaller comes as text, as no reader of JSON would keep it


def as_json(value: Any) -> Any:
    """Return a value without types that JSON lacks."""
    if value is None or isinstance(value, bool | str | int | float):
        return value
    if isinstance(value, Mapping):
        return {name: as_json(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    if isinstance(value, Decimal) and abs(value.adjusted()) < MOST_DIGITS:
        return int(value) if value == value.to_integral_value() else float(value)
    return to_text(value)
