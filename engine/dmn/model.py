"""A model as values: its decisions, what each requires, and their logic compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from engine.feel import FunctionValue
from engine.feel.run.frames import Run

Scope: TypeAlias = Mapping[str, object]


@dataclass(slots=True)
class Evaluation:
    """One decision being made: the budget, when its case began, and what is noted of the tables on the way."""

    run: Run
    began: datetime | None = None
    tables: list[dict[str, object]] = field(default_factory=list)


Logic: TypeAlias = Callable[[Evaluation, Scope], Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: the names that it and what it requires read from outside, and the names of its outputs.

    `reads` are the names that its own expressions read, given by others of the model or not.
    """

    id: str
    name: str
    inputs: frozenset[str]
    outputs: tuple[str, ...]
    logic: Logic | None = field(repr=False)
    requires: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    fit: Callable[[Any], Any] = field(default=lambda value: value, repr=False)
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function that decisions may call by its name."""

    id: str
    name: str
    make: Callable[[Evaluation, Scope], FunctionValue] = field(repr=False)
    knows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: decisions that may be asked as one function, and what they are not to decide themselves."""

    id: str
    name: str
    gives: tuple[str, ...]
    takes: tuple[str, ...]
    fit: Callable[[Any], Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class InputData:
    """What the model asks from outside, with the check of its type."""

    id: str
    name: str
    fit: Callable[[Any], Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Model:
    """All of one file, with the models that it imports by the names that it gives them."""

    id: str
    name: str
    decisions: Mapping[str, Decision]
    knowledge: Mapping[str, Knowledge] = field(repr=False)
    inputs: Mapping[str, InputData] = field(repr=False)
    services: Mapping[str, Service] = field(repr=False)
    imported: Mapping[str, Model] = field(default_factory=dict, repr=False)
