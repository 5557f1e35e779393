"""Looking at few markings finds what looking at all of them finds; the drawings are small and of any shape."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn.duties import Duty, read_duty
from engine.bpmn.net.drawing import net_of_process, net_of_scope
from engine.bpmn.net.exploring import Graph, explore
from engine.bpmn.net.markings import BITS, Move, Net, PackedNet
from engine.bpmn.net.slicing import what_matters
from engine.bpmn.net.waiting import waiting_for_ever
from engine.bpmn.parser import parse
from tests.engine.bpmn.random_drawings import drawings, spec_of

MOST = 1_500


def passed(graph: Graph) -> set[str]:
    return {name for edges in graph.edges for move, _after in edges for name in move.move.passes}


def deadlocks(graph: Graph) -> set[int]:
    return {marking for marking, edges in zip(graph.markings, graph.edges, strict=True) if not edges}


def is_broken(duty: Duty, graph: Graph) -> bool:
    flags = graph.net.net.flags
    return any(
        not duty.holds({name for name, place in flags.items() if marking >> (BITS * place) & 1})
        for marking, edges in zip(graph.markings, graph.edges, strict=True)
        for move, _after in edges
        if duty.element in move.move.begins
    )


def both(source: bytes) -> tuple[Graph, Graph] | None:
    """The whole graph and the reduced one; None where the whole one is too large, or a loop adds tokens without end."""
    net = net_of_scope(spec_of(source))
    plain, reduced = explore(net, MOST, reduced=False), explore(net, MOST)
    is_fit = plain.is_whole and all(growth.listens for growth in plain.growths)
    return (plain, reduced) if is_fit else None


@settings(max_examples=400, deadline=None)
@given(drawings(loops=False))
def test_without_loops_it_finds_the_same_ends_the_same_joins_and_the_same_elements(source: bytes) -> None:
    if graphs := both(source):
        plain, reduced = graphs
        assert deadlocks(reduced) == deadlocks(plain)
        assert waiting_for_ever(reduced).keys() == waiting_for_ever(plain).keys()
        assert passed(reduced) == passed(plain)
        assert len(reduced.markings) <= len(plain.markings)


@settings(max_examples=400, deadline=None)
@given(drawings(loops=True))
def test_with_loops_it_finds_the_same_joins_and_the_same_elements(source: bytes) -> None:
    if graphs := both(source):
        plain, reduced = graphs
        assert waiting_for_ever(reduced).keys() == waiting_for_ever(plain).keys()
        assert passed(reduced) == passed(plain)


@settings(max_examples=400, deadline=None)
@given(drawings(), st.sampled_from(("only after", "never after")))
def test_a_duty_is_broken_in_the_few_where_it_is_broken_in_all(source: bytes, relation: str) -> None:
    duty = read_duty("d", f"n1 {relation} n0")
    processes = parse({"p.bpmn": source}).processes
    net = net_of_process(
        "p",
        processes,
        drawn_in=frozenset(),
        beginnings=frozenset(["n1"]),
        completions=frozenset(["n0"]),
    )
    plain, reduced = explore(net, MOST, reduced=False), explore(what_matters(net), MOST)
    if plain.is_whole:
        assert is_broken(duty, reduced) == is_broken(duty, plain)


def test_a_marking_keeps_places_apart() -> None:
    net = Net()
    first, second = net.place("a"), net.place("b")
    net.moves = [Move((first,), (second, second)), Move((second, second), (first,), some=(second,))]
    net.starts = [(first,)]
    packed = PackedNet(net)
    [start] = packed.starts
    [double] = packed.enabled(start)
    two = packed.after(start, double)
    assert list(packed.places_of(packed.several(two))) == [second]
    assert packed.covers(two, two)
    assert not packed.covers(start, two)
    assert [move.move for move in packed.enabled(two)] == [net.moves[1]]
    assert packed.after(two, packed.moves[1]) == start


def test_places_that_must_be_empty_hold_a_move_back() -> None:
    net = Net()
    here, there, beyond = (net.place(name) for name in "abc")
    net.moves = [Move((here,), (beyond,), empty=(there,)), Move((there,), (), clears=(here,))]
    net.starts = [(here, there)]
    graph = explore(net, reduced=False)
    assert len(graph.markings) == 2  # what clears goes first, and takes both
    assert graph.markings[1] == 0
