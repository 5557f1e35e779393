"""The table of built-in functions: what each takes, and how arguments are made to fit.

A function is registered with one signature per way of calling it; a parameter is written `name: type`, with `?` behind
the type where it may be left out or null. Arguments that do not fit make the result null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN
from typing import Any, TypeVar

from engine.feel.values.kinds import FunctionValue, Range, from_host, kind_of
from engine.feel.values.numbers import to_integer, to_number
from engine.feel.values.time_arithmetic import to_datetime

UNFIT = object()
ANY_NUMBER = ("*",)


@dataclass(frozen=True, slots=True)
class _Parameter:
    name: str
    kind: str
    is_optional: bool
    fit: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function."""

    parameters: tuple[_Parameter, ...]
    function: Callable[..., object]
    is_variadic: bool
    takes_run: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its parameters in order."""
        return tuple(parameter.name for parameter in self.parameters)

    def takes(self, count: int, keywords: tuple[str, ...] | None) -> bool:
        """Say whether a call with so many arguments, or with these names, can be meant for it."""
        if self.is_variadic:
            return keywords is None and count > len(self.parameters)
        if keywords is None:
            return self._required() <= count <= len(self.parameters)
        required = [parameter.name for parameter in self.parameters if not parameter.is_optional]
        return len(set(keywords)) == len(keywords) and set(required) <= set(keywords) <= set(self.names)

    def _required(self) -> int:
        """How many must be given by position: up to the last that may not be left out."""
        places = [place for place, each in enumerate(self.parameters, 1) if not each.is_optional]
        return max(places, default=0)

    def call(self, run: Any, values: list[Any], keywords: tuple[str, ...] | None = None) -> object:
        """Call it with arguments that fit, or give UNFIT."""
        if keywords is not None:
            by_name = dict(zip(keywords, values, strict=True))
            values = [by_name.get(parameter.name) for parameter in self.parameters]
        fitting: list[Any] = []
        for parameter, value in zip(self.parameters, values, strict=False):
            fitted = _fitted(parameter, value)
            if fitted is UNFIT:
                return UNFIT
            fitting.append(fitted)
        if self.is_variadic:
            fitting.append([from_host(value) for value in values[len(self.parameters) :]])
        run.spend(sum(len(value) for value in fitting if isinstance(value, list)))
        return self.function(run, *fitting) if self.takes_run else self.function(*fitting)


def _fitted(parameter: _Parameter, value: Any) -> Any:
    if value is None:
        return None if parameter.is_optional or parameter.kind in {"any", "point"} else UNFIT
    fitted = parameter.fit(value)
    if fitted is UNFIT and isinstance(value, list) and len(value) == 1:
        return parameter.fit(from_host(value[0]))
    return fitted


def _of_kind(*kinds: str) -> Callable[[Any], Any]:
    return lambda value: value if kind_of(value) in kinds else UNFIT


def _unfit_if_none(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def fit(value: Any) -> Any:
        converted = convert(value)
        return UNFIT if converted is None else converted

    return fit


def _truncated(value: Any) -> int | None:
    """A position or a length with a fraction counts as the whole number before it."""
    number = to_number(value)
    return None if number is None else to_integer(number.to_integral_value(ROUND_DOWN))


def _list(value: Any) -> Any:
    return [from_host(item) for item in value] if isinstance(value, list) else [value]


def _moment(value: Any) -> Any:
    return to_datetime(value) if kind_of(value) in {"date", "date and time"} else UNFIT


_FITS: dict[str, Callable[[Any], Any]] = {
    "any": lambda value: value,
    "string": _of_kind("string"),
    "number": _unfit_if_none(to_number),
    "integer": _unfit_if_none(_truncated),
    "boolean": _of_kind("boolean"),
    "date": _of_kind("date"),
    "date or moment": _of_kind("date", "date and time"),
    "time": _of_kind("time"),
    "moment": _moment,
    "seconds": _of_kind("days and time duration"),
    "duration": _of_kind("days and time duration", "years and months duration"),
    "list": _list,
    "strict list": lambda value: _list(value) if isinstance(value, list) else UNFIT,
    "context": lambda value: value if isinstance(value, Mapping) else UNFIT,
    "range": lambda value: value if isinstance(value, Range) and value.comparison != "!=" else UNFIT,
    # What lies somewhere on a line, as all but one value do not.
    "point": lambda value: UNFIT if isinstance(value, Range) and value.comparison == "!=" else value,
    "function": _of_kind("function"),
}
_SIGNATURES: dict[str, list[Signature]] = {}
_Registered = TypeVar("_Registered", bound=Callable[..., object])


def builtin(name: str, *parameters: str, takes_run: bool = False) -> Callable[[_Registered], _Registered]:
    """Register a way to call a built-in function."""

    def register(function: _Registered) -> _Registered:
        signature = Signature(tuple(map(_parameter, parameters)), function, False, takes_run)
        _SIGNATURES.setdefault(name, []).append(signature)
        return function

    return register


def variadic(name: str) -> Callable[[_Registered], _Registered]:
    """Register a function that takes its items as a list or one by one."""

    def register(function: _Registered) -> _Registered:
        one = Signature((_parameter("list: list"),), function, False, False)
        many = Signature((), function, True, False)
        _SIGNATURES.setdefault(name, []).extend((one, many))
        return function

    return register


def gathering(name: str, *parameters: str, takes_run: bool = False) -> Callable[[_Registered], _Registered]:
    """Register a function that takes, after its parameters, one or more values as a list."""

    def register(function: _Registered) -> _Registered:
        signature = Signature(tuple(map(_parameter, parameters)), function, True, takes_run)
        _SIGNATURES.setdefault(name, []).append(signature)
        return function

    return register


def _parameter(text: str) -> _Parameter:
    name, _, kind = text.partition(": ")
    plain = kind.removesuffix("?")
    return _Parameter(name, plain, kind.endswith("?"), _FITS[plain])


def is_known(name: str) -> bool:
    """Say whether there is a built-in function of that name."""
    return name in _SIGNATURES


def names() -> Iterable[str]:
    """List the names of all built-in functions."""
    return _SIGNATURES.keys()


def signatures(name: str) -> tuple[Signature, ...]:
    """Give the ways to call a function."""
    return tuple(_SIGNATURES[name])


def as_value(name: str) -> FunctionValue | None:
    """Give a built-in function as a value, so that it can be handed to another; None where there is none."""
    if name not in _SIGNATURES:
        return None

    def call(run: Any, arguments: list[Any]) -> object:
        for signature in _SIGNATURES[name]:
            if signature.takes(len(arguments), None):
                result = signature.call(run, arguments)
                if result is not UNFIT:
                    return result
        return None

    first = _SIGNATURES[name][0]
    fixed = len(_SIGNATURES[name]) == 1 and first.takes(len(first.parameters), None)
    return FunctionValue(tuple(each.name for each in first.parameters) if fixed else ANY_NUMBER, call)
