"""Boxed expressions: each kind of element compiled to the function that evaluates it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.dmn.errors import DmnError
from engine.dmn.model import Evaluation, Logic, Scope
from engine.dmn.table_reader import read_table
from engine.dmn.tables import evaluate_table
from engine.dmn.types import Types, fitting
from engine.dmn.xml import Element, child, children, name_of, tag, text_of
from engine.feel import Expression, FeelError, FunctionValue
from engine.feel.expression import Vocabulary
from engine.feel.run.calls import invoke
from engine.feel.run.frames import Run

# What becomes of a boxed expression that does not compile: raise, or note it and give what stands in its place.
Refused = Callable[[DmnError], Logic]


@dataclass(slots=True)
class Boxes:
    """Compiles the boxed expressions of one model; gathers the names that they read."""

    vocabulary: Vocabulary
    types: Types
    names: set[str]
    refused: Refused

    def logic(self, parent: Element) -> Logic | None:
        """Compile the boxed expression inside an element; None where there is none."""
        found = next(
            (each for each in children(parent) if tag(each) in _MAKERS or tag(each) in _NOT_SUPPORTED), None
        )
        return None if found is None else self.made(found)

    def made(self, element: Element) -> Logic:
        """Compile a boxed expression; hands what is wrong with it to `refused`."""
        make = _MAKERS.get(tag(element))
        if make is None:
            return self.refused(DmnError("unsupported", name_of(element), kind=tag(element)))
        try:
            return make(self, element)
        except DmnError as error:
            return self.refused(error)

    def expression(self, element: Element, text: str) -> Expression:
        """Compile FEEL; refuses it with the element's name."""
        try:
            expression = self.vocabulary.expression(text)
        except FeelError as error:
            raise DmnError(
                "bad-expression", name_of(element), **{**error.params, "feel": error.code}
            ) from error
        self.names |= expression.names
        return expression


def _nothing(_: Evaluation, __: Scope) -> Any:
    return None


def _literal(boxes: Boxes, element: Element) -> Logic:
    language = element.get("expressionLanguage", "")
    if language and not language.rstrip("/").lower().endswith("feel"):
        raise DmnError("unsupported", name_of(element), kind=language)
    text = text_of(element)
    if not text:
        return _nothing
    expression = boxes.expression(element, text)
    return lambda evaluation, scope: expression.within(evaluation.run, scope)


def _table(boxes: Boxes, element: Element) -> Logic:
    table = read_table(boxes.vocabulary, element)
    for column in table.inputs:
        boxes.names |= column.expression.names
    for rule in table.rules:
        boxes.names |= {name for part in (*rule.tests, *rule.answers) for name in part.names}
    return lambda evaluation, scope: evaluate_table(table, evaluation, scope)


def _context(boxes: Boxes, element: Element) -> Logic:
    entries = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        type_ = None if variable is None else variable.get("typeRef")
        fit = fitting(boxes.types.named(type_), type_)
        name = None if variable is None else variable.get("name")
        entries.append((name, boxes.logic(entry) or _nothing, fit))

    def logic(evaluation: Evaluation, scope: Scope) -> Any:
        context: dict[str, Any] = {}
        for name, value, fit in entries:
            result = fit(value(evaluation, {**scope, **context}))
            if name is None:
                return result
            context[name] = result
        return context

    return logic


def _list(boxes: Boxes, element: Element) -> Logic:
    items = [boxes.made(item) for item in children(element) if tag(item) in _MAKERS]
    return lambda evaluation, scope: [item(evaluation, scope) for item in items]


def _relation(boxes: Boxes, element: Element) -> Logic:
    columns = [column.get("name", "") for column in children(element, "column")]
    rows = [_list(boxes, row) for row in children(element, "row")]
    return lambda evaluation, scope: [
        dict(zip(columns, row(evaluation, scope), strict=False)) for row in rows
    ]


def _invocation(boxes: Boxes, element: Element) -> Logic:
    target = boxes.logic(element) or _nothing
    bindings = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        name = "" if parameter is None else parameter.get("name", "")
        bindings.append((name, boxes.logic(binding) or _nothing))

    def logic(evaluation: Evaluation, scope: Scope) -> Any:
        function = target(evaluation, scope)
        if not isinstance(function, FunctionValue):
            return None
        arguments = [argument(evaluation, scope) for _, argument in bindings]
        return invoke(evaluation.run, function, arguments, tuple(name for name, _ in bindings))

    return logic


def _function(boxes: Boxes, element: Element) -> Logic:
    return read_function(boxes, element)


def read_function(boxes: Boxes, element: Element) -> Callable[[Evaluation, Scope], FunctionValue]:
    """Compile a function definition; refuses one whose body is not of FEEL."""
    if element.get("kind", "FEEL") != "FEEL":
        raise DmnError("unsupported", name_of(element), kind=element.get("kind", ""))
    parameters = list(children(element, "formalParameter"))
    names = tuple(each.get("name", "") for each in parameters)
    fits = [fitting(boxes.types.named(each.get("typeRef")), each.get("typeRef")) for each in parameters]
    before = set(boxes.names)
    body = boxes.logic(element) or _nothing
    boxes.names -= set(names) - before

    def make(evaluation: Evaluation, scope: Scope) -> FunctionValue:
        def call(run: Run, arguments: list[Any]) -> object:
            run.enter_call()
            values = {name: fit(value) for name, fit, value in zip(names, fits, arguments, strict=True)}
            result: object = body(evaluation, {**scope, **values})
            run.leave_call()
            return result

        return FunctionValue(names, call)

    return make


def _conditional(boxes: Boxes, element: Element) -> Logic:
    test, then, otherwise = (
        _nothing if (part := child(element, name)) is None else boxes.logic(part) or _nothing
        for name in ("if", "then", "else")
    )
    return lambda evaluation, scope: (
        then(evaluation, scope) if test(evaluation, scope) is True else otherwise(evaluation, scope)
    )


_MAKERS: dict[str, Callable[[Boxes, Element], Logic]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": _function,
    "conditional": _conditional,
}
_NOT_SUPPORTED = frozenset({"for", "some", "every", "filter"})
