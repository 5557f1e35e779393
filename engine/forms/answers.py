"""Judge answers: the schema types them, then each field that is shown must keep to what depends on the others.

Nothing is accepted that the form does not show. The result holds a value for each field shown (empty ones too), all of
it JSON: dates stay texts (`2026-06-17`), which FEEL's `date()` reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError

from engine.errors import Invalid, Problem
from engine.forms.choices import Options, choices_of, chosen
from engine.forms.components import CHOOSING, ONE_OF, TEXTS, empty_value
from engine.forms.expressions import World, evaluate, is_expression, world_of
from engine.forms.fields import Choice, Field, Form, Limit, join
from engine.forms.limits import length_problems, past_problems, range_problems
from engine.forms.loading import KEY
from engine.forms.schema import schema_of
from engine.forms.shown import Place, as_mapping, hidden_paths, initial_answers, place_id, places


def check_answers(
    form: Form,
    answers: Mapping[str, Any],
    *,
    data: Mapping[str, object],
    options: Options,
    functions: Mapping[str, object],
    now: datetime,
) -> dict[str, object]:
    """Return the answers typed and complete; refuses with Invalid what does not fit or is not shown."""
    world = world_of(data, functions, now)
    typed, problems = _typed(form, answers)
    begun = initial_answers(form, data)
    kept: dict[str, object] = {}
    for place in places(form, typed, hidden_paths(form, typed, world), world):
        given = value_at(typed, place.path)
        if place.path not in problems and (found := list(_problems(place, given, begun, world, options))):
            problems[place.path] = found
        if is_readonly(place.field, place.scope, world):
            given = value_at(begun, place.path)
        _keep(kept, place, given, choices_of(place.field, data, options))
    if problems:
        raise Invalid(problems)
    return kept


def shown_answers(
    form: Form,
    answers: Mapping[str, Any],
    *,
    data: Mapping[str, object],
    functions: Mapping[str, object],
    now: datetime,
) -> dict[str, Any]:
    """Return the answers without those that conditions hide: a page without scripts sends them all the same."""
    typed, _problems_of_type = _typed(form, answers)
    hidden = hidden_paths(form, typed, world_of(data, functions, now))
    return _without(form.fields, answers, "", hidden)


def value_at(answers: object, path: str) -> Any:
    """Return what stands at a path, None where nothing does."""
    for key in path.split("."):
        if isinstance(answers, list):
            answers = answers[int(key)] if key.isdecimal() and int(key) < len(answers) else None
        else:
            answers = as_mapping(answers).get(key)
    return answers


def is_readonly(field: Field, scope: Mapping[str, object], world: World) -> bool:
    """Say whether the field only shows what the case knows."""
    if isinstance(field.readonly, str):
        return evaluate(field.readonly, scope, world) is True
    return field.readonly


def _typed(form: Form, answers: object) -> tuple[dict[str, Any], dict[str, list[Problem]]]:
    """What the schema makes of the answers: typed where it could, and the problems by path."""
    try:
        return schema_of(form).load(answers), {}  # type: ignore[arg-type]  # load refuses what is no mapping
    except ValidationError as error:
        typed = error.valid_data if isinstance(error.valid_data, dict) else {}
        return typed, dict(_by_path(error.messages, ""))


def _by_path(messages: object, path: str) -> Iterator[tuple[str, list[Problem]]]:
    """marshmallow's nested messages as problems by path; what the form does not know is not repeated word for word."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            name = str(key) if isinstance(key, int) or KEY.fullmatch(str(key)) else "?"
            yield from _by_path(inner, path if key == "_schema" else join(path, name))
        return
    found = messages if isinstance(messages, list) else [messages]
    yield path, [each if isinstance(each, Problem) else Problem(str(each)) for each in found]


def _problems(
    place: Place, given: Any, begun: Mapping[str, object], world: World, options: Options
) -> Iterator[Problem]:
    """What is wrong with one answer once all others are known."""
    field = place.field
    empty = is_empty(field, given)
    if not place.is_shown:
        if field.is_answered and not empty:
            yield Problem("not-shown")
        return
    if field.is_list and not field.may_add and len(given or ()) != len(value_at(begun, place.path) or ()):
        yield Problem("rows-fixed")
    if not field.is_answered or field.disabled or is_readonly(field, place.scope, world):
        return
    if empty:
        if field.limits.required:
            yield Problem("required")
        return
    yield from _by_kind(place, given, world, options)


def _by_kind(place: Place, given: Any, world: World, options: Options) -> Iterator[Problem]:
    field = place.field
    if field.type in CHOOSING:
        choices = choices_of(field, world.data, options)
        values = [given] if field.type in ONE_OF else given
        if any(chosen(choices, value) is None for value in values):
            yield Problem("not-a-choice")
    elif field.type in TEXTS:
        least, most = (
            _limit(each, place, world) for each in (field.limits.min_length, field.limits.max_length)
        )
        yield from length_problems(given, least, most)
    elif field.type == "number":
        least, most = (_limit(each, place, world) for each in (field.limits.minimum, field.limits.maximum))
        yield from range_problems(Decimal(str(given)), least, most)
    elif field.type == "datetime":
        yield from past_problems(field, given, world.now)


def _limit(limit: Limit | None, place: Place, world: World) -> Limit | None:
    """The figure that FEEL gives for a limit; fixed ones are in the schema."""
    if not is_expression(limit):
        return None
    value = evaluate(str(limit), place.scope, world)
    return float(value) if isinstance(value, Decimal | int | float) else None


def is_empty(field: Field, value: object) -> bool:
    """Say whether nothing was answered; an unticked box is nothing."""
    return value is None or value in ([], "") or (field.type == "checkbox" and value is False)


def _keep(kept: dict[str, object], place: Place, given: Any, choices: tuple[Choice, ...]) -> None:
    """Put one answer where it belongs, containers before what they hold."""
    field = place.field
    if not place.is_shown or not field.key or field.disabled:
        return
    node: Any = kept
    *above, last = place.path.split(".")
    for key in above:
        node = node[int(key)] if isinstance(node, list) else node[key]
    node[last] = _kept(field, given, choices)


def _kept(field: Field, given: Any, choices: tuple[Choice, ...]) -> object:
    if field.is_list:
        return [{} for _ in given or ()]
    if field.holds_others:
        return {}
    if is_empty(field, given):
        return empty_value(field.type)
    if field.type in ONE_OF:
        found = chosen(choices, given)
        return found.value if found else given
    if field.type in CHOOSING:
        return [each.value for each in choices if any(chosen([each], one) for one in given)]
    return given


def _without(
    fields: tuple[Field, ...], answers: Mapping[str, Any], path: str, hidden: frozenset[str]
) -> dict[str, Any]:
    left = dict(answers)
    for each in fields:
        own = join(path, each.key) if each.key else path
        if place_id(each, own) in hidden:
            for key in _keys(each):
                left.pop(key, None)
        elif each.holds_others and not each.key:
            left = _without(each.fields, left, path, hidden)
        elif each.is_list and isinstance(left.get(each.key), list):
            left[each.key] = [
                _without(each.fields, row, join(own, number), hidden) if isinstance(row, Mapping) else row
                for number, row in enumerate(left[each.key])
            ]
        elif each.holds_others and isinstance(left.get(each.key), Mapping):
            left[each.key] = _without(each.fields, left[each.key], own, hidden)
    return left


def _keys(field: Field) -> Iterator[str]:
    """The names under which a field is answered; a group without a path answers under those of its fields."""
    if field.key:
        yield field.key
    else:
        for each in field.fields:
            yield from _keys(each)
