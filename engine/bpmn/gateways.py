"""Gateways: choose one way, take all ways, wait for all ways."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn.elements import Flow
from engine.bpmn.env import StepFailed
from engine.bpmn.joins import bring_together
from engine.bpmn.specs import Step, wait
from engine.bpmn.tokens import Token


class ExclusiveGateway(Step):
    """bpmn:exclusiveGateway: the first flow whose condition holds, else the default flow."""

    def chosen_flows(self, token: Token) -> Sequence[Flow]:
        """Return the one flow that the token takes."""
        if len(self.flows) == 1 and self.flows[0].condition is None:
            return self.flows
        engine = token.workflow.script_engine
        for flow in self.flows:
            if (
                flow.condition is not None
                and not flow.is_default
                and engine.condition(self.element, flow.condition, token.scope)
            ):
                return (flow,)
        for flow in self.flows:
            if flow.is_default:
                return (flow,)
        raise StepFailed(self.element, "no-flow")


class ParallelGateway(Step):
    """bpmn:parallelGateway: goes on when a token stands at each flow into it, and then along all flows out of it.

    It looks at the tokens that are there and predicts none (trap 14). A second token on the same flow waits for the next round.
    """

    def arrive(self, token: Token) -> bool:
        """Wait for the others, or, as the last one, bring the branches together (trap 9)."""
        first: dict[str | None, Token] = {}
        for other in token.workflow.open.values():
            if other.step is self and (other.waits or other is token):
                first.setdefault(other.via, other)
        if token is not first.get(token.via) or len(first) < len(self.incoming):
            return wait(token)
        bring_together(tuple(first.values()), token)
        return True

    def chosen_flows(self, _token: Token) -> Sequence[Flow]:
        """Return all flows: a parallel gateway has no conditions."""
        return self.flows
