"""Which fields a form shows: conditions evaluated over the case's data and the answers, to where nothing changes.

The scope is that of form-js: what the fields began with, over it what is answered where it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.forms.components import empty_value
from engine.forms.expressions import World, evaluate, is_expression
from engine.forms.fields import Field, Form, join

# A condition may depend on a field that has a condition itself; a circle is cut here.
MOST_ROUNDS = 8
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """A field where it stands: in the third row it is another place than in the first."""

    field: Field
    path: str
    scope: Mapping[str, object]
    is_shown: bool


def hidden_paths(form: Form, answers: Mapping[str, Any], world: World) -> frozenset[str]:
    """Return the ids of the places that conditions hide (see `place_id`)."""
    if not form.has_conditions:
        return NOTHING
    hidden = NOTHING
    for _ in range(MOST_ROUNDS):
        scope = scope_of(form, answers, hidden, world)
        now_hidden = frozenset(_hidden(form.fields, answers, "", scope, world))
        if now_hidden == hidden:
            break
        hidden = now_hidden
    return hidden


def places(form: Form, answers: Mapping[str, Any], hidden: frozenset[str], world: World) -> Iterator[Place]:
    """Give every field in every row, hidden ones too, in the order of the form."""
    scope = scope_of(form, answers, hidden, world)
    yield from _places(form.fields, answers, "", scope, hidden, is_shown=True)


def place_id(field: Field, path: str) -> str:
    """Return what tells a field in one row from the same in another, and groups without a path from each other."""
    return f"{path}#{field.id}"


def initial_answers(form: Form, data: Mapping[str, object]) -> dict[str, object]:
    """Return what the fields begin with: the case's data by the same name, else the default, else nothing."""
    return _initial(form.fields, data)


def row_scope(outer: Mapping[str, object], row: Mapping[str, object], number: int) -> dict[str, object]:
    """Return the scope within a row of a list."""
    numbers = outer.get("_i_")
    special = {
        "this": row,
        "parent": outer.get("_this_"),
        "i": [*(numbers if isinstance(numbers, list) else []), number],
    }
    return {**outer, **special, **{f"_{name}_": value for name, value in special.items()}}


def scope_of(
    form: Form, answers: Mapping[str, Any], hidden: frozenset[str], world: World
) -> Mapping[str, object]:
    """Return what expressions see outside rows."""
    known = {**world.data, **initial_answers(form, world.data)}
    known.update(_answered(form.fields, answers, "", hidden))
    special: dict[str, object] = {"this": known, "parent": None, "i": []}
    return {**known, **special, **{f"_{name}_": value for name, value in special.items()}}


def _hidden(
    fields: tuple[Field, ...],
    answers: Mapping[str, Any],
    path: str,
    scope: Mapping[str, object],
    world: World,
) -> Iterator[str]:
    for each in fields:
        own = join(path, each.key) if each.key else path
        if each.hide and is_expression(each.hide) and evaluate(each.hide, scope, world) is True:
            yield place_id(each, own)
            continue
        for members, inner_path, inner_scope in _within(each, answers, own, scope):
            yield from _hidden(each.fields, members, inner_path, inner_scope, world)


def _places(
    fields: tuple[Field, ...],
    answers: Mapping[str, Any],
    path: str,
    scope: Mapping[str, object],
    hidden: frozenset[str],
    *,
    is_shown: bool,
) -> Iterator[Place]:
    for each in fields:
        own = join(path, each.key) if each.key else path
        shown = is_shown and place_id(each, own) not in hidden
        yield Place(each, own, scope, shown)
        for members, inner_path, inner_scope in _within(each, answers, own, scope):
            yield from _places(each.fields, members, inner_path, inner_scope, hidden, is_shown=shown)


def _within(
    field: Field, answers: Mapping[str, Any], path: str, scope: Mapping[str, object]
) -> Iterator[tuple[Mapping[str, Any], str, Mapping[str, object]]]:
    """The answers of a container, once or for each row, with their path and scope."""
    if not field.holds_others:
        return
    if not field.key:
        yield answers, path, scope
        return
    value = answers.get(field.key)
    if not field.is_list:
        yield as_mapping(value), path, scope
        return
    for number, row in enumerate(value if isinstance(value, list) else []):
        yield as_mapping(row), join(path, number), row_scope(scope, as_mapping(row), number + 1)


def _answered(
    fields: tuple[Field, ...], answers: Mapping[str, Any], path: str, hidden: frozenset[str]
) -> dict[str, object]:
    """The answers where they are shown, those not given as their empty values."""
    found: dict[str, object] = {}
    for each in fields:
        own = join(path, each.key) if each.key else path
        if place_id(each, own) in hidden:
            continue
        value = answers.get(each.key)
        if each.holds_others and not each.key:
            found.update(_answered(each.fields, answers, path, hidden))
        elif each.is_list:
            rows = value if isinstance(value, list) else []
            found[each.key] = [
                _answered(each.fields, as_mapping(row), join(own, number), hidden)
                for number, row in enumerate(rows)
            ]
        elif each.holds_others:
            found[each.key] = _answered(each.fields, as_mapping(value), own, hidden)
        elif each.is_answered and not each.disabled:
            found[each.key] = empty_value(each.type) if value is None else value
    return found


def _initial(fields: tuple[Field, ...], data: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for each in fields:
        known = data.get(each.key) if each.key else None
        if each.holds_others and not each.key:
            found.update(_initial(each.fields, data))
        elif each.is_list:
            rows = known if isinstance(known, list) else [{}] * each.default_rows
            found[each.key] = [_initial(each.fields, as_mapping(row)) for row in rows]
        elif each.holds_others:
            found[each.key] = _initial(each.fields, as_mapping(known))
        elif each.is_answered:
            value = known if known is not None else each.default
            found[each.key] = empty_value(each.type) if value is None else value
    return found


def as_mapping(value: object) -> Mapping[str, Any]:
    """Return the value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}
