"""The standard loop: an activity that is done again while a condition holds, each round with what the last one wrote.

One token at the activity is the body, to which the boundary events belong; each round is a token of its own, so that each has
its own task. A round that is over leaves nothing behind but its data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from engine.bpmn.elements import StandardLoop
from engine.bpmn.scope import changes_between
from engine.bpmn.specs import start_work
from engine.bpmn.tokens import NOTHING, ROUND, Data, Token

if TYPE_CHECKING:
    from engine.bpmn.activities import Activity


def is_round(token: Token) -> bool:
    """Say whether a token is one round of a loop."""
    return ROUND in token.internal_data


def open_first_round(step: Activity, body: Token, loop: StandardLoop) -> bool:
    """Open the first round; True where the condition is asked before and does not hold."""
    if loop.test_before and not _holds(step, body, loop, {**body.scope, "loopCounter": 0}):
        return True
    start_work(body)
    _open_round(step, body, body.data, 1)
    return False


def _open_round(step: Activity, body: Token, data: Data, number: int) -> None:
    token = Token(body.workflow, step, body)
    token.data = data
    token.note(**{ROUND: number}, instance=number - 1, local={**body.local, "loopCounter": number})
    step.come(token, step.open)


def goes_on(step: Activity, token: Token) -> bool:
    """Say whether another round follows a round that is done."""
    loop = cast(StandardLoop, step.element.repeat)
    if loop.maximum is not None and token.internal_data[ROUND] >= loop.maximum:
        return False
    return _holds(step, token, loop, token.scope)


def _holds(step: Activity, token: Token, loop: StandardLoop, scope: Data) -> bool:
    engine = token.workflow.script_engine
    return loop.condition is None or engine.condition(step.element, loop.condition, scope)


def round_completed(step: Activity, token: Token, again: bool) -> None:
    """Open the next round on what this one has left, or let the body go on with it."""
    body, data = cast(Token, token.parent), token.data
    body.workflow.top_workflow.count_passing(step)
    body.drop_child(token)
    if again:
        _open_round(step, body, data, token.internal_data[ROUND] + 1)
    else:
        body.data = data
        body._ready()


def written_in_rounds(step: Activity, body: Token) -> Data:
    """Return what the rounds have written so far, the open one included."""
    for child in body.children:
        if is_round(child) and child.is_open:
            return {**changes_between(body.data, child.data), **step.written_inside(child)}
    return NOTHING
