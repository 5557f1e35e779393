"""What can be chosen in a field: the form's own choices, or those that are asked for when it is shown and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.forms.fields import Choice, Field

Options = Mapping[str, Sequence[Any]]


def choices_of(field: Field, data: Mapping[str, object], options: Options) -> tuple[Choice, ...]:
    """Return what can be chosen: the form's own choices, or those asked for by name, or a list in the case's data."""
    if not field.values_key:
        return field.choices
    listed = options.get(field.values_key, data.get(field.values_key))
    found = (_choice(each) for each in (listed if isinstance(listed, list | tuple) else ()))
    return tuple(each for each in found if each)


def chosen(choices: Iterable[Choice], value: object) -> Choice | None:
    """Return the choice with this value; a page sends every value as text."""
    return next((each for each in choices if as_text(each.value) == as_text(value)), None)


def as_text(value: object) -> str:
    """Return a value as a page sends it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _choice(item: object) -> Choice | None:
    """One of the choices asked for; what has no value is left out, as form-js does."""
    if isinstance(item, str | int | float) and not isinstance(item, bool):
        return Choice(item, str(item))
    known = item if isinstance(item, Mapping) else {}
    value = known.get("value")
    if not isinstance(value, str | int | float | bool) or value == "":
        return None
    label = known.get("label")
    return Choice(value, str(label or value), str(known.get("label_en") or ""))
