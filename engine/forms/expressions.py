"""FEEL in forms: conditions, limits and texts, evaluated over what is known and what has been answered.

As form-js does it: an expression begins with "="; in the rows of a list `this` is the row, `parent` what surrounds it
and `i` the row's number; an expression that fails gives null.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from engine.feel import Expression, FeelError, compile_expression
from engine.forms.fields import Field, all_fields
from engine.zone import CHINA

PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class World:
    """What expressions may read besides the answers: the case's data, the county's functions, the time."""

    data: Mapping[str, object]
    functions: Mapping[str, object]
    now: datetime


def world_of(data: Mapping[str, object], functions: Mapping[str, object], now: datetime) -> World:
    """Return the world by the county's clock, so that today is the day that people here live in."""
    return World(data, functions, now.astimezone(CHINA))


def is_expression(value: object) -> bool:
    """Say whether a property is FEEL."""
    return isinstance(value, str) and value.startswith("=")


def compiled(text: str, functions: Mapping[str, object]) -> Expression:
    """Compile FEEL without its "="; raises FeelError."""
    return compile_expression(text.removeprefix("=").strip(), functions=tuple(functions))


def evaluate(text: str, scope: Mapping[str, object], world: World) -> object:
    """Return the value of an expression, null where it fails."""
    try:
        return compiled(text, world.functions).evaluate(scope, functions=world.functions, now=world.now)
    except FeelError:
        return None


def filled_in(text: str, scope: Mapping[str, object], world: World) -> str:
    """Return a text in which each `{{expression}}`, or the whole that begins with "=", is replaced by its value."""
    if is_expression(text):
        return spoken(evaluate(text, scope, world))
    return PLACE.sub(lambda place: spoken(evaluate(place[1], scope, world)), text)


def spoken(value: object) -> str:
    """Return a value as people read it in a text; null is nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | float):
        return f"{Decimal(str(value)).normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(map(spoken, value)) if isinstance(value, list | tuple) else str(value)


def expressions_in(fields: tuple[Field, ...]) -> Iterator[tuple[Field, str]]:
    """Give every expression of a form with the field in which it stands."""
    for _, each in all_fields(fields):
        limits = each.limits
        properties = (
            each.hide,
            each.readonly,
            limits.minimum,
            limits.maximum,
            limits.min_length,
            limits.max_length,
        )
        texts = (each.label, each.label_en, each.hint, each.hint_en, each.text, each.text_en)
        for value in (*properties, *texts):
            if isinstance(value, str) and is_expression(value):
                yield each, value
        for value in texts:
            if not is_expression(value):
                yield from ((each, f"={place[1]}") for place in PLACE.finditer(value))


def names_read(fields: tuple[Field, ...], functions: Mapping[str, object]) -> frozenset[str]:
    """Return the names that a form's expressions read; one that does not compile gives null and reads nothing."""
    names: set[str] = set()
    for _, text in expressions_in(fields):
        try:
            names |= compiled(text, functions).names
        except FeelError:
            continue
    return frozenset(names)
