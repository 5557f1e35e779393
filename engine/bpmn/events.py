"""Events: start, end, throw, and what a token waits for, alone or at the boundary of an activity."""

from __future__ import annotations

from engine.bpmn import compensation, listening
from engine.bpmn.elements import Timer, triggers_of
from engine.bpmn.listening import WaitingStep, is_listening
from engine.bpmn.scope import map_inputs, take_over
from engine.bpmn.specs import Step
from engine.bpmn.throwing import throw_all
from engine.bpmn.tokens import NOTHING, READY, Data, Token


class StartEvent(Step):
    """bpmn:startEvent: where the first token stands, with the payload of what began it."""

    def perform(self, token: Token) -> None:
        """Take the payload over."""
        take_payload(self, token)


class ThrowEvent(Step):
    """bpmn:intermediateThrowEvent: sends a message, a signal or an escalation, or only says that this point is reached."""

    def arrive(self, token: Token) -> bool:
        """Map what the message or signal carries."""
        map_inputs(self, token)
        return True

    def perform(self, token: Token) -> None:
        """Do all that the event throws."""
        throw_all(self, token, triggers_of(self.element.detail))
        if token._state == READY:
            self.write(token, take_over(self, token, NOTHING, NOTHING))

    def _on_cancel(self, my_task: Token) -> None:
        compensation.stop(my_task)


class EndEvent(ThrowEvent):
    """bpmn:endEvent: the end of a branch, and what is thrown there, or ended around it."""

    def perform(self, token: Token) -> None:
        """Do what ends with this token; one that was interrupted by what it threw has passed all the same."""
        super().perform(token)
        if not token.is_open:
            token.workflow.top_workflow.count_passing(self)


class CatchEvent(WaitingStep):
    """bpmn:intermediateCatchEvent: waits for what its definitions say; a link only goes on."""

    def arrive(self, token: Token) -> bool:
        """Fix what is waited for, and wait."""
        map_inputs(self, token)
        return listening.listen(token)

    def another(self, token: Token) -> Token | None:
        """Return the token of a cycle's next time: it sends on one each time."""
        if not isinstance(self.element.detail, Timer):
            return None
        return _placed(Token(token.workflow, self, token, via=token.via), token.data)

    def perform(self, token: Token) -> None:
        """Take the payload over."""
        take_payload(self, token)

    def bears_data(self, token: Token) -> bool:
        """Say whether the token stands for a branch: those that listen for one of several do not."""
        return listening.NUMBER not in token.internal_data


class BoundaryEvent(CatchEvent):
    """bpmn:boundaryEvent: listens while its activity is open; interrupts it, or starts a branch beside it."""

    def caught(self, token: Token) -> None:
        """Interrupt the activity."""
        if self.element.interrupting:
            interrupt(token)

    def another(self, token: Token) -> Token | None:
        """Return a token that listens on, while the activity goes on: it may come again."""
        activity = token.parent
        if self.element.interrupting or activity is None or not activity.is_open:
            return None
        return _placed(Token(token.workflow, self, activity), activity.data)

    def bears_data(self, token: Token) -> bool:
        """Say whether the token stands for a branch: not while it listens."""
        return super().bears_data(token) and not is_listening(token)


def _placed(token: Token, data: Data) -> Token:
    token.data = data
    return token


def take_payload(step: Step, token: Token) -> None:
    """Write what came with an event, as one variable (trap 10), or what the output mappings make of it."""
    result: Data = {}
    if listening.takes_payload(step, token):
        result = {step.element.result_key: dict(token.result)}
    step.write(token, take_over(step, token, result, result))


def interrupt(token: Token) -> None:
    """Cancel the activity at whose boundary a token stands; what was written inside it so far is kept."""
    activity = token.parent
    if activity is not None and activity.is_open:
        written = activity.step.written_inside(activity)
        if written:
            token.data = {**token.data, **written}
        activity.cancel()
