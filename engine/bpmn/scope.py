"""Input and output mappings: what a task sees besides the case's data, and what of its result the case takes over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.bpmn.elements import Mapping
from engine.bpmn.specs import Step
from engine.bpmn.tokens import NOTHING, Data, Token


def map_inputs(step: Step, token: Token) -> None:
    """Evaluate the input mappings into local variables; each sees those before it."""
    if step.element.inputs:
        local = _mapped(step, token, step.element.inputs, token.scope)
        step.check(local)
        token.note(local={**token.local, **local})


def take_over(step: Step, token: Token, result: Data, goes_out: Data) -> Data:
    """Return what the case takes over from a task's result: what the output mappings say, or else `goes_out`."""
    if not step.element.outputs:
        return goes_out
    return _mapped(step, token, step.element.outputs, {**token.scope, **result})


def _mapped(step: Step, token: Token, mappings: Iterable[Mapping], scope: Data) -> Data:
    engine = token.workflow.script_engine
    seen = dict(scope)
    taken: dict[str, Any] = {}
    for mapping in mappings:
        name, _, path = mapping.target.partition(".")
        value = engine.evaluate(step.element, mapping.source, seen)
        if path:
            value = _with_field(taken.get(name, token.data.get(name)), path, value)
        taken[name] = seen[name] = value
    return taken


def _with_field(record: object, path: str, value: object) -> dict[str, Any]:
    """Return a copy of a record with one field replaced, at any depth; the record itself stays as it is (trap 8)."""
    name, _, rest = path.partition(".")
    fields = dict(record) if isinstance(record, dict) else {}
    fields[name] = _with_field(fields.get(name), rest, value) if rest else value
    return fields


def changes_between(before: Data, after: Data) -> Data:
    """Return the keys that were written between two states of the data (told by identity, as data is never changed)."""
    if after is before:
        return NOTHING
    missing = object()
    return {key: value for key, value in after.items() if before.get(key, missing) is not value}
