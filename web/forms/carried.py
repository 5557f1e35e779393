"""Answers on other pages of a form: hidden fields take them along, so that the server need not remember anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.forms import Field
from engine.forms.answers import value_at
from engine.forms.choices import as_text
from engine.forms.fields import join
from engine.forms.shown import as_mapping, place_id
from web.forms.names import name_of
from web.forms.sheet import Sheet


def carried(sheet: Sheet, answers: Mapping[str, Any], on_page: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Give name and value of each answer that stands on another page; going back loses nothing."""
    for path, each in _answered_paths(sheet.form.fields, answers, "", sheet.hidden(answers)):
        if path in on_page:
            continue
        value = value_at(answers, path)
        if each.is_list:
            yield from ((name_of(path), str(number)) for number in range(len(value or ())))
        elif each.is_answered:
            listed = value if isinstance(value, list) else [value]
            yield from ((name_of(path), as_text(one)) for one in listed if one not in (None, "", False))


def _answered_paths(
    fields: tuple[Field, ...], answers: Mapping[str, Any], path: str, hidden: frozenset[str]
) -> Iterator[tuple[str, Field]]:
    for each in fields:
        own = join(path, each.key) if each.key else path
        if place_id(each, own) in hidden:
            continue
        if each.key:
            yield own, each
        if each.is_list:
            rows = answers.get(each.key)
            for number, row in enumerate(rows if isinstance(rows, list) else ()):
                yield from _answered_paths(each.fields, as_mapping(row), join(own, number), hidden)
        elif each.holds_others:
            inner = as_mapping(answers.get(each.key)) if each.key else answers
            yield from _answered_paths(each.fields, inner, own, hidden)
