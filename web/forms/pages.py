"""A form in pages for citizens: each group on the top level is one, as the designer put together what belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from engine.errors import Problem
from engine.forms import Field, Form
from engine.forms.shown import Place
from web.forms.sheet import Sheet
from web.preferences import locale

ALWAYS_EMPTY = frozenset({"separator", "spacer"})


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page: `number` names it for ever, `position` counts those that are shown now."""

    number: int
    position: int
    title: str
    fields: tuple[Field, ...]
    paths: frozenset[str]


def form_pages(sheet: Sheet, answers: Mapping[str, Any]) -> tuple[FormPage, ...]:
    """Return the pages on which something is asked or told, given the answers so far."""
    shown = [place for place in sheet.places(answers) if place.is_shown]
    pages: list[FormPage] = []
    for number, members in enumerate(split_into_pages(sheet.form)):
        inside = _inside(members)
        here = [place for place in shown if place.field in inside and place.field.type not in ALWAYS_EMPTY]
        if any(not place.field.holds_others for place in here):
            paths = frozenset(place.path for place in here if place.field.key)
            pages.append(FormPage(number, len(pages) + 1, _title(members, here), members, paths))
    return tuple(pages)


def problems_on(page: FormPage, problems: Mapping[str, list[Problem]]) -> dict[str, list[Problem]]:
    """Return the problems of one page, so that a page is not refused for what is asked later."""
    return {path: found for path, found in problems.items() if path in page.paths}


def split_into_pages(form: Form) -> list[tuple[Field, ...]]:
    """Return the top level cut into pages: each group alone, and together what stands between groups."""
    pages: list[tuple[Field, ...]] = []
    for is_group, members in groupby(form.fields, key=lambda each: each.type == "group"):
        listed = tuple(members)
        pages.extend([(each,) for each in listed] if is_group else [listed])
    return pages


def question_of(members: Iterable[Field]) -> Field | None:
    """Return the field that is the page's only question, whose label is then its heading."""
    asked = [each for each in _inside(members) if each.is_answered]
    only = len(asked) == 1 and not any(each.is_list for each in _inside(members))
    return asked[0] if only else None


def _inside(members: Iterable[Field]) -> set[Field]:
    found: set[Field] = set()
    for each in members:
        found |= {each, *_inside(each.fields)}
    return found


def _title(members: tuple[Field, ...], here: list[Place]) -> str:
    named = (
        members[0]
        if members[0].label
        else next((place.field for place in here if place.field.label), members[0])
    )
    return (locale() == "en" and named.label_en) or named.label
