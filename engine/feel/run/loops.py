"""Closures for `for`, `some`, `every` and filters; every turn is counted against the limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.limits import MAX_LIST
from engine.feel.run.columns import by_columns
from engine.feel.run.compilation import Closure, Compilation, compiles
from engine.feel.run.frames import Frame, within_limit
from engine.feel.syntax.nodes import Filter, For, Iteration, Quantified
from engine.feel.values.far_times import day_at, day_number
from engine.feel.values.kinds import Range, from_host, kind_of
from engine.feel.values.numbers import to_integer

Source = Callable[[Frame], list[Any] | None]
ITEM = "item"
PARTIAL = "partial"


def _sources(
    compilation: Compilation, iterations: tuple[Iteration, ...]
) -> tuple[list[tuple[str, Source]], Compilation]:
    sources = []
    for iteration in iterations:
        sources.append((iteration.name, _source(compilation, iteration)))
        compilation = compilation.inner((iteration.name,))
    return sources, compilation


def _source(compilation: Compilation, iteration: Iteration) -> Source:
    start = compilation.closure(iteration.source)
    if iteration.end is None:
        return lambda frame: items_of(start(frame))
    end = compilation.closure(iteration.end)
    return lambda frame: _between(start(frame), end(frame))


def items_of(value: object) -> list[Any] | None:
    """Give what is iterated over: a list, the numbers or days of a range, or one value alone."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        items = _between(value.start, value.end)
        if not items:
            return items
        return items[0 if value.start_included else 1 : None if value.end_included else -1]
    return None if value is None else [value]


def _between(start: Any, end: Any) -> list[Any] | None:
    """Count from one end to the other, downwards too, in whole numbers or days."""
    if kind_of(start) == kind_of(end) == "date":
        return [day_at(number) for number in _counted(day_number(start), day_number(end))]
    first, last = to_integer(start), to_integer(end)
    if first is None or last is None:
        return None
    return [Decimal(number) for number in _counted(first, last)]


def _counted(first: int, last: int) -> range:
    if abs(last - first) >= MAX_LIST:
        raise FeelError("limit-list", limit=MAX_LIST)
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def _turns(frame: Frame, sources: list[tuple[str, Source]], weight: int) -> Iterator[Frame | None]:
    """Give a frame for each combination of the sources, the last turning fastest; None where a source is none."""
    (name, source), *rest = sources
    items = source(frame)
    if items is None:
        yield None
        return
    for item in items:
        frame.run.spend(weight)
        turn = frame.inner({name: from_host(item)})
        if rest:
            yield from _turns(turn, rest, weight)
        else:
            yield turn


@compiles(For)
def _for(compilation: Compilation, node: For) -> Closure:
    sources, inner = _sources(compilation, node.iterations)
    body, weight = inner.inner((PARTIAL,)).weighed(node.body)

    def closure(frame: Frame) -> list[Any] | None:
        results: list[Any] = []
        outer = frame.inner({PARTIAL: results})
        for turn in _turns(outer, sources, weight):
            if turn is None:
                return None
            results.append(body(turn))
            within_limit(results)
        return results

    return closure


@compiles(Quantified)
def _quantified(compilation: Compilation, node: Quantified) -> Closure:
    sources, inner = _sources(compilation, node.iterations)
    condition, weight = inner.weighed(node.condition)
    decisive = node.quantifier == "some"

    def closure(frame: Frame) -> bool | None:
        result: bool | None = not decisive
        for turn in _turns(frame, sources, weight):
            value = None if turn is None else condition(turn)
            if value is decisive:
                return value is True
            if value is not (not decisive):
                result = None  # neither true nor false
        return result

    return closure


@compiles(Filter)
def _filter(compilation: Compilation, node: Filter) -> Closure:
    base = compilation.closure(node.base)
    before = compilation.tally.functions
    condition, weight = compilation.inner((ITEM,)).weighed(node.condition)
    # A function keeps the frame in which it was made: then each item needs its own.
    asks = _asked_anew(condition) if compilation.tally.functions > before else _asked_in_turn(condition)
    fast = by_columns(compilation, node.condition)

    def closure(frame: Frame) -> object:
        value = base(frame)
        items = value if isinstance(value, list) else [] if value is None else [value]
        if not items:
            index = condition(frame)
            return None if value is None or isinstance(index, Decimal) else []
        chosen = None if fast is None else fast(frame, items)
        if chosen is not None:
            frame.run.spend(weight * len(items))
            return chosen
        return _filtered(frame, items, asks, weight)

    return closure


Asking = Callable[[Frame], Callable[[object], object]]


def _asked_anew(condition: Closure) -> Asking:
    return lambda frame: lambda item: condition(_item_frame(frame, item))


def _item_frame(frame: Frame, item: object) -> Frame:
    """The item itself, and the entries of one that is a context before all other names."""
    outer = frame.inner({ITEM: item})
    return outer.inner(item) if isinstance(item, dict) else outer


def _asked_in_turn(condition: Closure) -> Asking:
    """The same with two frames for all items."""

    def asking(frame: Frame) -> Callable[[object], object]:
        outer = frame.inner({ITEM: None})
        inner = outer.inner({})

        def ask(item: object) -> object:
            outer.values = {ITEM: item}
            if isinstance(item, dict):
                inner.values = item
                return condition(inner)
            return condition(outer)

        return ask

    return asking


def _filtered(frame: Frame, items: list[Any], asks: Asking, weight: int) -> object:
    ask = asks(frame)
    first = ask(from_host(items[0]))
    if type(first) is Decimal:
        return _at(items, first)
    frame.run.spend(weight * len(items))
    chosen = [item for item in items[1:] if ask(from_host(item)) is True]
    return [items[0], *chosen] if first is True else chosen


def _at(items: list[Any], index: Decimal) -> object:
    """The item at an index from 1, or from -1 backwards; null where there is none."""
    position = to_integer(index)
    if position is None or position == 0 or abs(position) > len(items):
        return None
    return from_host(items[position - 1 if position > 0 else position])
