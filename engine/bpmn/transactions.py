"""Transactions: subprocesses that can be cancelled as a whole from inside (BPMN 2.0 §10.3.5, §13.3.6).

A cancel end event stops all else in its transaction, undoes what was completed there, and leaves by the cancel event at the
boundary. An error out of a transaction (a hazard) is like that of any subprocess: nothing is undone.
"""

from __future__ import annotations

from typing import cast

from engine.bpmn import compensation, loops
from engine.bpmn.elements import Cancel
from engine.bpmn.env import StepFailed
from engine.bpmn.listening import awaited, fire
from engine.bpmn.specs import Step
from engine.bpmn.tokens import Token
from engine.bpmn.workflow import SubWorkflow

_UNDOES = "cancels"  # the note of a cancel end event that has stopped its transaction


def cancel(step: Step, token: Token, _cancel: Cancel) -> bool:
    """Stop the transaction and undo it, then leave it; when all is undone, the event comes here again."""
    catcher = _catcher(token)
    if catcher is None:
        raise StepFailed(step.element, "cancel-not-caught")
    if _UNDOES not in token.internal_data:
        _stop(token)
        token.note(**{_UNDOES: True})
        if found := compensation.in_sight(token, None):
            compensation.undo(token, found)
            return False
    fire(catcher)
    return True


def _stop(token: Token) -> None:
    tree = token.workflow
    token.data = tree.data_so_far()
    tree.ended = []
    tree.cancel_others(token)


def _catcher(token: Token) -> Token | None:
    tree = token.workflow
    if not isinstance(tree, SubWorkflow):
        return None
    activity = cast(Token, tree.caller.parent) if loops.is_instance(tree.caller) else tree.caller
    events = [child for child in activity.children if child.step.name in activity.step.boundary]
    each = [*events, *(one for event in events for one in event.children)]  # one of several definitions
    return next((child for child in each if isinstance(awaited(child), Cancel)), None)
