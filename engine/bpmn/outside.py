"""Work that is not done within the act: what its token keeps while it waits, and what a worker outside is offered."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from engine.bpmn.elements import Element, OperationWork
from engine.bpmn.env import StepFailed
from engine.bpmn.tokens import Data, Token

JOB = "job"  # the note of a token that waits for work outside; empty where one of our own workers does it
TOPIC, RETRIES, PRIORITY = "topic", "retries", "priority"
USUAL_RETRIES, USUAL_PRIORITY = 3, 0
LARGEST = 2**31 - 1
MOST_OF_A_TOPIC = 150


def offered(element: Element, work: OperationWork, token: Token) -> Data:
    """Return topic, retries and priority of work, fixed when its token arrives."""
    engine = token.workflow.script_engine
    topic = engine.evaluate(element, work.operation, token.scope)
    if not isinstance(topic, str) or not 0 < len(topic) <= MOST_OF_A_TOPIC:
        raise StepFailed(element, "topic-not-text", expression=work.operation)

    def number(text: str | None, usual: int, least: int) -> int:
        value = number_of(engine.evaluate(element, text, token.scope)) if text else usual
        if value is None or value != int(value) or not least <= value <= LARGEST:
            raise StepFailed(element, "not-a-number", expression=text)
        return int(value)

    return {
        TOPIC: topic,
        RETRIES: number(work.retries, USUAL_RETRIES, 1),
        PRIORITY: number(work.priority, USUAL_PRIORITY, -LARGEST),
    }


def number_of(value: object) -> Decimal | None:
    """Return a number, also one that stands in the diagram as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def is_job(token: Token) -> bool:
    """Say whether a token waits for work outside of the act."""
    return token.waits and JOB in token.internal_data
