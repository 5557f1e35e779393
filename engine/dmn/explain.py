"""Values as JSON knows them, for the explanation of a decision: people read it, no machine computes with it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel import to_text


def plain(value: Any) -> Any:
    """Give a value without types that JSON lacks: a whole number as such, anything else as its text."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: plain(entry) for name, entry in value.items()}
    if isinstance(value, Decimal) and value == value.to_integral_value() and value.adjusted() < 16:
        return int(value)
    return to_text(value)
