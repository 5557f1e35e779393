"""How many tokens an activity takes in before it begins (`startQuantity`), and gives out (`completionQuantity`)."""

from __future__ import annotations

from engine.bpmn.joins import bring_together
from engine.bpmn.specs import Step, start_work
from engine.bpmn.tokens import Token

MOST = 1000
_COLLECTED = "collected"  # the note of a token that waits for its companions


def read_quantity(value: object) -> int:
    """Return a whole number from 1 to MOST; raises ValueError."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        raise ValueError(value)
    return int(text)


def are_enough(step: Step, token: Token) -> bool:
    """Bring the tokens together that have come, when this one is the last that was missing; else let it stand."""
    come = [
        other
        for other in token.workflow.open.values()
        if other.step is step and _COLLECTED in other.internal_data
    ]
    if len(come) + 1 < step.element.start_quantity:
        token.note(**{_COLLECTED: True})
        start_work(token)
        return False
    bring_together([*come[: step.element.start_quantity - 1], token], token)
    return True
