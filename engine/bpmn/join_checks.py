"""A join that could wait for ever: a case there would hang with nobody to call (decision 13: an end can always be reached).

The drawing is played with every choice that a gateway, a condition or a boundary event could make, data aside. Only
what leads to a join, or ends everything, is played; a drawing with more than MOST positions is not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from engine.bpmn.elements import Error, Terminate, triggers_of
from engine.bpmn.specs import ProcessSpec, Step
from engine.bpmn.wrong import Wrong

MOST = 5_000
_MOST_ON_A_FLOW = 2  # tokens of a loop could pile up without end; two show what there is to see
Position = frozenset[tuple[str, int]]  # the flows on which tokens stand, and how many
Way = tuple[str, ...]  # the flows on which a step puts tokens


def wrong_joins(spec: ProcessSpec) -> Iterator[Wrong]:
    """Yield the joins at which a token can wait for one that never comes."""
    if spec.begins and any(_is_join(step) for step in spec.steps.values()):
        stuck = _Play(spec).stuck()
        yield from (Wrong(name, "join-waits-for-ever") for name in sorted(stuck))


def _is_join(step: Step) -> bool:
    return step.element.kind == "parallelGateway" and len(step.incoming) > 1


def _ends_all(step: Step) -> bool:
    thrown = triggers_of(step.element.detail)
    return step.element.kind == "endEvent" and any(isinstance(each, (Terminate, Error)) for each in thrown)


class _Play:
    """One drawing while it is played."""

    def __init__(self, spec: ProcessSpec) -> None:
        self._steps = spec.steps
        self._begins = spec.begins
        self._targets = {flow.id: flow.target for step in spec.steps.values() for flow in step.flows}
        self._counts = self._flows_that_count()

    def _flows_that_count(self) -> set[str]:
        found: set[str] = set()
        waiting = [step for step in self._steps.values() if _is_join(step) or _ends_all(step)]
        seen: set[str] = set()
        while waiting:
            step = waiting.pop()
            if step.name not in seen:
                seen.add(step.name)
                found |= set(step.incoming)
                waiting += [other for other in self._steps.values() if self._leads(other, step)]
        return found

    @staticmethod
    def _leads(step: Step, to: Step) -> bool:
        return to.name in step.boundary or any(flow.target == to.name for flow in step.flows)

    def stuck(self) -> set[str]:
        """Return the joins at which tokens stand in a position that nothing leads out of."""
        waiting = list(self._beginnings())
        seen: set[Position] = set(waiting)
        found: set[str] = set()
        while waiting and len(seen) <= MOST:
            position = waiting.pop()
            following = set(self._following(Counter(dict(position))))
            if position and not following:
                found |= {self._targets[flow] for flow, _count in position}
            waiting += following - seen
            seen |= following
        return found if len(seen) <= MOST else set()

    def _beginnings(self) -> Iterator[Position]:
        for names in self._begins:
            for ways in product(*(self._ways(self._steps[name]) for name in names)):
                yield self._position(Counter(flow for way in ways for flow in way))

    def _following(self, tokens: Counter[str]) -> Iterator[Position]:
        for name in {self._targets[flow] for flow in tokens}:
            step = self._steps[name]
            for taken in self._takes(step, tokens):
                left = tokens - Counter(taken)
                for way in self._ways(step):
                    yield frozenset() if _ends_all(step) else self._position(left + Counter(way))

    @staticmethod
    def _takes(step: Step, tokens: Counter[str]) -> Iterator[Way]:
        if _is_join(step):
            if all(tokens[flow] for flow in step.incoming):
                yield step.incoming
        else:
            yield from ((flow,) for flow in step.incoming if tokens[flow])

    def _position(self, tokens: Counter[str]) -> Position:
        return frozenset(
            (flow, min(count, _MOST_ON_A_FLOW)) for flow, count in tokens.items() if flow in self._counts
        )

    def _ways(self, step: Step) -> list[Way]:
        """Return the sets of flows on which a token of a step may go on, its boundary events among them."""
        ways = _own_ways(step)
        beside: list[Way] = [()]
        for name in step.boundary:
            event = self._steps[name]
            if event.element.interrupting:
                ways = [*ways, *_own_ways(event)]
            else:
                beside += _own_ways(event)
        return [(*way, *other) for way in ways for other in beside]


def _own_ways(step: Step) -> list[Way]:
    flows = [flow.id for flow in step.flows]
    if step.element.kind == "exclusiveGateway":
        return [(flow,) for flow in flows] or [()]
    asked = [flow.id for flow in step.flows if flow.condition is not None]
    default = tuple(flow.id for flow in step.flows if flow.is_default)
    always = tuple(flow for flow in flows if flow not in {*asked, *default})
    if not asked and not default:
        return [always]
    chosen = [(*always, *some) for some in _subsets(asked) if always or some]
    return chosen + ([default] if default and not always else [])


def _subsets(flows: Sequence[str]) -> Iterator[Way]:
    for size in range(len(flows) + 1):
        yield from combinations(flows, size)
