"""Closures for contexts, lists, ranges and paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel.run.compilation import Closure, Compilation, compiles
from engine.feel.run.frames import NO_RUN, Frame
from engine.feel.syntax.nodes import Context, Interval, ListOf, Literal, Path
from engine.feel.values.comparing import order
from engine.feel.values.kinds import Range, from_host, kind_of
from engine.feel.values.time_parts import part_of


@compiles(Context)
def _context(compilation: Compilation, node: Context) -> Closure:
    entries = []
    for name, value in node.entries:
        entries.append((name, compilation.closure(value)))
        compilation = compilation.inner((name,))

    def closure(frame: Frame) -> dict[str, Any]:
        context: dict[str, Any] = {}
        inner = frame.inner(context)
        for name, value in entries:
            context[name] = value(inner)
        return context

    return closure


@compiles(ListOf)
def _list(compilation: Compilation, node: ListOf) -> Closure:
    items = compilation.closures(node.items)
    return lambda frame: [item(frame) for item in items]


@compiles(Interval)
def _interval(compilation: Compilation, node: Interval) -> Closure:
    """A range between constants is made once."""
    closure = _made_anew(compilation, node)
    if all(end is None or isinstance(end, Literal) for end in (node.start, node.end)):
        range_ = closure(Frame({}, None, NO_RUN))
        return lambda _: range_
    return closure


def _made_anew(compilation: Compilation, node: Interval) -> Closure:
    start = None if node.start is None else compilation.closure(node.start)
    end = None if node.end is None else compilation.closure(node.end)
    start_included, end_included = node.start_included, node.end_included
    comparison = node.comparison
    if start is not None and comparison:
        return lambda frame: _of_one(start(frame), comparison)

    def closure(frame: Frame) -> Range | None:
        low = None if start is None else start(frame)
        high = None if end is None else end(frame)
        if start is not None and end is not None and not _are_ends(low, high):
            return None
        return Range(low, high, start_included, end_included)

    return closure


def _of_one(value: object, comparison: str) -> Range | None:
    return None if value is None else Range(value, value, comparison=comparison)


def _are_ends(low: object, high: object) -> bool:
    """Two ends have an order and stand in it."""
    result = order(low, high)
    return kind_of(low) == kind_of(high) and result is not None and result <= 0


@compiles(Path)
def _path(compilation: Compilation, node: Path) -> Closure:
    base = compilation.closure(node.base)
    name = node.name

    def closure(frame: Frame) -> object:
        value = base(frame)
        if type(value) is dict:
            return from_host(value.get(name))
        frame.run.weigh(value)
        return entry(value, name)

    return closure


def entry(value: object, name: str) -> object:
    """Give an entry of a context, of each context of a list, or a part of a date, time, duration or range."""
    if isinstance(value, list):
        return [
            from_host(item.get(name)) if type(item) is dict else entry(from_host(item), name)
            for item in value
        ]
    if isinstance(value, Mapping):
        return from_host(value.get(name))
    return part_of(value, name)
