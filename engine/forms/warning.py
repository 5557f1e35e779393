"""What a form can do and can hardly be meant: expressions that give only null, names that are nearly a field's, a browser that differs."""

from __future__ import annotations

from collections.abc import Collection

from engine.feel import FeelError, warnings_of
from engine.forms.browser_feel import REFUSES, browser_differences
from engine.forms.checking import FormProblem
from engine.forms.expressions import expressions_in
from engine.forms.fields import all_fields
from engine.forms.loading import FormError, load_form


def warn_of_form(source: bytes, *, for_party: bool, functions: Collection[str] = ()) -> list[FormProblem]:
    """List the warnings of a form; `for_party`: no browser evaluates it. What cannot be read has none."""
    try:
        form = load_form(source)
    except FormError:
        return []
    names = frozenset(each.key for _, each in all_fields(form.fields) if each.key)
    found: list[FormProblem] = []
    for each, text in expressions_in(form.fields):
        bare = text.removeprefix("=").strip()
        try:
            warnings = warnings_of(bare, functions=functions, names=names)
            differs = frozenset() if for_party else browser_differences(bare, functions)
        except FeelError:  # what does not compile is no warning
            continue
        found += [FormProblem(each.id, one.code, {"text": text, **one.params}) for one in warnings]
        found += [FormProblem(each.id, code, {"text": text}) for code in sorted(differs - {REFUSES})]
    return found
