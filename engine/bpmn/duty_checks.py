"""Whether what a definition promises (its duties) holds in every run of it, through the processes it calls and whatever happens beside.

Every run is looked at: over boundary events, event subprocesses, errors, undoing and ends that end all. Data are left aside, so that a duty
holds only where the drawing itself makes sure of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.duties import Duty, Unreadable, duties_in, read_duty
from engine.bpmn.elements import Call, triggers_of
from engine.bpmn.net.drawing import net_of_process
from engine.bpmn.net.exploring import Budget, Graph
from engine.bpmn.net.markings import BITS, Net, Packed
from engine.bpmn.net.slicing import what_matters
from engine.bpmn.net.throws import Thrown
from engine.bpmn.net.trail import moves_to_move, passed_by
from engine.bpmn.parsed import ParsedProcess
from engine.bpmn.specs import ProcessSpec, Step
from engine.bpmn.wrong import Wrong

Processes = Mapping[str, ParsedProcess]


def broken_duties(process: ParsedProcess, processes: Processes, budget: Budget) -> Iterator[Wrong]:
    """Yield the duties of a process that cannot be read, are broken, or could not be proven."""
    declared = list(duties_in(process.properties))
    if not declared:
        return
    reach = _Reach(process, processes)
    readable: list[Duty] = []
    for duty_id, text in declared:
        try:
            duty = read_duty(duty_id, text)
        except Unreadable:
            yield Wrong(process.id, "duty-unreadable", {"duty": duty_id, "text": text})
            continue
        unknown = [name for name in duty.named if name not in reach.ids]
        yield from (_unknown(process, duty, name, reach) for name in unknown)
        if not unknown:
            readable.append(duty.with_names(reach.ids.__getitem__))
    yield from _broken(readable, process, reach, budget)


def _unknown(process: ParsedProcess, duty: Duty, name: str, reach: _Reach) -> Wrong:
    known = sorted(each for each in reach.ids if "/" not in each)
    return Wrong(process.id, "duty-unknown-element", {"duty": duty.id, "name": name, "known": known})


def _broken(duties: list[Duty], process: ParsedProcess, reach: _Reach, budget: Budget) -> Iterator[Wrong]:
    """Look at all duties at once, and where that is too much, at one after the other."""
    graph = budget.explore(what_matters(_net(duties, process, reach))) if duties else None
    for duty in duties:
        if graph is not None and not graph.is_whole and len(duties) > 1:
            yield from _broken([duty], process, reach, budget)
        elif graph is not None:
            yield from _judged(duty, process, graph, reach, budget)


def _net(duties: list[Duty], process: ParsedProcess, reach: _Reach) -> Net:
    return net_of_process(
        process.id,
        reach.processes,
        drawn_in=reach.around([name for duty in duties for name in duty.named]),
        beginnings=frozenset(duty.element for duty in duties if duty.element),
        completions=frozenset(name for duty in duties for name in duty.asked),
    )


def _judged(
    duty: Duty, process: ParsedProcess, graph: Graph, reach: _Reach, budget: Budget
) -> Iterator[Wrong]:
    says: dict[str, object] = {"duty": duty.id, "text": duty.text}
    found = _first_broken(duty, graph)
    at = duty.element or process.id
    if found is not None:
        path = _way(duty, process, reach, budget) or passed_by(moves_to_move(graph, *found))
        if duty.element:
            path = path[: len(path) - path[::-1].index(duty.element)]  # what begins with it is of no concern
        asked = [*dict.fromkeys(duty.asked)]
        yield Wrong(at, "duty-broken", {**says, "relation": duty.relation, "asked": asked, "path": path})
    elif not graph.is_whole:
        yield Wrong(at, "duty-not-proven", {**says, "most": budget.most})


def _way(duty: Duty, process: ParsedProcess, reach: _Reach, budget: Budget) -> list[str]:
    """Return the whole way to where a duty is broken, with what was left out to find that it is; empty where that is too much."""
    graph = budget.explore(_net([duty], process, reach))
    found = _first_broken(duty, graph)
    return passed_by(moves_to_move(graph, *found)) if found else []


def _first_broken(duty: Duty, graph: Graph) -> tuple[int, Packed] | None:
    """Return the nearest state and the move out of it that breaks a duty."""
    flags = graph.net.net.flags
    for state, edges in enumerate(graph.edges):
        for packed, _after in edges:
            is_meant = duty.element in packed.move.begins if duty.element else packed.move.ends
            if is_meant:
                marking = graph.markings[state]
                completed = {name for name, place in flags.items() if marking >> (BITS * place) & 1}
                if not duty.holds(completed):
                    return state, packed
    return None


class _Reach:
    """What a process can come to: its own elements, and those of the processes that it calls."""

    def __init__(self, process: ParsedProcess, processes: Processes) -> None:
        self.processes = dict(_called(process, processes))
        self.ids: dict[str, str] = {}  # an element as a duty may name it -> its id
        self._scopes: list[tuple[str, ProcessSpec]] = []
        for each in self.processes.values():
            for spec in each.specs:
                self._scopes.append((each.id, spec))
                for name in spec.steps:
                    self.ids[name] = self.ids[f"{each.id}/{name}"] = name

    def around(self, names: list[str]) -> frozenset[str]:
        """Return the subprocesses and calls inside which something is named, or from which something is thrown outwards."""
        wanted = set(names)
        inside = {spec.name for _owner, spec in self._scopes if _counts(spec, wanted)}
        drawn: set[str] = set()
        size = -1
        while size != len(drawn) + len(inside):
            size = len(drawn) + len(inside)
            for _owner, spec in self._scopes:
                found = {step.name for step in spec.steps.values() if _inside_of(step) in inside}
                drawn |= found
                if found:
                    inside.add(spec.name)
        return frozenset(drawn)


def _counts(spec: ProcessSpec, wanted: set[str]) -> bool:
    thrown = (each for step in spec.steps.values() for each in _thrown_by(step))
    return not wanted.isdisjoint(spec.steps) or any(isinstance(each, Thrown) for each in thrown)


def _thrown_by(step: Step) -> tuple[object, ...]:
    throws = step.element.kind in {"endEvent", "intermediateThrowEvent"}
    return triggers_of(step.element.detail) if throws else ()


def _inside_of(step: Step) -> str:
    """Return the name of the scope that would run inside a step."""
    call = step.element.detail
    if not isinstance(call, Call):
        return step.name
    return "" if call.binding else call.process_id


def _called(process: ParsedProcess, processes: Processes) -> Iterator[tuple[str, ParsedProcess]]:
    seen: set[str] = set()
    waiting = [process.id]
    while waiting:
        process_id = waiting.pop()
        if process_id in processes and process_id not in seen:
            seen.add(process_id)
            yield process_id, processes[process_id]
            waiting += processes[process_id].calls
