"""Closures for literals, names, arithmetic, comparison and logic with three values."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.run.compilation import Closure, Compilation, compiles
from engine.feel.run.frames import MISSING, Frame
from engine.feel.syntax.nodes import (
    Arithmetic,
    Between,
    Comparison,
    Condition,
    Literal,
    Logic,
    Name,
    Negation,
)
from engine.feel.values.arithmetic import negate, operation
from engine.feel.values.comparing import equal, in_range, order
from engine.feel.values.kinds import HOST_TYPES, Range, from_host

Comparing = Callable[[Any, Any], bool | None]


@compiles(Literal)
def _literal(_: Compilation, node: Literal) -> Closure:
    value = node.value
    return lambda _: value


@compiles(Name)
def _name(compilation: Compilation, node: Name) -> Closure:
    name = node.name
    compilation.read(name)

    def read(frame: Frame) -> object:
        value = frame.values.get(name, MISSING)
        if value is MISSING:
            value = frame.parent.read(name) if frame.parent is not None else MISSING
            if value is MISSING:
                return None
        return from_host(value) if type(value) in HOST_TYPES else value

    return read


@compiles(Negation)
def _negation(compilation: Compilation, node: Negation) -> Closure:
    if isinstance(node.operand, Literal):
        value = negate(node.operand.value)
        return lambda _: value
    operand = compilation.closure(node.operand)
    return lambda frame: negate(operand(frame))


@compiles(Arithmetic)
def _arithmetic(compilation: Compilation, node: Arithmetic) -> Closure:
    left, right = compilation.closures((node.left, node.right))
    operate = operation(node.operator)

    def closure(frame: Frame) -> object:
        result = operate(left(frame), right(frame))
        if type(result) is str:
            frame.run.weigh(result)
        return result

    return closure


def _ordering(holds: Callable[[int], bool]) -> Comparing:
    def compare(left: Any, right: Any) -> bool | None:
        result = order(left, right)
        return None if result is None else holds(result)

    return compare


def _unequal(left: Any, right: Any) -> bool | None:
    result = equal(left, right)
    return None if result is None else not result


COMPARING: dict[str, Comparing] = {
    "=": equal,
    "!=": _unequal,
    "<": _ordering(lambda result: result < 0),
    "<=": _ordering(lambda result: result <= 0),
    ">": _ordering(lambda result: result > 0),
    ">=": _ordering(lambda result: result >= 0),
}
# Numbers and texts are most of what is compared: Python's own operators, where both are of that type.
_DIRECT: dict[str, Comparing] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


@compiles(Comparison)
def _comparison(compilation: Compilation, node: Comparison) -> Closure:
    left, right = compilation.closures((node.left, node.right))
    compare, direct = COMPARING[node.operator], _DIRECT[node.operator]

    def closure(frame: Frame) -> bool | None:
        first, second = left(frame), right(frame)
        kind = type(first)
        if kind is type(second) and (kind is str or kind is Decimal):
            return direct(first, second)
        if kind is list or kind is dict:
            frame.run.weigh_deep(first)
        return compare(first, second)

    return closure


@compiles(Between)
def _between(compilation: Compilation, node: Between) -> Closure:
    value, low, high = compilation.closures((node.value, node.low, node.high))

    def closure(frame: Frame) -> bool | None:
        start, end = low(frame), high(frame)
        return None if start is None or end is None else in_range(value(frame), Range(start, end))

    return closure


@compiles(Logic)
def _logic(compilation: Compilation, node: Logic) -> Closure:
    operands = compilation.closures(node.operands)
    decisive = node.operator == "or"  # one that is so decides, whatever the others are

    def closure(frame: Frame) -> bool | None:
        result: bool | None = not decisive
        for operand in operands:
            value = operand(frame)
            if value is decisive:
                return value is True
            if value is not (not decisive):
                result = None
        return result

    return closure


@compiles(Condition)
def _condition(compilation: Compilation, node: Condition) -> Closure:
    test, then, otherwise = compilation.closures((node.test, node.then, node.otherwise))
    return lambda frame: then(frame) if test(frame) is True else otherwise(frame)
