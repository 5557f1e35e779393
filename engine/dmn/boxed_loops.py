"""Boxed loops: for, some, every and filter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from engine.dmn.boxes import Boxes, makes
from engine.dmn.model import Evaluation, Logic, Scope
from engine.dmn.xml import Element, tag
from engine.feel.run.loops import ITEM, PARTIAL, items_of
from engine.feel.values.kinds import from_host


def _turns(
    boxes: Boxes, element: Element, body_name: str
) -> tuple[Callable[[Evaluation, Scope], Iterator[dict[str, Any]]], Logic]:
    """What a loop goes over, each item under the loop's variable, and its body; null goes over nothing."""
    variable = element.get("iteratorVariable", "item")
    source = boxes.part(element, "in")
    body = boxes.knowing((variable,)).part(element, body_name)
    boxes.names.discard(variable)

    def turns(evaluation: Evaluation, scope: Scope) -> Iterator[dict[str, Any]]:
        for item in items_of(source(evaluation, scope)) or ():
            evaluation.run.spend(1)
            yield {**scope, variable: from_host(item)}

    return turns, body


@makes("for")
def _for(boxes: Boxes, element: Element) -> Logic:
    turns, body = _turns(boxes, element, "return")

    def logic(evaluation: Evaluation, scope: Scope) -> Any:
        results: list[Any] = []
        results.extend(body(evaluation, turn) for turn in turns(evaluation, {**scope, PARTIAL: results}))
        return results

    return logic


@makes("some", "every")
def _quantified(boxes: Boxes, element: Element) -> Logic:
    turns, body = _turns(boxes, element, "satisfies")
    decisive = tag(element) == "some"

    def logic(evaluation: Evaluation, scope: Scope) -> Any:
        results = [body(evaluation, turn) for turn in turns(evaluation, scope)]
        if any(result is not None and not isinstance(result, bool) for result in results):
            return None
        if decisive in results:
            return decisive
        return None if None in results else not decisive

    return logic


@makes("filter")
def _filter(boxes: Boxes, element: Element) -> Logic:
    turns, matches = _turns(boxes, element, "match")
    return lambda evaluation, scope: [
        turn[ITEM]
        for turn in turns(evaluation, scope)
        if matches(evaluation, {**turn, **_entries(turn[ITEM])}) is True
    ]


def _entries(item: object) -> Scope:
    return item if isinstance(item, dict) else {}
