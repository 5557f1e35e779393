"""Events: start, end, and what a token waits for at a time or for a message, alone or at the boundary of an activity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from engine.bpmn import loops, timers
from engine.bpmn.activities import is_listening
from engine.bpmn.elements import Error, Message, Signal, Terminate, Timer, triggers_of
from engine.bpmn.env import StepFailed
from engine.bpmn.scope import take_over
from engine.bpmn.specs import Step, wait
from engine.bpmn.tokens import Data, Token
from engine.bpmn.workflow import SubWorkflow, Tree


class StartEvent(Step):
    """bpmn:startEvent: where the first token stands, with the payload of the message or signal that began it."""

    def perform(self, token: Token) -> None:
        """Take the payload over, as one variable (trap 10)."""
        if any(isinstance(trigger, Message) for trigger in triggers_of(self.element.detail)) or token.result:
            result: Data = {self.element.result_key: dict(token.result)}
            self.write(token, take_over(self, token, result, result))


class EndEvent(Step):
    """bpmn:endEvent: the end of a branch, of the whole process (terminate), or of an activity around it (error)."""

    def perform(self, token: Token) -> None:
        """Do what ends with this token."""
        if isinstance(self.element.detail, Terminate):
            for other in list(token.workflow.open.values()):
                if other is not token:
                    other.cancel()
        elif isinstance(self.element.detail, Error):
            self._throw(token, self.element.detail.code)

    def _throw(self, token: Token, code: str | None) -> None:
        for catcher in _error_catchers(token.workflow):
            error = catcher.step.element.detail
            if isinstance(error, Error) and error.code in {None, code}:
                catcher._ready()  # first, so that the end of the activity does not take it back
                interrupt(catcher)
                return
        raise StepFailed(self.element, "error-not-caught", code or "")


def _error_catchers(tree: Tree) -> Iterator[Token]:
    """Yield the error events at the boundaries around a tree, the nearest first, those for one code before those for all."""
    while isinstance(tree, SubWorkflow):
        caller = tree.caller
        activity = caller.parent if loops.is_instance(caller) else caller
        waiting = [
            child
            for child in cast(Token, activity).children
            if child.waits and isinstance(child.step.element.detail, Error)
        ]
        yield from sorted(waiting, key=lambda child: child.step.element.detail == Error(None))
        tree = caller.workflow


class CatchEvent(Step):
    """bpmn:intermediateCatchEvent: waits for a time or a message."""

    def arrive(self, token: Token) -> bool:
        """Fix the time or the key, and wait."""
        detail = self.element.detail
        if isinstance(detail, Timer):
            due, left = timers.first_due(self.element, detail, token)
            return wait(token, due=due, left=left)
        if isinstance(detail, Message):
            return wait(token, key=self._correlation_key(token, detail))
        if isinstance(detail, Signal):
            return wait(token, signal=self._signal_name(token, detail))
        return wait(token)

    def _signal_name(self, token: Token, signal: Signal) -> str:
        name = token.workflow.script_engine.evaluate(self.element, signal.name, token.scope)
        if not isinstance(name, str) or not name:
            raise StepFailed(self.element, "no-signal-name", expression=signal.name)
        return name

    def _correlation_key(self, token: Token, message: Message) -> str:
        value = token.workflow.script_engine.evaluate(
            self.element, message.correlation_key or "", token.scope
        )
        if value is None or value == "" or isinstance(value, (dict, list, bool)):
            raise StepFailed(self.element, "no-correlation-key", expression=message.correlation_key)
        return str(value)

    def perform(self, token: Token) -> None:
        """Take the payload of a message over, as one variable (trap 10)."""
        if isinstance(self.element.detail, Message) or token.result:
            result: Data = {self.element.result_key: dict(token.result)}
            self.write(token, take_over(self, token, result, result))


class BoundaryEvent(CatchEvent):
    """bpmn:boundaryEvent: listens while its activity is open; interrupts it, or starts a branch beside it."""

    def perform(self, token: Token) -> None:
        """Interrupt the activity, or listen again where a cycle goes on."""
        if self.element.interrupting:
            interrupt(token)
        super().perform(token)
        if not self.element.interrupting:
            self._listen_again(token)

    def _listen_again(self, token: Token) -> None:
        """Put a new token at the event: a message may come again, a cycle has its next time."""
        detail, activity = self.element.detail, token.parent
        if activity is None or not activity.is_open:
            return
        if isinstance(detail, (Message, Signal)):
            self._update(Token(token.workflow, self, activity))
        elif isinstance(detail, Timer) and token.internal_data["left"]:
            due, left = timers.next_due(self.element, detail, token)
            again = Token(token.workflow, self, activity)
            again.data = activity.data
            wait(again, due=due, left=left)

    def bears_data(self, token: Token) -> bool:
        """Say whether the token stands for a branch: not while it listens."""
        return not is_listening(token)


def interrupt(token: Token) -> None:
    """Cancel the activity at whose boundary a token stands; what was written inside it so far is kept."""
    activity = token.parent
    if activity is not None and activity.is_open:
        written = activity.step.written_inside(activity)
        if written:
            token.data = {**token.data, **written}
        activity.cancel()
