"""How urgent a task is, by Zeebe's measure: 0 to 100, 50 where nothing is said."""

from __future__ import annotations

from decimal import Decimal

from engine.bpmn.elements import Element
from engine.bpmn.env import StepFailed

USUAL, HIGHEST = 50, 100


def read_priority(value: object) -> int:
    """Return a whole number from 0 to HIGHEST, from a number or its digits; raises ValueError."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:4])
    if not isinstance(value, (int, Decimal)) or isinstance(value, bool) or not 0 <= value <= HIGHEST:
        raise ValueError(value)
    if value != int(value):
        raise ValueError(value)
    return int(value)


def priority_of(element: Element, text: str, value: object) -> int:
    """Return a task's priority; an expression without a value means the usual one."""
    if value is None:
        return USUAL
    try:
        return read_priority(value)
    except ValueError as error:
        raise StepFailed(element, "priority-not-a-number", str(value), expression=text) from error
