"""What can happen in a drawing, whatever the data say: nothing waits for ever, nothing is drawn in vain, tokens do not pile up.

Each scope is explored by itself: what runs inside a subprocess or a call ends there, or leaves at its boundary. A decision:
docs/decisions/0016-soundness-by-exploring.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from engine.bpmn.net.drawing import net_of_scope
from engine.bpmn.net.exploring import Budget, Graph, Growth
from engine.bpmn.net.frames import has_only_words, stands_beside
from engine.bpmn.net.markings import Net
from engine.bpmn.net.trail import moves_to_move, moves_to_places, passed_by, without_repeats
from engine.bpmn.net.waiting import waiting_for_ever
from engine.bpmn.reach import leads_to, reached, ways_back
from engine.bpmn.specs import ProcessSpec, Step
from engine.bpmn.wrong import Wrong
from engine.errors import Severity

_MOST_TRIED = 50


def unsound(spec: ProcessSpec, budget: Budget) -> Iterator[Wrong]:
    """Yield what can go wrong in a scope; where it has too many markings to be looked at, that it is not proven."""
    net = net_of_scope(spec)
    graph = budget.explore(net)
    if not graph.is_whole and not any(move.is_join for move in net.moves):
        graph = budget.explore(_without_taking_back(net))
    yield from _without_end(graph)
    if not graph.is_whole:
        yield Wrong(spec.name, "not-proven", {"most": budget.most}, "warning")
        yield from _never_reached(spec, _reached_at_all(net))
        return
    yield from _waiting(spec, graph, budget)
    passed = {name for names in _moves(graph) for name in names}
    yield from _never_reached(spec, passed | waiting_for_ever(graph).keys())
    yield from _multiplied(spec, graph, budget)


def _without_taking_back(net: Net) -> Net:
    """Return a net in which an end that ends all is an end like others: where nothing waits, it only cuts runs short."""
    moves = [replace(move, clears=(), may_never_come=False) for move in net.moves]
    return replace(net, moves=moves)


def _moves(graph: Graph) -> Iterator[tuple[str, ...]]:
    return (move.move.passes for edges in graph.edges for move, _after in edges)


def _waiting(spec: ProcessSpec, graph: Graph, budget: Budget) -> Iterator[Wrong]:
    """Joins at which a token may wait for ever; of joins one behind the other only the first."""
    found = waiting_for_ever(graph)
    helped = _helped_by_outside(spec, found.keys(), budget) if found else set()
    before = {name: _before(spec, name) for name in found}
    for name in sorted(found):
        others = [other for other in found if other in before[name] and name not in before[other]]
        if not others:
            path = [each for each in _passed(graph, found[name]) if each in before[name]]
            severity: Severity = "warning" if name in helped else "error"
            yield Wrong(name, "join-waits-for-ever", {"path": without_repeats([*path, name])}, severity)


def _helped_by_outside(spec: ProcessSpec, joins: Collection[str], budget: Budget) -> set[str]:
    """Return the joins that wait for ever only if, of the events behind a gateway, a word from outside is the one that comes.

    No drawing can keep others from sending it; that is a warning.
    """
    gateways = {
        name: step.flows for name, step in spec.steps.items() if step.element.kind == "eventBasedGateway"
    }
    helped: set[str] = set()
    for number in range(max(map(len, gateways.values()), default=0)):
        kept = {name: flows[number % len(flows)].target for name, flows in gateways.items() if flows}
        others = {flow.target for flows in gateways.values() for flow in flows} - set(kept.values())
        if all(has_only_words(spec.steps[name]) for name in others):
            net = net_of_scope(spec)
            left_out = {
                place for move in net.moves if others.intersection(move.passes) for place in move.takes
            }
            net.moves = [move for move in net.moves if not left_out.intersection((*move.takes, *move.puts))]
            helped |= set(joins) - waiting_for_ever(budget.explore(net)).keys()
    return helped


def _passed(graph: Graph, state: int) -> Iterator[str]:
    return (name for move in graph.run(state) for name in move.move.passes)


def _before(spec: ProcessSpec, join: str) -> set[str]:
    """Return what leads to a join, and what turns away from there."""
    leading = reached([join], ways_back(spec)) - {join}
    turning = {target for name in leading for target in leads_to(spec.steps[name])}
    return leading | turning - {join}


def _never_reached(spec: ProcessSpec, come_to: Collection[str]) -> Iterator[Wrong]:
    """Elements that no token comes to; an undoing, and a part that an event begins, wait for more than tokens.

    Where flows lead there and no token can take them all, the drawing is strange, but nothing in it is torn: a warning.
    """
    drawn = _drawn_ways(spec)
    undoing = {step.undone_by for step in spec.steps.values()}
    for name, step in spec.steps.items():
        nobody_undoes = step.element.for_compensation and name not in undoing
        if nobody_undoes or (name not in come_to and not _waits_for_more(step)):
            yield Wrong(name, "never-reached", severity="error" if name not in drawn else "warning")


def _drawn_ways(spec: ProcessSpec) -> set[str]:
    """Return the elements to which flows lead from a start, whether a token ever takes them or not."""
    ways = {name: list(leads_to(step)) for name, step in spec.steps.items()}
    return reached([name for way in spec.begins for name in way], ways)


def _waits_for_more(step: Step) -> bool:
    element = step.element
    is_gateway_that_begins = element.instantiates and element.kind == "eventBasedGateway"
    return is_gateway_that_begins or stands_beside(step)


def _reached_at_all(net: Net) -> set[str]:
    """Return the elements that could be reached if tokens were never used up."""
    places = {place for start in net.starts for place in start}
    found: set[str] = set()
    left = list(net.moves)
    while possible := [move for move in left if places.issuperset(move.takes)]:
        left = [move for move in left if not places.issuperset(move.takes)]
        for move in possible:
            places.update(move.puts)
            found.update(move.passes)
    return found


def _without_end(graph: Graph) -> Iterator[Wrong]:
    """Loops in which tokens become more each time. One that waits for a word or a time from outside only listens."""
    told: set[str] = set()
    for growth in graph.growths:
        source = _source_of(graph, growth)
        if not growth.listens and source not in told:
            told.add(source)
            path = passed_by(moves_to_move(graph, growth.state, growth.move))
            yield Wrong(source, "token-without-end", {"path": path})


def _source_of(graph: Graph, growth: Growth) -> str:
    """Return the first element of a loop that puts more tokens than it takes."""
    moves, state = [growth.move], growth.state
    while state != growth.before and (came := graph.came[state]):
        moves.append(came[1])
        state = came[0]
    growing = (move.move for move in reversed(moves) if len(move.move.puts) > len(move.move.takes))
    return next(move.passes[-1] for move in growing if move.passes)


def _multiplied(spec: ProcessSpec, graph: Graph, budget: Budget) -> Iterator[Wrong]:
    """Elements that run once for each of several tokens; branches beside an activity are meant to do that."""
    if any(
        not spec.steps[name].element.interrupting for step in spec.steps.values() for name in step.boundary
    ):
        graph = budget.explore(net_of_scope(spec, branches_beside=False))
    trails = _trails_of_several(graph)
    for name, trail in trails.items():
        step = spec.steps.get(name)
        if step is not None and not (trails.keys() & _sources(spec, step) - {name}):  # only where it begins
            yield Wrong(name, "token-multiplies", {"path": trail}, "warning")


def _trails_of_several(graph: Graph) -> dict[str, list[str]]:
    """Return the elements behind which two tokens can stand, and the way of the two.

    Two that came from one event which happened twice are no wonder: it listens.
    """
    found: dict[str, list[str]] = {}
    tried: Counter[str] = Counter()
    for state, marking in enumerate(graph.markings):
        for place in graph.net.places_of(graph.net.several(marking)):
            name = graph.net.net.owner[place]
            if name not in found and tried[name] < _MOST_TRIED:
                tried[name] += 1
                moves = moves_to_places(graph, state, [place])
                outside = Counter(move.move.passes for move in moves if move.move.from_outside)
                if max(outside.values(), default=0) < 2:
                    found[name] = passed_by(moves)
    return found


def _sources(spec: ProcessSpec, step: Step) -> set[str]:
    return {name for name, other in spec.steps.items() if step.name in leads_to(other)}
