"""The event-based gateway: the events behind it listen at once, and the first that happens takes the way."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn.elements import Flow
from engine.bpmn.specs import Step, start_work
from engine.bpmn.tokens import RACES, Token


class EventBasedGateway(Step):
    """bpmn:eventBasedGateway, exclusive: stands open until one of the events behind it has happened."""

    def arrive(self, token: Token) -> bool:
        """Put a token at each event behind the gateway."""
        start_work(token)
        for flow in self.flows:
            target = token.workflow.spec.steps[flow.target]
            racing = Token(token.workflow, target, token, via=flow.id)
            racing.note(**{RACES: True})
            target._update(racing)
        return False

    def chosen_flows(self, _token: Token) -> Sequence[Flow]:
        """Return nothing: the token at the event that happened goes on by itself."""
        return ()

    def _on_cancel(self, my_task: Token) -> None:
        for child in my_task.children:
            if is_in_a_race(child):
                child.cancel()


def is_in_a_race(token: Token) -> bool:
    """Say whether a token listens behind an event-based gateway."""
    return RACES in token.internal_data and token.is_open
