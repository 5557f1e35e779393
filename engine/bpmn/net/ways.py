"""On which flows a token of a step can go on, data aside: every condition may go either way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from engine.bpmn.specs import Step

Way = tuple[str, ...]  # the ids of the flows that get a token

MOST_TOKENS = 50  # so many tokens that an element takes or gives at once are counted
MOST_APART = 8  # so many flows of a gateway are combined in every way; more would be too many ways
ONE_FLOW = frozenset({"exclusiveGateway", "eventBasedGateway"})


def ways_of(step: Step) -> list[Way]:
    """Return the sets of flows of which a token takes one; a step without a flow has one way, that ends."""
    flows = [flow.id for flow in step.flows]
    if step.element.kind in ONE_FLOW:
        return [(flow,) for flow in flows] or [()]
    asked = [flow.id for flow in step.flows if flow.condition is not None and not flow.is_default]
    default = tuple(flow.id for flow in step.flows if flow.is_default)
    always = tuple(flow for flow in flows if flow not in {*asked, *default})
    chosen = [(*always, *some, *(() if some else default)) for some in subsets(asked)]
    return [way for way in chosen if way] or [()]


def is_too_wide(step: Step) -> bool:
    """Say whether not all ways of a step, or of a join that takes any of its flows, are looked at."""
    asked = sum(flow.condition is not None for flow in step.flows)
    quantities = max(step.element.start_quantity, step.element.completion_quantity)
    is_any = step.element.kind == "inclusiveGateway"
    chooses = step.element.kind not in ONE_FLOW
    return (
        quantities > MOST_TOKENS
        or (chooses and asked > MOST_APART)
        or (is_any and len(step.incoming) > MOST_APART)
    )


def subsets(flows: Sequence[str]) -> Iterator[Way]:
    """Yield every choice of some of the flows; of very many only none, each alone, and all."""
    if len(flows) > MOST_APART:
        yield from [(), *((flow,) for flow in flows), tuple(flows)]
        return
    for size in range(len(flows) + 1):
        yield from combinations(flows, size)
