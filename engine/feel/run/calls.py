"""Closures for function definitions and for calls: of built-ins, of the host's functions, of functions that are values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.library import registry
from engine.feel.run.compilation import Check, Closure, Compilation, compiles
from engine.feel.run.frames import MISSING, Frame, Run
from engine.feel.run.types import compile_type
from engine.feel.syntax.names import nearest
from engine.feel.syntax.nodes import Function, Invocation, Name, Node
from engine.feel.values.kinds import FunctionValue, from_host

_TAKE_FUNCTIONS = frozenset({"sort", "list replace"})


@compiles(Function)
def _function(compilation: Compilation, node: Function) -> Closure:
    names = tuple(name for name, _ in node.parameters)
    checks = tuple(
        None if type_ is None else compile_type(type_, compilation.types) for _, type_ in node.parameters
    )
    body, weight = compilation.inner(names).weighed(node.body)
    return lambda frame: FunctionValue(names, _invoker(frame, names, checks, (body, weight)))


def _invoker(
    frame: Frame, names: tuple[str, ...], checks: tuple[Check | None, ...], weighed: tuple[Closure, int]
) -> Callable[[Run, list[Any]], object]:
    body, weight = weighed

    def invoke(run: Run, arguments: list[Any]) -> object:
        fitting = [_fit(value, check) for value, check in zip(arguments, checks, strict=True)]
        if any(value is MISSING for value in fitting):
            return None
        run.enter_call(weight)
        result = body(Frame(dict(zip(names, fitting, strict=True)), frame, run))
        run.leave_call()
        return result

    return invoke


def _fit(value: Any, check: Check | None) -> Any:
    """Give an argument as its type wants it, a list of one as that one; MISSING where it does not fit."""
    if check is None or value is None or check(value):
        return value
    if isinstance(value, list) and len(value) == 1 and check(value[0]):
        return value[0]
    return [value] if check([value]) else MISSING


@compiles(Invocation)
def _invocation(compilation: Compilation, node: Invocation) -> Closure:
    target = node.target
    arguments = tuple(_argument(compilation, target, each) for each in node.arguments)
    if not isinstance(target, Name):
        return _call_value(compilation.closure(target), arguments, node.keywords)
    name = target.name
    if name in compilation.local or name in compilation.names:
        otherwise = _call_builtin(name, arguments, node.keywords) if registry.is_known(name) else None
        return _call_value(compilation.closure(target), arguments, node.keywords, otherwise)
    hosts = compilation.functions
    if hosts is not None and name in hosts:
        return _call_host(target, arguments, node.keywords)
    if registry.is_known(name):
        return _call_builtin(name, arguments, node.keywords)
    if hosts is None:
        return _call_host(target, arguments, node.keywords)
    raise _unknown(target, (*hosts, *compilation.names, *compilation.local))


def _argument(compilation: Compilation, target: Node, argument: Node) -> Closure:
    """A built-in function may be handed on by its name, where the call can do something with a function.

    Nowhere else: a variable that is missing is null, although a function has its name (`date`, `count`).
    """
    closure = compilation.closure(argument)
    takes_values = (
        isinstance(target, Name) and registry.is_known(target.name) and target.name not in _TAKE_FUNCTIONS
    )
    function = registry.as_value(argument.name) if isinstance(argument, Name) else None
    if takes_values or function is None:
        return closure

    def read(frame: Frame) -> object:
        value = closure(frame)
        return function if value is None else value

    return read


def _unknown(target: Name, known: Iterable[str]) -> FeelError:
    likely = nearest(target.name, (*registry.names(), *known))
    return FeelError("unknown-function", position=target.at, name=target.name, nearest=likely)


def _call_builtin(name: str, arguments: tuple[Closure, ...], keywords: tuple[str, ...] | None) -> Closure:
    """Choose at once by the number or names of the arguments; the rest depends on their values."""
    fitting = [each for each in registry.signatures(name) if each.takes(len(arguments), keywords)]
    # before(point, range) and before(range, point) have the same names: then their order says which is meant.
    fitting.sort(key=lambda each: keywords is not None and each.names != keywords)

    def closure(frame: Frame) -> object:
        values = [argument(frame) for argument in arguments]
        frame.run.spend(1)
        for signature in fitting:
            result = signature.call(frame.run, values, keywords)
            if result is not registry.UNFIT:
                frame.run.weigh(result)
                return from_host(result)
        return None

    return closure


def _call_host(target: Name, arguments: tuple[Closure, ...], keywords: tuple[str, ...] | None) -> Closure:
    """The host's functions take their arguments by position alone."""
    if keywords is not None:
        return lambda _: None

    def closure(frame: Frame) -> object:
        frame.run.spend(1)
        function = frame.run.functions.get(target.name)
        if not callable(function):
            raise _unknown(target, frame.run.functions)
        return from_host(function(*(argument(frame) for argument in arguments)))

    return closure


def _call_value(
    target: Closure,
    arguments: tuple[Closure, ...],
    keywords: tuple[str, ...] | None,
    otherwise: Closure | None = None,
) -> Closure:
    """Call what the target gives; a variable that is no function does not hide a built-in one of its name."""

    def closure(frame: Frame) -> object:
        function = target(frame)
        if isinstance(function, FunctionValue):
            return invoke(frame.run, function, [argument(frame) for argument in arguments], keywords)
        return otherwise(frame) if otherwise is not None else None

    return closure


def invoke(
    run: Run, function: FunctionValue, arguments: Sequence[object], keywords: tuple[str, ...] | None = None
) -> object:
    """Call a function that is a value; null where the arguments are not those it takes."""
    if keywords is not None:
        if sorted(keywords) != sorted(function.parameters):
            return None
        by_name = dict(zip(keywords, arguments, strict=True))
        arguments = [by_name[name] for name in function.parameters]
    if function.parameters != registry.ANY_NUMBER and len(arguments) != len(function.parameters):
        return None
    return function.invoke(run, list(arguments))
