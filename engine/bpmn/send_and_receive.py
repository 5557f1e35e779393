"""Tasks that send a message and that wait for one: like the events, with all that activities have."""

from __future__ import annotations

from engine.bpmn import listening
from engine.bpmn.activities import Activity
from engine.bpmn.elements import Message
from engine.bpmn.listening import WaitingStep
from engine.bpmn.throwing import send_message
from engine.bpmn.tokens import NOTHING, Data, Token


class SendTask(Activity):
    """bpmn:sendTask: gives a message out of the case."""

    def work(self, token: Token) -> Data:
        """Send the message; its payload is what the input mappings say."""
        send_message(self, token, self.element.work(Message))
        return NOTHING


class ReceiveTask(WaitingStep, Activity):
    """bpmn:receiveTask: waits for a message, whose payload becomes one variable (trap 10)."""

    def set_to_work(self, token: Token) -> bool:
        """Fix the key, and wait."""
        return listening.listen(token)

    def work(self, token: Token) -> Data:
        """Return the payload under its key."""
        return {self.element.result_key: dict(token.result)}
