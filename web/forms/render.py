"""Render a form as plain HTML: a page for citizens, or the whole of it for staff; and the answers, to be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import render_template
from markupsafe import Markup

from engine.errors import Problem
from engine.forms import Field
from web.forms.carried import carried
from web.forms.drawing import Drawing
from web.forms.names import RENDERED
from web.forms.pages import FormPage, form_pages, question_of
from web.forms.sheet import Sheet
from web.forms.view import FieldView

Problems = Mapping[str, list[Problem]]


def render_form(
    sheet: Sheet, answers: Mapping[str, Any] | None, problems: Problems, *, page: int | None = None
) -> Markup:
    """Return the fields as HTML that works without scripts, to be put into the page's own form element.

    `page` is the number of a FormPage: its question is the page's heading, and the answers of other pages are taken
    along in hidden fields. Without it all fields stand in one grid. `answers` None: as nobody has touched it yet.
    """
    known = sheet.begun() if answers is None else answers
    if page is not None:
        return _page(Drawing(sheet, known, problems, heading=2), page)
    drawing = Drawing(sheet, known, problems)
    fields = drawing.fields(sheet.form.fields)
    return _html("form", sheet, fields=fields, rendered=(RENDERED, " ".join(_answered(fields))))


def render_summary(sheet: Sheet, answers: Mapping[str, Any], *, change: str = "") -> Markup:
    """Return what was answered, to be checked or read later.

    `change` is the name of the button beside each answer that leads back to its page: its value is the page's number.
    """
    drawing = Drawing(sheet, answers, {})
    parts = [(drawing.fields(page.fields), page.number) for page in form_pages(sheet, answers)]
    return _html("summary", sheet, parts=parts, change=change)


def _page(drawing: Drawing, number: int) -> Markup:
    sheet, answers = drawing.sheet, drawing.answers
    pages = form_pages(sheet, answers)
    page = next((each for each in pages if each.number == number), pages[0])
    question = question_of(page.fields)
    fields = drawing.fields(page.fields)
    places = _places_on(sheet, answers, page)
    return _html(
        "page",
        sheet,
        title=page.title,
        fields=fields,
        question=question.id if question else "",
        carried=list(carried(sheet, answers, places)),
        rendered=(RENDERED, f"{' '.join(sorted(places))}|{' '.join(_answered(fields))}"),
    )


def _html(template: str, sheet: Sheet, **shown: object) -> Markup:
    html = render_template(f"forms/{template}.html", file_names=sheet.file_names, **shown)
    return Markup(html)  # noqa: S704  # a template has escaped what was typed


def _places_on(sheet: Sheet, answers: Mapping[str, Any], page: FormPage) -> frozenset[str]:
    """All places of a page, also those that conditions hide for now."""
    inside = set(_all(page.fields))
    return frozenset(
        place.path for place in sheet.places(answers) if place.field in inside and place.field.key
    )


def _all(fields: tuple[Field, ...]) -> Iterator[Field]:
    for each in fields:
        yield each
        yield from _all(each.fields)


def _answered(fields: tuple[FieldView, ...]) -> Iterator[str]:
    for each in fields:
        if each.is_asked:
            yield each.path
        for row in (each.fields, *each.rows):
            yield from _answered(row)
