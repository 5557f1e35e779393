"""What the island `form` needs to draw form-js over the plain form: the file in the page's language, data, words.

The browser gets no more of the case than the form reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from engine.forms import Field, Form
from engine.forms.answers import value_at
from engine.forms.choices import choices_of
from engine.forms.expressions import names_read
from engine.forms.fields import all_fields
from engine.forms.loading import LABELS, SCOPE_NAMES
from web.forms.markup import at_level
from web.forms.names import AS_JSON, anchor_of
from web.forms.render import Problems, render_form
from web.forms.sheet import Sheet
from web.forms.viewer_words import viewer_words
from web.forms.words import problem_words
from web.preferences import locale


def render_staff_form(sheet: Sheet, answers: Mapping[str, Any] | None, problems: Problems) -> Markup:
    """Return the plain form with all that form-js needs to take its place once the page's scripts run."""
    known = sheet.begun() if answers is None else answers
    plain = render_form(sheet, known, problems)
    html = render_template(
        "forms/island.html", plain=plain, block=island_block(sheet, known, problems), answers_name=AS_JSON
    )
    return Markup(html)  # noqa: S704  # a template has escaped what was typed


def island_block(sheet: Sheet, answers: Mapping[str, Any], problems: Problems) -> dict[str, object]:
    """Return what the page says to the island, as JSON."""
    fields = {path: each for path, each in all_fields(sheet.form.fields) if each.key}
    return {
        "schema": _in_this_language(sheet.form),
        "data": {**_read_by_form(sheet), **_drawable(sheet.form.fields, answers), **_choices(sheet)},
        "problems": list(_problems(fields, problems)),
        "files": _files(sheet.form, answers),
        "words": viewer_words(),
    }


def _read_by_form(sheet: Sheet) -> dict[str, object]:
    names = names_read(sheet.form.fields, sheet.functions) - SCOPE_NAMES
    return {name: sheet.data[name] for name in sorted(names) if name in sheet.data}


def _choices(sheet: Sheet) -> dict[str, object]:
    english = locale() == "en"
    return {
        each.values_key: [
            {"value": choice.value, "label": (english and choice.label_en) or choice.label}
            for choice in choices_of(each, sheet.data, sheet.options)
        ]
        for _path, each in all_fields(sheet.form.fields)
        if each.values_key
    }


def _problems(fields: Mapping[str, Field], problems: Problems) -> Iterator[dict[str, object]]:
    for path, found in problems.items():
        parts = path.split(".")
        field = fields.get(".".join("*" if part.isdecimal() else part for part in parts))
        if field:
            yield {
                "field": field.id,
                "rows": [int(part) for part in parts if part.isdecimal()],
                "anchor": anchor_of(path),
                "words": [problem_words(problem, field.type) for problem in found],
            }


def _drawable(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> dict[str, object]:
    """The answers that form-js can show: files that were taken in already are none."""
    kept: dict[str, object] = {}
    for each in fields:
        value = answers.get(each.key)
        if each.holds_others and not each.key:
            kept.update(_drawable(each.fields, answers))
        elif each.is_list and isinstance(value, list):
            kept[each.key] = [_drawable(each.fields, row) for row in value if isinstance(row, Mapping)]
        elif each.holds_others and isinstance(value, Mapping):
            kept[each.key] = _drawable(each.fields, value)
        elif each.is_answered and each.type != "filepicker" and each.key in answers:
            kept[each.key] = value
    return kept


def _files(form: Form, answers: Mapping[str, Any]) -> dict[str, object]:
    """Upload tokens by path, sent back as they are; those in rows are asked for again."""
    found = {
        path: value_at(answers, path) for path, each in all_fields(form.fields) if each.type == "filepicker"
    }
    return {path: tokens for path, tokens in found.items() if isinstance(tokens, list) and tokens}


def _in_this_language(form: Form) -> dict[str, object]:
    by_id = {each.id: each for _path, each in all_fields(form.fields)}
    return {
        **form.source,
        "components": [_component(each, by_id) for each in _list(form.source.get("components"))],
    }


def _component(item: Mapping[str, Any], by_id: Mapping[str, Field]) -> dict[str, object]:
    name = str(item.get("id") or item.get("key") or item.get("path") or "")
    field = by_id.get(name)
    said: dict[str, object] = {"id": name} if name else {}
    if field:
        said |= _said(item, field)
    if item.get("components"):
        said["components"] = [_component(each, by_id) for each in _list(item["components"])]
    return {**item, **said}


def _said(item: Mapping[str, Any], field: Field) -> dict[str, object]:
    """The texts of a component in the page's language; what need not be filled in says so, as on the plain form."""
    english = locale() == "en"
    label = (english and field.label_en) or field.label
    is_asked = (
        field.is_answered and field.type != "checkbox" and not field.disabled and field.readonly is not True
    )
    is_optional = is_asked and not field.limits.required
    said: dict[str, object] = {
        "description": (english and field.hint_en) or field.hint,
        "text": at_level((english and field.text_en) or field.text),
    }
    said = {name: words for name, words in said.items() if words}
    if label:
        place = next((name for name in LABELS if item.get(name)), "label")
        said[place] = label + _("（可不填）") if is_optional and not label.startswith("=") else label
    if field.choices:
        said["values"] = [
            {"value": each.value, "label": (english and each.label_en) or each.label}
            for each in field.choices
        ]
    return said


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
