"""Types as checks of a value: for `instance of`, for the parameters of functions, and for the items of a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.run.compilation import Check, Closure, Compilation, compiles
from engine.feel.run.frames import Frame
from engine.feel.syntax.names import nearest
from engine.feel.syntax.nodes import InstanceOf, TypeNode
from engine.feel.values.kinds import FunctionValue, Range, from_host, kind_of

_KINDS = (
    "boolean",
    "number",
    "string",
    "date",
    "time",
    "date and time",
    "days and time duration",
    "years and months duration",
    "list",
    "context",
    "range",
    "function",
)


def _is(kind: str) -> Check:
    return lambda value: kind_of(value) == kind


BASIC: dict[str, Check] = {kind: _is(kind) for kind in _KINDS} | {
    "Any": lambda value: value is not None,
    "Null": lambda value: value is None,
    "null": lambda value: value is None,
}


def compile_type(node: TypeNode, types: Mapping[str, Check]) -> Check:
    """Make the check of a type; refuses a name that is no type."""
    check = types.get(node.name) or BASIC.get(node.name)
    if check is None:
        known = (*types, *BASIC)
        raise FeelError("unknown-type", position=node.at, name=node.name, nearest=nearest(node.name, known))
    if node.entries:
        return _context_of({name: compile_type(entry, types) for name, entry in node.entries})
    if not node.arguments:
        return check
    arguments = [compile_type(argument, types) for argument in node.arguments]
    make = _PARAMETRIC.get(node.name)
    return make(arguments) if make is not None else check


def _list_of(arguments: list[Check]) -> Check:
    item = arguments[0]
    return lambda value: (
        isinstance(value, list) and all(element is None or item(from_host(element)) for element in value)
    )


def _range_of(arguments: list[Check]) -> Check:
    end = arguments[0]
    return lambda value: (
        isinstance(value, Range) and all(each is None or end(each) for each in (value.start, value.end))
    )


def _function_of(arguments: list[Check]) -> Check:
    count = len(arguments) - 1
    return lambda value: isinstance(value, FunctionValue) and len(value.parameters) == count


_PARAMETRIC: dict[str, Callable[[list[Check]], Check]] = {
    "list": _list_of,
    "range": _range_of,
    "function": _function_of,
}


def _context_of(entries: dict[str, Check]) -> Check:
    def check(value: Any) -> bool:
        return isinstance(value, Mapping) and all(
            name in value and (value[name] is None or holds(from_host(value[name])))
            for name, holds in entries.items()
        )

    return check


@compiles(InstanceOf)
def _instance_of(compilation: Compilation, node: InstanceOf) -> Closure:
    value = compilation.closure(node.value)
    check = compile_type(node.type, compilation.types)

    def closure(frame: Frame) -> bool:
        result = value(frame)
        frame.run.weigh_deep(result)
        return check(result)

    return closure
