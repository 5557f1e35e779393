"""The inclusive gateway: takes every way whose condition holds, and joins what can still come, in nested blocks and loops."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn.reach import reach_of
from tests.engine.bpmn.drawing import (
    PLACES,
    begun,
    declared,
    drawing,
    each,
    message,
    placed,
    scope,
    script,
    specs_of,
    timer,
)

BLOCK = """start -> split:or [n > 1] -> a:user -> join:or -> after:user -> end
split [n > 2] -> b:user -> join
split -> c:user -> join"""
DEFAULT = 'default="f8"'


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("n", "ways"), [(0, ["c"]), (2, ["a"]), (3, ["a", "b"])])
def test_it_takes_every_way_whose_condition_holds_and_joins_them(place: str, n: int, ways: list[str]) -> None:
    case = begun(placed(place, BLOCK, prefix="f", split=DEFAULT), n=n)
    assert case.tasks == ways
    for number, way in enumerate(ways, 1):
        case.complete(way, by=way)
        assert case.tasks == (["after"] if number == len(ways) else ways[number:])
    assert case.complete("after").is_completed
    assert {name: case.data[name] for name in ways} == {name: {"by": name} for name in ways}


def test_it_takes_ways_without_a_condition_always() -> None:
    flows = """start -> split:or [n > 1] -> a:user -> join:or -> end
    split -> b:user -> join"""
    assert begun(drawing(flows), n=0).tasks == ["b"]
    assert begun(drawing(flows), n=2).tasks == ["a", "b"]


def test_it_stands_where_no_way_is_open() -> None:
    flows = """start -> split:or [n > 1] -> a:user -> join:or -> end
    split [n > 2] -> b:user -> join"""
    case = begun(drawing(flows), n=0)
    assert case.incidents == [("split", "no-flow")]
    assert case.change(n=2).retry("split").complete("a").is_completed


def test_it_merges_what_each_branch_wrote() -> None:
    flows = """start -> split:or -> a:user -> set_a:script -> join:or -> after:user -> end
    split -> b:user -> set_b:script -> join"""
    inside = {"set_a": script("2", "x"), "set_b": script("3", "y")}
    for first, last in (("a", "b"), ("b", "a")):
        case = begun(drawing(flows, inside), x=1, y=1).complete(first).complete(last)
        assert (case.data["x"], case.data["y"]) == (2, 3)


def test_it_waits_for_a_branch_that_may_still_come_from_afar() -> None:
    flows = """start -> fork:and -> a:user -> join:or -> after:user -> end
    fork -> b:user -> choose:xor [n > 1] -> join
    choose -> other:user -> end_other:end"""
    case = begun(drawing(flows, choose='default="f9"'), n=0).complete("a")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["after", "other"]  # the branch went another way
    again = begun(drawing(flows, choose='default="f9"'), n=2).complete("a").complete("b")
    assert again.tasks == ["after"]


def test_it_goes_on_when_the_branch_that_it_waits_for_is_interrupted() -> None:
    flows = """start -> fork:and -> a:user -> join:or -> after:user -> end
    fork -> b:user -> join
    late:on-b -> other:user -> end_late:end"""
    case = begun(drawing(flows, {"late": timer("Duration", "P1D")})).complete("a")
    assert case.tasks == ["b"]
    assert case.fire("late").tasks == ["after", "other"]


def test_it_waits_for_what_may_come_from_the_boundary_of_an_activity() -> None:
    flows = """start -> fork:and -> a:user -> join:or -> after:user -> end
    fork -> b:user -> end_b:end
    word:on-b -> c:user -> join"""
    source = drawing(flows, {"word": message("word")}, beside=declared("word"), word='cancelActivity="false"')
    case = begun(source, number="1").complete("a")
    assert case.tasks == ["b"]
    case.receive("word").complete("b")
    assert case.tasks == ["c"]
    assert case.complete("c").tasks == ["after"]
    assert begun(source, number="1").complete("a").complete("b").tasks == ["after"]


def test_it_waits_for_a_subprocess_as_one_activity() -> None:
    inner = scope("s:start -> x:user -> y:user -> e:end", attributes={"prefix": "i"})
    flows = """start -> fork:and -> a:user -> join:or -> after:user -> end
    fork -> inner:sub -> join"""
    case = begun(drawing(flows, {"inner": inner})).complete("a").complete("x")
    assert case.tasks == ["y"]
    assert case.complete("y").tasks == ["after"]


def test_it_waits_for_all_instances_of_an_activity() -> None:
    flows = """start -> fork:and -> a:user -> join:or -> after:user -> end
    fork -> b:user -> join"""
    case = begun(drawing(flows, {"b": each("=list")}), list=[1, 2]).complete("a").complete("b")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["after"]


def test_it_waits_for_the_events_behind_a_gateway() -> None:
    flows = """start -> fork:and -> a:user -> join:or -> after:user -> end
    fork -> race:event -> word:catch -> join
    race -> late:catch -> end_late:end"""
    inside = {"word": message("word"), "late": timer("Duration", "P1D")}
    source = drawing(flows, inside, beside=declared("word"))
    case = begun(source, number="1").complete("a")
    assert case.tasks == []
    assert case.receive("word").tasks == ["after"]
    assert begun(source, number="1").complete("a").fire("late").tasks == ["after"]


def test_it_waits_for_what_may_come_over_a_link() -> None:
    flows = """start -> fork:and -> a:user -> join:or -> after:user -> end
    fork -> b:user -> jump:intermediateThrowEvent
    land:catch -> join"""
    inside = dict.fromkeys(("jump", "land"), '<linkEventDefinition name="over"/>')
    case = begun(drawing(flows, inside)).complete("a")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["after"]


def test_it_lets_a_token_pass_that_could_also_come_on_a_flow_where_one_stands() -> None:
    """The exception of §13.4.3: `b` may come on either flow, and one of them has its token."""
    flows = """start -> fork:and -> a:user -> meet:xor -> join:or -> after:user -> end
    fork -> b:user -> choose:xor [n > 1] -> meet
    choose -> join"""
    case = begun(drawing(flows, choose='default="f10"'), n=0).complete("a")
    assert case.tasks == ["after", "b"]
    assert case.complete("b").tasks == ["after", "after"]


def test_it_joins_one_token_of_each_flow_and_keeps_the_rest_for_the_next_round() -> None:
    flows = """start -> fork:and -> meet:xor -> join:or -> after:user -> end
    fork -> meet
    fork -> b:user -> join"""
    case = begun(drawing(flows))
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["after", "after"]


def test_it_joins_in_a_loop_again_and_again() -> None:
    flows = """start -> meet:or -> split:or -> a:user -> join:or -> more:xor [n < 3] -> meet
    split [n > 0] -> add:script -> join
    more -> end"""
    case = begun(drawing(flows, {"add": script("n + 1", "n")}, more='default="f9"'), n=1)
    assert case.tasks == ["a"]
    assert case.complete("a").tasks == ["a"]
    assert case.complete("a").is_completed
    assert case.data["n"] == 3


def test_it_works_out_what_it_may_wait_for_once_and_leaves_the_specs_as_they_are() -> None:
    spec = specs_of(drawing(BLOCK, split=DEFAULT)).processes["p"]
    before = dict(vars(spec))
    reach = reach_of(spec, spec.steps["join"])
    assert reach["split"] == {"f3", "f7", "f9"}
    assert "after" not in reach
    assert reach_of(spec, spec.steps["join"]) is reach
    assert vars(spec) == before


# Nested blocks, held against a model


@dataclass(frozen=True)
class Task:
    """One user task."""

    name: str


@dataclass(frozen=True)
class Block:
    """Ways between a split and a join of one kind; `open` says which ways' conditions hold."""

    kind: str
    ways: tuple["Part", ...]
    open: tuple[bool, ...]

    def taken(self) -> list[int]:
        """The ways that BPMN takes: all, the first that is open, or all that are; the last is the default."""
        if self.kind == "and":
            return list(range(len(self.ways)))
        held = [number for number, holds in enumerate(self.open[:-1]) if holds]
        if self.kind == "xor":
            held = held[:1]
        return held or [len(self.ways) - 1]


@dataclass(frozen=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple["Part", ...]


Part = Task | Block | Sequence


def parts() -> st.SearchStrategy[Part]:
    task = st.builds(Task, st.just("t"))

    def larger(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
        block = st.integers(2, 3).flatmap(
            lambda ways: st.builds(
                Block,
                st.sampled_from(["or", "or", "and", "xor"]),
                st.tuples(*[inner] * ways),
                st.tuples(*[st.booleans()] * ways),
            )
        )
        return block | st.lists(inner, min_size=2, max_size=3).map(lambda found: Sequence(tuple(found)))

    return st.recursive(task, larger, max_leaves=9)


class Drawn:
    """A part drawn as flows, and what the model says it waits for."""

    def __init__(self, part: Part) -> None:
        self.lines: list[str] = []
        self.attributes: dict[str, Any] = {}
        self._count = 0
        self._flows = 0
        first, last, model = self._draw(part)
        self._wire("start:start", first)
        self._wire(last, "end:end")
        self.model = model

    def _wire(self, source: str, target: str, condition: bool | None = None) -> str:
        said = "" if condition is None else f" [{str(condition).lower()}]"
        self.lines.append(f"{source}{said} -> {target}")
        self._flows += 1
        return f"f{self._flows}"

    def _draw(self, part: Part) -> tuple[str, str, "Model"]:
        self._count += 1
        number = self._count
        if isinstance(part, Task):
            return f"t{number}:user", f"t{number}:user", Model([f"t{number}"], [])
        if isinstance(part, Sequence):
            drawn = [self._draw(each) for each in part.parts]
            for (_first, last, _), (first, _last, _) in pairwise(drawn):
                self._wire(last, first)
            return drawn[0][0], drawn[-1][1], Model.in_sequence([model for _, _, model in drawn])
        split, join = f"s{number}:{part.kind}", f"j{number}:{part.kind}"
        taken, models = part.taken(), []
        for way, inner in enumerate(part.ways):
            first, last, model = self._draw(inner)
            is_last = way == len(part.ways) - 1
            condition = None if part.kind == "and" or is_last else part.open[way]
            flow = self._wire(split, first, condition)
            if is_last and part.kind != "and":
                self.attributes[f"s{number}"] = f'default="{flow}"'
            self._wire(last, join)
            if way in taken:
                models.append(model)
        return split, join, Model([], models)


@dataclass
class Model:
    """What is open now, branches that run beside each other, and what comes after all of them."""

    tasks: list[str]
    beside: list["Model"]
    after: "Model | None" = None

    @staticmethod
    def in_sequence(models: list["Model"]) -> "Model":
        whole = models[0]
        last = whole
        for model in models[1:]:
            while last.after:
                last = last.after
            last.after = model
        return whole

    def open(self) -> Iterator[str]:
        if self.tasks:
            yield from self.tasks
        elif any(True for branch in self.beside for _task in branch.open()):
            for branch in self.beside:
                yield from branch.open()
        elif self.after:
            yield from self.after.open()

    def complete(self, task: str) -> None:
        if self.tasks:
            self.tasks.remove(task)
        elif any(True for branch in self.beside for _task in branch.open()):
            next(branch for branch in self.beside if task in branch.open()).complete(task)
        elif self.after:
            self.after.complete(task)


@given(parts(), st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=60, deadline=None)
def test_it_opens_and_ends_what_a_model_says_in_any_nest_of_blocks(
    part: Part, dice: object, reload: bool
) -> None:
    drawn = Drawn(part)
    case = begun(drawing("\n".join(drawn.lines), **drawn.attributes), reload=reload)
    passed = Counter(case.passed)
    while expected := sorted(drawn.model.open()):
        assert case.tasks == expected
        task = dice.choice(expected)  # type: ignore[attr-defined]
        drawn.model.complete(task)
        case.complete(task)
        passed.update(case.passed if reload else ())
    assert case.is_completed
    if reload:  # each element was passed once, each join too
        assert set(passed.values()) == {1}
    assert not [token for token in case.now._workflow.tasks.values() if token.is_open]


def test_it_costs_nothing_where_no_such_join_waits() -> None:
    case = begun(drawing("start -> a:user -> end"))
    assert case.now._workflow.gathering == {}
