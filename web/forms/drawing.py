"""What a form looks like now: which fields are shown, in which language, with what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Problem
from engine.forms import Field
from engine.forms.answers import is_readonly
from engine.forms.choices import as_text, choices_of
from engine.forms.components import SOME_OF, empty_value
from engine.forms.expressions import filled_in
from engine.forms.fields import join
from engine.forms.shown import as_mapping, place_id, row_scope, scope_of
from web.forms.markup import to_html
from web.forms.names import anchor_of, files_name_of, name_of
from web.forms.sheet import Sheet
from web.forms.view import ChoiceView, FieldView
from web.forms.words import problem_words
from web.preferences import locale

# By kind of personal data: the browser fills in what it knows, a phone shows the right keys (WCAG 1.3.5).
PERSONAL_INPUT = {
    "name": {"autocomplete": "name"},
    "phone": {"type": "tel", "inputmode": "tel", "autocomplete": "tel"},
    "address": {"autocomplete": "street-address"},
    "identity_number": {"autocomplete": "off", "autocapitalize": "characters"},
}
DATE_INPUT = {"date": "date", "time": "time", "datetime": "datetime-local"}
NARROW = frozenset({"number", "datetime"})
FEW_COLUMNS = 8  # of sixteen


@dataclass(frozen=True, slots=True)
class Drawing:
    """A form with all that it is drawn from."""

    sheet: Sheet
    answers: Mapping[str, Any]
    problems: Mapping[str, list[Problem]]
    heading: int = 3  # on a clerk's page a form stands under an h2
    english: bool = field(default_factory=lambda: locale() == "en")

    def fields(self, members: tuple[Field, ...]) -> tuple[FieldView, ...]:
        """Return some of the top-level fields as they are shown now."""
        hidden = self.sheet.hidden(self.answers)
        scope = scope_of(self.sheet.form, self.answers, hidden, self.sheet.world)
        return tuple(self._views(members, self.answers, "", scope, hidden))

    def _views(
        self,
        members: tuple[Field, ...],
        answers: Mapping[str, Any],
        path: str,
        scope: Mapping[str, object],
        hidden: frozenset[str],
    ) -> Iterator[FieldView]:
        for each in members:
            own = join(path, each.key) if each.key else path
            if place_id(each, own) in hidden:
                continue
            inner = as_mapping(answers.get(each.key)) if each.key and not each.is_list else answers
            fields = () if each.is_list else tuple(self._views(each.fields, inner, own, scope, hidden))
            rows = tuple(
                tuple(
                    self._views(
                        each.fields,
                        as_mapping(row),
                        join(own, number),
                        row_scope(scope, row, number + 1),
                        hidden,
                    )
                )
                for number, row in enumerate(self._rows(each, answers))
            )
            yield self._view(each, own, answers.get(each.key), scope, fields=fields, rows=rows)

    def _rows(self, each: Field, answers: Mapping[str, Any]) -> list[Any]:
        rows = answers.get(each.key)
        return [as_mapping(row) for row in rows] if each.is_list and isinstance(rows, list) else []

    def _view(
        self,
        each: Field,
        path: str,
        value: object,
        scope: Mapping[str, object],
        *,
        fields: tuple[FieldView, ...],
        rows: tuple[tuple[FieldView, ...], ...],
    ) -> FieldView:
        value = empty_value(each.type) if value is None else value
        values = tuple(map(as_text, value)) if isinstance(value, list) and not each.is_list else ()
        single = "" if isinstance(value, list | Mapping) or value is None else as_text(value)
        return FieldView(
            id=each.id,
            type=each.type,
            path=path,
            name=name_of(path),
            files_name=files_name_of(path),
            anchor=anchor_of(path) if each.key else f"part-{each.id}",
            label=self._said(each.label, each.label_en, scope),
            hint=to_html(self._said(each.hint, each.hint_en, scope), heading=self.heading),
            text=to_html(self._said(each.text, each.text_en, scope), heading=self.heading),
            value=single,
            values=values,
            problems=tuple(problem_words(problem, each.type) for problem in self.problems.get(path, ()))
            if each.key
            else (),
            is_required=each.limits.required,
            is_locked=each.disabled or is_readonly(each, scope, self.sheet.world),
            is_wide=not 0 < each.columns <= FEW_COLUMNS,
            is_narrow=each.type in NARROW or each.personal in {"phone", "name"},
            may_add=each.may_add,
            accept=each.accept,
            multiple=each.multiple,
            attributes=_attributes(each),
            choices=self._choices(each, values if each.type in SOME_OF else (single,)),
            fields=fields,
            rows=rows,
        )

    def _choices(self, each: Field, chosen: tuple[str, ...]) -> tuple[ChoiceView, ...]:
        return tuple(
            ChoiceView(
                as_text(choice.value),
                (self.english and choice.label_en) or choice.label,
                as_text(choice.value) in chosen,
            )
            for choice in choices_of(each, self.sheet.data, self.sheet.options)
        )

    def _said(self, chinese: str, english: str, scope: Mapping[str, object]) -> str:
        return filled_in((self.english and english) or chinese, scope, self.sheet.world)


def _attributes(each: Field) -> dict[str, str]:
    """What the input is given besides name and value."""
    if each.type == "datetime":
        return {"type": DATE_INPUT.get(each.date_kind, "text")}
    if each.type == "number":
        whole = each.limits.decimal_digits == 0
        return {"type": "text", "inputmode": "numeric" if whole else "decimal", "autocomplete": "off"}
    attributes = {"type": "email", "autocomplete": "email"} if each.limits.is_email else {"type": "text"}
    return {**attributes, **PERSONAL_INPUT.get(each.personal, {})} if each.type == "textfield" else {}
