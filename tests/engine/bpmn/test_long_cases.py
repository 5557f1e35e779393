"""Long cases: the thousandth step costs what the tenth does, counted in tokens and bytes, and never by a clock (decision 3).

The cost of a step is what it touches: tokens that are read or made, and steps along their lines of descent, from loading the
case to its new state. Each case is dumped and loaded between every two moves, so every step is a restart.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from engine.bpmn.tokens import Token
from tests.engine.bpmn.drawing import (
    Moving,
    begun,
    declared,
    drawing,
    each,
    escalation,
    file,
    message,
    process,
    scope,
    script,
    timer,
    zeebe,
)
from tests.engine.bpmn.undoing import COMPENSATE, part, whole

ESCALATED = escalation()
BESIDE = 'triggeredByEvent="true"'
LOOP = "start -> meet:xor -> {work} -> add:script -> more:xor [n < {rounds}] -> meet\nmore -> end"
ADD = {"add": script("n + 1", "n")}


@dataclass
class Cost:
    """What one case has touched, step by step."""

    touched: int = 0
    steps: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def step(self, case: Moving, move: Callable[[], object]) -> None:
        before = self.touched
        move()
        self.steps.append(self.touched - before)
        self.sizes.append(len(case.state))


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cost]:
    """Count each token that is made or restored, and each look at a parent or child."""
    cost = Cost()

    def counting(name: str) -> None:
        original = Token.__dict__[name]

        def tick(*arguments: object, **named: object) -> object:
            cost.touched += 1
            if isinstance(original, property):
                return original.fget(*arguments)  # type: ignore[misc]
            if isinstance(original, classmethod):
                return original.__func__(Token, *arguments[1:], **named)
            return original(*arguments, **named)

        wrapped: object = property(tick) if isinstance(original, property) else tick
        monkeypatch.setattr(Token, name, classmethod(tick) if isinstance(original, classmethod) else wrapped)

    for name in ("__init__", "restored", "parent", "children", "_recorded_changes"):
        counting(name)
    yield cost
    monkeypatch.undo()


def plain(rounds: int) -> bytes:
    return drawing(LOOP.format(work="ask:user", rounds=rounds), ADD, more='default="f6"')


def in_a_frame(rounds: int) -> bytes:
    """A frame in each round, with an event at its boundary."""
    inner = scope("s:start -> ask:user -> e:end", attributes={"prefix": "i"})
    flows = LOOP.format(work="inner:sub", rounds=rounds) + "\nlate:on-inner -> end_late:end"
    inside = {**ADD, "inner": inner, "late": timer("Duration", "P1D")}
    return drawing(flows, inside, more='default="f6"')


def inside_a_frame(rounds: int) -> bytes:
    """All rounds in one frame, with an event at its boundary."""
    inner = scope(LOOP.format(work="ask:user", rounds=rounds), ADD, {"prefix": "i", "more": 'default="i6"'})
    flows = "os:start -> inner:sub -> oe:end\nlate:on-inner -> end_late:end"
    return drawing(flows, {"inner": inner, "late": timer("Cycle", "R/P1D")}, late='cancelActivity="false"')


def calling(rounds: int) -> bytes:
    called = process("cs:start -> ask:user -> ce:end", process_id="called", prefix="c")
    inside = {**ADD, "call": zeebe('calledElement processId="called"')}
    return file(called, process(LOOP.format(work="call:call", rounds=rounds), inside, more='default="f6"'))


def called(rounds: int) -> bytes:
    """All rounds in one call."""
    inner = process(
        LOOP.format(work="ask:user", rounds=rounds), ADD, process_id="called", prefix="c", more='default="c6"'
    )
    return file(
        inner, process("os:start -> call:call -> oe:end", {"call": zeebe('calledElement processId="called"')})
    )


def beside(rounds: int) -> bytes:
    """Beside an event subprocess that listens."""
    heard = scope(
        "by:start -> note:script -> he:end",
        {"by": message("word"), "note": script("n", "heard")},
        {"prefix": "h", "by": 'isInterrupting="false"'},
    )
    flows = LOOP.format(work="ask:user", rounds=rounds) + "\nhear:subProcess"
    inside = {**ADD, "hear": heard}
    return drawing(flows, inside, beside=declared("word"), hear=BESIDE, more='default="f6"')


def beside_busy(rounds: int) -> bytes:
    """Beside an event subprocess that begins in each round, by what the round throws."""
    heard = scope(
        "by:start -> note:script -> he:end",
        {"by": ESCALATED, "note": script("n", "heard")},
        {"prefix": "h", "by": 'isInterrupting="false"'},
    )
    flows = LOOP.format(work="ask:user -> tell:intermediateThrowEvent", rounds=rounds) + "\nhear:subProcess"
    inside = {**ADD, "hear": heard, "tell": ESCALATED}
    return drawing(flows, inside, hear=BESIDE, more='default="f7"')


def leaving_branches(rounds: int) -> bytes:
    """A branch ends in each round, and writes."""
    flows = LOOP.format(work="fork:and -> ask:user", rounds=rounds) + "\nfork -> note:script -> end_note:end"
    return drawing(flows, {**ADD, "note": script("n", "noted")}, more='default="f7"')


def compensable(rounds: int) -> bytes:
    """Each round could be undone, and a frame in it."""
    inner = part(
        "s:start -> ask:user -> e:end\nask ~ no_ask:script", {"no_ask": script("1", "x")}, prefix="i"
    )
    flows = LOOP.format(work="inner:sub -> b:script", rounds=rounds) + "\nb ~ no_b:script"
    inside = {**ADD, "inner": inner, "b": script("1", "b"), "no_b": script("undone + 1", "undone")}
    content = part(
        flows.replace("-> end", "-> undo:end"), {**inside, "undo": COMPENSATE}, more='default="f7"'
    )
    return whole(content)


def many(rounds: int) -> bytes:
    """A multi-instance of frames in each round."""
    inner = each("=[1, 2]", outputCollection="out", outputElement="=ask.n") + scope(
        "s:start -> ask:user -> e:end", attributes={"prefix": "i"}
    )
    return drawing(LOOP.format(work="inner:sub", rounds=rounds), {**ADD, "inner": inner}, more='default="f6"')


SHAPES = [
    plain,
    in_a_frame,
    inside_a_frame,
    calling,
    called,
    beside,
    beside_busy,
    leaving_branches,
    compensable,
]


def is_flat(found: list[int]) -> bool:
    """Compare the last hundred steps with a hundred from the tenth on: cuts come and go, so their mean and their most count."""
    early, late = found[10:110], found[-101:-1]
    return sum(late) <= 1.2 * sum(early) and max(late) <= 1.2 * max(early)


@pytest.mark.parametrize("rounds", [1000, 3000])
@pytest.mark.parametrize("shape", SHAPES)
def test_each_round_costs_the_same(
    shape: Callable[[int], bytes], rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = begun(shape(rounds), n=0, number="1", undone=0)
    with counted(monkeypatch) as cost:
        for _round in range(rounds):
            cost.step(case, lambda: case.complete("ask", n=1))
    assert case.is_completed
    assert case.data["n"] == rounds
    assert is_flat(cost.steps)
    assert is_flat(cost.sizes)


def test_it_undoes_all_of_a_thousand_rounds() -> None:
    case = begun(compensable(1000), n=0, undone=0)
    for _round in range(1000):
        case.complete("ask", n=1)
    assert case.is_completed
    assert case.data["undone"] == 1000


def test_each_round_of_many_instances_costs_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    case = begun(many(500), n=0)
    with counted(monkeypatch) as cost:
        for _round in range(500):
            cost.step(case, lambda: case.complete("ask", n=1))
            cost.step(case, lambda: case.complete("ask", n=2))
    assert case.is_completed
    assert case.data["out"] == [1, 2]
    assert is_flat(cost.steps)
    assert is_flat(cost.sizes)


def blocks(number: int) -> bytes:
    """Parallel blocks of three user tasks, one behind the other (trap 14: each doubles what the library predicts)."""
    lines, before = [], "start"
    for block in range(number):
        lines.append(f"{before} -> fork{block}:and -> a{block}:user -> join{block}:and")
        lines += [f"fork{block} -> {name}{block}:user -> join{block}" for name in "bc"]
        before = f"join{block}"
    return drawing("\n".join([*lines, f"{before} -> end"]))


def touched_by_blocks(number: int, monkeypatch: pytest.MonkeyPatch) -> Cost:
    case = begun(blocks(number))
    with counted(monkeypatch) as cost:
        for block in range(number):
            for name in "abc":
                cost.step(case, lambda name=name, block=block: case.complete(f"{name}{block}"))  # type: ignore[misc]
    assert case.is_completed
    return cost


def test_twenty_parallel_blocks_in_sequence_cost_twice_as_much_as_ten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ten, twenty = touched_by_blocks(10, monkeypatch), touched_by_blocks(20, monkeypatch)
    assert sum(twenty.steps) <= 2.2 * sum(ten.steps)
    assert max(twenty.sizes) <= 2.2 * max(ten.sizes)
    assert max(twenty.steps) <= 1.2 * max(ten.steps)


def test_a_state_of_the_middle_goes_on_in_another_process() -> None:
    """Every shape, stopped half-way: the bytes alone are enough."""
    for shape in SHAPES:
        case = begun(shape(120), reload=False, n=0, number="1", undone=0)
        for _round in range(60):
            case.complete("ask", n=1)
        again = Moving(case.specs, case.state, case.env)
        for _round in range(60):
            case.complete("ask", n=1)
            again.complete("ask", n=1)
        assert again.is_completed
        assert again.data == case.data
