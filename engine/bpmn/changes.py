"""What a branch changed: the keys whose value is another one than before. Writing the same value again changes nothing.

Told by value, so that it does not matter whether a case was loaded in between or kept in memory.
"""

from __future__ import annotations

from engine.bpmn.scope import changes_between
from engine.bpmn.tokens import Data


def what_changed(before: Data, after: Data) -> Data:
    """Return the keys that have another value than before, or are new."""
    return {
        key: value
        for key, value in changes_between(before, after).items()
        if key not in before or not is_same(before[key], value)
    }


def is_same(one: object, other: object) -> bool:
    """Say whether two values are the same for FEEL: 1 and 1.0 are, 1 and true are not, at any depth."""
    if one is other:
        return True
    if isinstance(one, bool) or isinstance(other, bool):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(value, other[key]) for key, value in one.items())
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other)
