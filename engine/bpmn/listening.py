"""What a token listens for at an event or a receiving task, and what happens when it comes.

A token that listens for one thing keeps what was fixed when it arrived: a time, a key, a name. One that listens for
several (`Multiple`) has a child for each of them, so that each can be found by an id of its own; the token at the event is
their parent, and goes on when one, or all, have come. BPMN 2.0 §10.5, §13.5.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from engine.bpmn.elements import (
    Condition,
    Error,
    Link,
    Message,
    Multiple,
    Signal,
    Timer,
    Trigger,
    triggers_of,
)
from engine.bpmn.env import StepFailed
from engine.bpmn.fixing import fixed_for, wait_for_next
from engine.bpmn.incidents import hold
from engine.bpmn.specs import Step, wait
from engine.bpmn.tokens import ARRIVES, COMPLETED, NOTHING, WAITING, Data, Token

if TYPE_CHECKING:
    from engine.bpmn.workflow import CaseWorkflow

_FIXED = {
    Timer: "due",
    Message: "key",
    Signal: "signal",
    Condition: "held",
}  # what is noted when it begins to listen
NUMBER = "trigger"  # the note of a child: which of several triggers it listens for


class WaitingStep(Step):
    """A step that may listen: an event, a receiving task, an event subprocess."""

    def caught(self, _token: Token) -> None:
        """Do at once what the event does to others, before its token runs: interrupt them."""

    def another(self, _token: Token) -> Token | None:
        """Return a new token that listens again after one that goes on; None where the event does not come again."""
        return None

    def take_up(self, token: Token) -> None:
        """Ask a condition again that was waited for when the case was dumped."""
        if isinstance(awaited(token), Condition):
            token.workflow.top_workflow.watch(token)

    def _on_cancel(self, my_task: Token) -> None:
        _stop_children(my_task)
        super()._on_cancel(my_task)


def is_listening(token: Token) -> bool:
    """Say whether the token of an event has not fired yet; one that could not begin to listen has not either."""
    incident = token.incident
    return token._state == WAITING and (incident is None or incident["part"] == ARRIVES)


def awaited(token: Token) -> Trigger | None:
    """Return what a token waits for from outside, if it waits for a trigger."""
    if not token.waits or not isinstance(token.step, WaitingStep):
        return None
    trigger, notes = token.step.element.detail, token.internal_data
    if isinstance(trigger, Multiple):
        if NUMBER not in notes:
            return None  # its children do
        trigger = trigger.triggers[notes[NUMBER]]
    fixed = _FIXED.get(type(trigger))
    return cast(Trigger, trigger) if fixed is None or fixed in notes else None


# beginning


def listen(token: Token) -> bool:
    """Begin to listen for all that the event waits for; says whether that is nothing, so that the token goes on."""
    detail = token.step.element.detail
    if isinstance(detail, Link):  # a flow leads here
        return True
    if not isinstance(detail, Multiple):
        return arm(token, cast(Trigger, detail))
    if NUMBER in token.internal_data:  # one of several that could not begin to listen
        return arm(token, detail.triggers[token.internal_data[NUMBER]])
    wait(token)
    for number in range(len(detail.triggers)):
        if token._state == WAITING:  # a condition that holds at once may have let it go on
            _listen_for_one(token, number)
    return False


def _listen_for_one(body: Token, number: int) -> None:
    child = _child(body, number)
    trigger = cast(Multiple, body.step.element.detail).triggers[number]
    child.step.come(child, lambda token: arm(token, trigger))


def _child(body: Token, number: int) -> Token:
    child = Token(body.workflow, body.step, body)
    child.data = body.data
    child.note(**{NUMBER: number}, **({"local": body.local} if body.local else {}))
    return child


def arm(token: Token, trigger: Trigger) -> bool:
    """Fix what a token listens for; a condition that holds already fires at once. Always False, as the token waits."""
    if isinstance(trigger, Condition):
        return _arm_condition(token, trigger)
    return wait(token, **fixed_for(token, trigger))


def _arm_condition(token: Token, condition: Condition) -> bool:
    holds = _holds(token, condition)
    wait(token, held=False)
    token.workflow.top_workflow.watch(token)
    if holds:
        fire(token)
    return False


# conditions


def ask_conditions(case: CaseWorkflow) -> None:
    """Ask all conditions again that somebody listens for, after data may have changed (BPMN 2.0 §10.5.5)."""
    for token in case.watching():
        condition = awaited(token)
        if not isinstance(condition, Condition):
            continue
        try:
            holds, held = _holds(token, condition), token.internal_data["held"]
        except StepFailed as failed:
            hold(token, failed, ARRIVES)
            continue
        if holds and not held:
            fire(token)
        elif held and not holds:
            token.note(held=False)


def _holds(token: Token, condition: Condition) -> bool:
    seen = {**token.workflow.data_in_sight(), **token.local}
    return token.workflow.script_engine.condition(token.step.element, condition.expression, seen)


# firing


def fire(token: Token, payload: Data = NOTHING) -> None:
    """Let a token go on for which something has come, and listen again where the event may come again."""
    if NUMBER in token.internal_data:
        _fire_one_of_several(token, payload)
        return
    trigger = token.step.element.detail
    let_go(token, payload)
    if isinstance(trigger, Multiple):
        if not any(_comes_once(each) for each in trigger.triggers):
            _listen_again(token, listen)
    else:
        _again(token, token, cast(Trigger, trigger))


def let_go(token: Token, payload: Data) -> None:
    """Make a token ready that has listened, and let the event interrupt what it interrupts."""
    token.result = payload
    token._ready()  # first, so that the end of what it interrupts does not take it back
    cast(WaitingStep, token.step).caught(token)


def _again(fired: Token, at: Token, trigger: Trigger) -> None:
    """Listen again for a trigger that may come again; `at` is the token whose event has gone on."""
    if isinstance(trigger, Timer):
        if fired.internal_data["left"]:
            _listen_again(at, lambda token: wait_for_next(token, fired, trigger))
    elif isinstance(trigger, Condition):
        _listen_again(at, _watch_until_false)
    elif not isinstance(trigger, Error):
        _listen_again(at, lambda token: arm(token, trigger))


def _listen_again(at: Token, arrive: Callable[[Token], bool]) -> None:
    token = cast(WaitingStep, at.step).another(at)
    if token is not None:
        token.step.come(token, arrive)


def _watch_until_false(token: Token) -> bool:
    token.workflow.top_workflow.watch(token)
    return wait(token, held=True)


def _comes_once(trigger: Trigger) -> bool:
    return isinstance(trigger, Timer) and trigger.kind != "cycle"


# several


def _fire_one_of_several(child: Token, payload: Data) -> None:
    """One of several triggers has come: the event goes on, or waits for the others (parallel multiple)."""
    body = cast(Token, child.parent)
    several = cast(Multiple, body.step.element.detail)
    number = child.internal_data[NUMBER]
    child._set_state(COMPLETED)
    if several.parallel:
        _note_arrival(body, number, payload)
        if len(body.internal_data["came"]) == len(several.triggers):
            fire(body, body.internal_data["payload"])
        return
    again = cast(WaitingStep, body.step).another(body)
    if again is None:
        _stop_children(body)
        let_go(body, payload)
        return
    # The event comes again: a token goes on beside, and the others listen on as they are.
    let_go(again, payload)
    _again_in_body(child, body, several.triggers[number])


def _note_arrival(body: Token, number: int, payload: Data) -> None:
    came = body.internal_data.get("came", [])
    so_far = body.internal_data.get("payload", NOTHING)
    body.note(came=[*came, number], payload={**so_far, **payload})


def _again_in_body(fired: Token, body: Token, trigger: Trigger) -> None:
    number = fired.internal_data[NUMBER]
    if isinstance(trigger, Timer) and not fired.internal_data["left"]:
        return
    child = _child(body, number)
    if isinstance(trigger, Timer):
        child.step.come(child, lambda token: wait_for_next(token, fired, trigger))
    elif isinstance(trigger, Condition):
        _watch_until_false(child)
    else:
        child.step.come(child, lambda token: arm(token, trigger))


def _stop_children(body: Token) -> None:
    for child in body.children:
        if NUMBER in child.internal_data:
            child.cancel()


def takes_payload(step: Step, token: Token) -> bool:
    """Say whether an event writes what it was given: a message always, all others where there is something."""
    return bool(token.result) or any(isinstance(each, Message) for each in triggers_of(step.element.detail))
