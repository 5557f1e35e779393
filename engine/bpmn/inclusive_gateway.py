"""The inclusive gateway: takes every way whose condition holds, and waits for all that may still come.

Whether somebody may still come changes with every move of any token around, so it is asked when nothing else can run.
"""

from __future__ import annotations

from collections.abc import Set

from engine.bpmn.event_based_gateway import is_in_a_race
from engine.bpmn.joins import bring_together
from engine.bpmn.reach import reach_of
from engine.bpmn.specs import Step, wait
from engine.bpmn.tokens import Token
from engine.bpmn.workflow import Tree


class InclusiveGateway(Step):
    """bpmn:inclusiveGateway: splits like a task with conditions, joins what comes."""

    def arrive(self, token: Token) -> bool:
        """Wait until nobody else may come; with one flow in there is nobody else."""
        if len(self.incoming) < 2:
            return True
        self.take_up(token)
        return wait(token)

    def take_up(self, token: Token) -> None:
        """Let the case ask for this token when nothing else can run."""
        if len(self.incoming) > 1:
            token.workflow.top_workflow.gathering[token.id] = token

    def try_to_go_on(self, token: Token) -> bool:
        """Go on with one token of each flow on which one stands, if no other may come on an empty one (§13.4.3)."""
        first: dict[str | None, Token] = {}
        for other in token.workflow.open.values():
            if other.step is self and other.waits:
                first.setdefault(other.via, other)
        if self._somebody_may_come(token.workflow, first.keys()):
            return False
        *_others, last = come = tuple(first.values())
        bring_together(come, last)
        last._ready()
        return True

    def _somebody_may_come(self, tree: Tree, taken: Set[str | None]) -> bool:
        """Say whether a token elsewhere has a path to an empty flow and none to one on which a token stands."""
        empty = frozenset(self.incoming) - taken
        reach = reach_of(tree.spec, self)
        for token in tree.open.values():
            ways = reach.get(token.step.name)
            leads_to_an_empty_one_alone = ways and ways & empty and not ways & taken
            if leads_to_an_empty_one_alone and token.step is not self and _stands_for_itself(token):
                return True
        return False


def _stands_for_itself(token: Token) -> bool:
    """An event that listens stands for its activity, or for the gateway before it."""
    return token.step.bears_data(token) and not is_in_a_race(token)
