"""Closures for unary tests and for `in`: whether a value passes one of several tests."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.run.compilation import Closure, Compilation, compiles
from engine.feel.run.frames import Frame, Run
from engine.feel.run.operators import COMPARING
from engine.feel.syntax.nodes import Interval, Membership, Test, Tests
from engine.feel.values.comparing import equal, in_range
from engine.feel.values.kinds import Range, from_host

INPUT = "?"


def frame_of(value: object, scope: Mapping[str, object], run: Run) -> Frame:
    """Give the frame over which tests of a value run."""
    return Frame({INPUT: from_host(value)}, Frame(scope, None, run), run)


@compiles(Test)
def _test(compilation: Compilation, node: Test) -> Closure:
    """A test reads its value by the name `?`, which stands in the innermost frame."""
    operand = compilation.closure(node.operand)
    compare = COMPARING[node.operator]
    return lambda frame: compare(frame.read(INPUT), operand(frame))


@compiles(Tests)
def _tests(compilation: Compilation, node: Tests) -> Closure:
    if not node.tests:
        return lambda _: True
    inner = compilation.inner((INPUT,))
    passes = _any_of(tuple(_passing(inner, test) for test in node.tests))
    if not node.is_negated:
        return passes

    def closure(frame: Frame) -> bool | None:
        result = passes(frame)
        return None if result is None else not result

    return closure


@compiles(Membership)
def _membership(compilation: Compilation, node: Membership) -> Closure:
    value = compilation.closure(node.value)
    inner = compilation.inner((INPUT,))
    passes = _any_of(tuple(_passing(inner, test) for test in node.tests))
    return lambda frame: passes(frame.inner({INPUT: value(frame)}))


def _any_of(tests: tuple[Closure, ...]) -> Closure:
    """Pass where one passes; null where none does and one cannot be decided."""
    if len(tests) == 1:
        return tests[0]

    def closure(frame: Frame) -> bool | None:
        result: bool | None = False
        for test in tests:
            passed = test(frame)
            if passed is True:
                return True
            if passed is None:
                result = None
        return result

    return closure


def _passing(compilation: Compilation, node: object) -> Closure:
    if isinstance(node, Test):
        return compilation.closure(node)
    before = compilation.tally.inputs
    expression = compilation.closure(node)
    if compilation.tally.inputs > before:  # it asks about `?` itself, so that its result is the answer
        return lambda frame: _truth(frame, expression(frame))
    if isinstance(node, Interval):
        return lambda frame: _lies_in(frame.read(INPUT), expression(frame))

    def closure(frame: Frame) -> bool | None:
        result = expression(frame)
        frame.run.weigh_deep(result)
        return passes(frame.read(INPUT), result)

    return closure


def _lies_in(value: object, range_: object) -> bool | None:
    """A range whose ends do not go together is null, and nobody knows what lies in it."""
    return None if range_ is None else passes(value, range_)


def _truth(frame: Frame, result: object) -> bool | None:
    """An expression over `?` answers itself; where it gives a value, the input is compared with that."""
    return result if result is None or isinstance(result, bool) else passes(frame.read(INPUT), result)


def passes(value: object, test: object) -> bool | None:
    """Say whether a value is equal to another, lies in a range, or is one of a list; or whether a test came out true."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return in_range(value, test)
    if isinstance(test, list):
        return _in_list(value, test)
    if test is True and not isinstance(value, bool):
        return True
    return equal(value, test)


def _in_list(value: object, items: list[object]) -> bool | None:
    if equal(value, items) is True:
        return True
    return any(
        (in_range(value, item) if isinstance(item, Range) else equal(value, item)) is True for item in items
    )
