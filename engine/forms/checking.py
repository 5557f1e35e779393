"""What stands in the way of publishing a form: each finding names the component and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.feel import FeelError, compile_expression
from engine.feel.library import regex
from engine.forms.browser_feel import REFUSES, browser_differences
from engine.forms.components import CHOOSING, DATE_KINDS, PERSONAL_KINDS, SOME_OF, TEXTS
from engine.forms.expressions import expressions_in, is_expression
from engine.forms.fields import Field, Form, all_fields
from engine.forms.limits import is_date_text
from engine.forms.loading import FormError, load_form
from engine.forms.schema import NUMBER

TEMPLATE_BLOCK = ("{{#", "{{/")


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing wrong with one component: a stable code and figures."""

    component: str
    code: str
    params: dict[str, object] = field(default_factory=dict)


def check_form(source: bytes, *, for_party: bool, functions: Iterable[str] = ()) -> list[FormProblem]:
    """Return all that is wrong with a form; `for_party`: a citizen's page shows it, where form-js never loads."""
    try:
        form = load_form(source)
    except FormError as error:
        return [FormProblem(error.component, error.code, error.params)]
    found = [problem for _, each in all_fields(form.fields) for problem in _of_field(each)]
    found += _of_file(form)
    found += _of_expressions(form, tuple(functions), for_party=for_party)
    if for_party:
        found += [
            FormProblem(each.id, "staff-only-component", {"type": each.type})
            for _, each in all_fields(form.fields)
            if each.needs_browser
        ]
    return found


def _of_file(form: Form) -> Iterator[FormProblem]:
    """What the tree does not keep, because nothing is done with it."""
    for item in _components(form.source):
        name = str(item.get("id") or item.get("key") or "")
        validate = item.get("validate")
        kind = validate.get("validationType") if isinstance(validate, dict) else None
        if kind not in {None, "", "custom", "email"}:
            yield FormProblem(name, "validation-type", {"type": kind})
        if item.get("valuesExpression"):
            yield FormProblem(name, "values-expression")
        if item.get("multiple") not in {None, True, False}:
            yield FormProblem(name, "bad-flag", {"property": "multiple"})
        with_time = item.get("type") == "datetime" and item.get("subtype") in {"time", "datetime"}
        if with_time and item.get("timeSerializingFormat") != "no_timezone":
            yield FormProblem(name, "time-with-zone")


def _components(item: object) -> Iterator[dict[str, object]]:
    inner = item.get("components") if isinstance(item, dict) else None
    for each in inner if isinstance(inner, list) else ():
        if isinstance(each, dict):
            yield each
            yield from _components(each)


def _of_field(each: Field) -> Iterator[FormProblem]:
    if each.is_answered and not each.label:
        yield FormProblem(each.id, "no-label")
    if each.hide and not is_expression(each.hide):
        yield FormProblem(each.id, "condition-not-feel", {"text": each.hide})
    if each.personal:
        yield from _of_personal(each)
    if each.type == "datetime" and each.date_kind not in DATE_KINDS:
        yield FormProblem(each.id, "date-kind", {"kind": each.date_kind})
    if each.limits.pattern and _may_run_for_ever(each.limits.pattern):
        yield FormProblem(each.id, "unsafe-pattern", {"pattern": each.limits.pattern})
    if each.holds_others and not each.fields:
        yield FormProblem(each.id, "empty-group")
    if each.type in CHOOSING:
        yield from _of_choices(each)
    if any(mark in text for text in (each.text, each.label, each.hint) for mark in TEMPLATE_BLOCK):
        yield FormProblem(each.id, "template-block")
    if not _is_default_good(each):
        yield FormProblem(each.id, "bad-default", {"value": str(each.default)})


def _of_personal(each: Field) -> Iterator[FormProblem]:
    if each.personal not in PERSONAL_KINDS:
        yield FormProblem(each.id, "personal-kind", {"kind": each.personal, "kinds": sorted(PERSONAL_KINDS)})
    if each.type not in TEXTS:
        yield FormProblem(each.id, "personal-not-text", {"type": each.type})


def _may_run_for_ever(pattern: str) -> bool:
    """Say whether a pattern repeats what is repeated; FEEL's own patterns keep to the same rule."""
    try:
        regex.compiled(pattern, "", length=1)
    except FeelError:
        return True
    return False


def _of_choices(each: Field) -> Iterator[FormProblem]:
    if bool(each.choices) == bool(each.values_key):
        yield FormProblem(each.id, "two-sources-of-choices" if each.choices else "no-choices")
    values = [str(choice.value) for choice in each.choices]
    for value in sorted({value for value in values if values.count(value) > 1 or not value}):
        yield FormProblem(each.id, "choice-twice", {"value": value})


def _is_default_good(each: Field) -> bool:
    """Say whether a field may begin with its default; choices that are asked for are not known here."""
    value = each.default
    if value is None or value == "" or each.values_key:
        return True
    if each.type in CHOOSING:
        values = [choice.value for choice in each.choices]
        chosen = value if each.type in SOME_OF and isinstance(value, list) else [value]
        return all(one in values for one in chosen)
    if each.type == "checkbox":
        return isinstance(value, bool)
    if each.type == "number":
        return bool(NUMBER.fullmatch(str(value)))
    is_date = each.type == "datetime" and isinstance(value, str) and is_date_text(value, each.date_kind)
    return is_date or (isinstance(value, str) and each.type in TEXTS)


def _of_expressions(form: Form, functions: tuple[str, ...], *, for_party: bool) -> Iterator[FormProblem]:
    for each, text in expressions_in(form.fields):
        bare = text.removeprefix("=").strip()
        if not (wrong := _compile_error(bare, functions)):
            # form-js knows FEEL's own functions alone: in a clerk's browser the county's would give null.
            if not for_party and functions and _compile_error(bare, ()):
                yield FormProblem(each.id, "function-not-in-browser", {"text": text})
            elif not for_party and REFUSES in browser_differences(bare):
                yield FormProblem(each.id, REFUSES, {"text": text})
            continue
        yield FormProblem(
            each.id,
            "bad-expression",
            {"text": text, "reason": wrong.code, "explanation": str(wrong), **wrong.params},
        )


def _compile_error(text: str, functions: tuple[str, ...]) -> FeelError | None:
    try:
        compile_expression(text, functions=functions)
    except FeelError as error:
        return error
    return None
