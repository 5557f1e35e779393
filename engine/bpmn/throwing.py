"""What events throw, and who catches it: one thrower for each kind of event definition.

Errors and escalations go outwards: to the event subprocesses of the scope, the boundary of the activity around it, and so on,
those for one code before those for all. Signals reach everyone. BPMN 2.0 §10.5.7, §13.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from engine.bpmn import compensation, loops, transactions
from engine.bpmn.elements import (
    Cancel,
    Compensate,
    Error,
    Escalation,
    Link,
    Message,
    Signal,
    Terminate,
    Trigger,
)
from engine.bpmn.env import StepFailed
from engine.bpmn.fixing import correlation_key, signal_name, text_of
from engine.bpmn.listening import awaited, fire
from engine.bpmn.specs import Step
from engine.bpmn.tokens import NOTHING, Data, Token
from engine.bpmn.workflow import Outgoing, SubWorkflow, Tree

# A thrower says whether it is done; one that is not makes its token ready again when it is. A cancel is then asked once more.
Thrower = Callable[[Step, Token, Any], bool]
DONE = "thrown"  # the note how many of several definitions have been thrown


def throw_all(step: Step, token: Token, triggers: Sequence[Trigger]) -> None:
    """Throw all that an event throws, what ends its own scope last; one that is tried again goes on where it stopped."""
    for number, trigger in enumerate(sorted(triggers, key=lambda each: type(each) in _LAST)):
        if number < token.internal_data.get(DONE, 0):
            continue
        is_done = THROWERS[type(trigger)](step, token, trigger)
        if not token.is_open:
            return
        if not is_done or len(triggers) > 1:
            token.note(**{DONE: number if isinstance(trigger, Cancel) else number + 1})
        if not is_done:
            return


def payload_of(step: Step, token: Token) -> Data:
    """Return what a message or signal carries: the input mappings' variables."""
    names = {mapping.target.partition(".")[0] for mapping in step.element.inputs}
    return {name: value for name, value in token.local.items() if name in names}


def send_message(step: Step, token: Token, message: Message) -> bool:
    """Give a message out of the case; whoever waits for it gets it by its name and key."""
    name = text_of(token, message.name)
    key = correlation_key(token, message) if message.correlation_key else None
    token.workflow.top_workflow.outgoing.append(Outgoing("message", name, payload_of(step, token), key))
    return True


def _broadcast(step: Step, token: Token, signal: Signal) -> bool:
    """Reach everyone in the case who waits for the signal now, and give it out to all others."""
    case, name, payload = token.workflow.top_workflow, signal_name(token, signal), payload_of(step, token)
    waiting = [
        other
        for tree in case.trees()
        for other in tree.open.values()
        if isinstance(awaited(other), Signal) and other.internal_data["signal"] == name
    ]
    case.outgoing.append(Outgoing("signal", name, payload))
    for other in waiting:
        if awaited(other):  # another one may have taken it back
            fire(other, payload)
    return True


def _escalate(step: Step, token: Token, escalation: Escalation) -> bool:
    """Escalate outwards; where nobody catches it, nothing happens."""
    code = escalation.code and text_of(token, escalation.code)
    catcher = next(_catchers(token.workflow, Escalation, code), None)
    if catcher:
        fire(catcher, payload_of(step, token))
    return True


def _throw_error(step: Step, token: Token, error: Error) -> bool:
    code = error.code and text_of(token, error.code)
    _raise_error(token, _catchers(token.workflow, Error, code), code, payload_of(step, token))
    return True


def throw_error(token: Token, code: str, variables: Mapping[str, object] = NOTHING) -> None:
    """Throw an error from an activity: its own boundary may catch it before those around it."""
    catchers = [
        *_at_boundary(_activity(token), Error, code),
        *_catchers(token.workflow, Error, code),
    ]
    _raise_error(token, iter(catchers), code, variables)


def _raise_error(
    token: Token, catchers: Iterator[Token], code: str | None, payload: Mapping[str, object]
) -> None:
    catcher = next(catchers, None)
    if catcher is None:
        raise StepFailed(token.step.element, "error-not-caught", code or "")
    fire(catcher, payload)


def _terminate(_step: Step, token: Token, _terminate: Terminate) -> bool:
    """End everything in the scope of the event: its process, subprocess or event subprocess."""
    token.workflow.cancel_others(token)
    return True


def _go_on(_step: Step, _token: Token, _link: Link) -> bool:
    """A link is a flow, which the token takes on leaving."""
    return True


THROWERS: dict[type, Thrower] = {
    Message: send_message,
    Signal: _broadcast,
    Escalation: _escalate,
    Error: _throw_error,
    Terminate: _terminate,
    Link: _go_on,
    Compensate: compensation.throw,
    Cancel: transactions.cancel,
}
_LAST = (Error, Terminate, Cancel)  # after these nothing else of the event is thrown


# who catches


def _catchers(tree: Tree, kind: type[Error | Escalation], code: str | None) -> Iterator[Token]:
    """Yield those who catch what is thrown in a tree, the nearest first."""
    while True:
        if tree.spec.event_subprocesses:
            in_scope = [
                token for token in tree.open.values() if token.step.name in tree.spec.event_subprocesses
            ]
            yield from _catching(in_scope, kind, code)
        if not isinstance(tree, SubWorkflow):
            return
        yield from _at_boundary(_activity(tree.caller), kind, code)
        tree = tree.caller.workflow


def _activity(token: Token) -> Token:
    """Return the token at whose boundary events listen: the body, for an instance."""
    return cast(Token, token.parent) if loops.is_instance(token) else token


def _at_boundary(activity: Token, kind: type[Error | Escalation], code: str | None) -> Iterator[Token]:
    """Yield the events at the boundary of an activity that catch it, one of several definitions among them."""
    events = [child for child in activity.children if child.step.name in activity.step.boundary]
    yield from _catching([*events, *(one for event in events for one in event.children)], kind, code)


def _catching(tokens: Sequence[Token], kind: type[Error | Escalation], code: str | None) -> Iterator[Token]:
    """Yield the tokens that wait for this code, then those that wait for any."""
    found = [(token, trigger) for token in tokens if isinstance(trigger := awaited(token), kind)]
    yield from (token for token, trigger in found if code is not None and trigger.code == code)
    yield from (token for token, trigger in found if trigger.code is None)
