"""Boxed expressions without loops: literal expressions, tables, contexts, lists, relations, invocations, functions, conditionals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.dmn.boxes import Boxes, is_boxed, makes, nothing
from engine.dmn.errors import DmnError
from engine.dmn.model import Evaluation, Logic, Scope
from engine.dmn.table_reader import read_table
from engine.dmn.tables import evaluate_table
from engine.dmn.types import fitting
from engine.dmn.xml import Element, child, children, name_of, text_of
from engine.feel import FunctionValue
from engine.feel.run.calls import invoke
from engine.feel.run.frames import Run
from engine.feel.values.kinds import from_host


@makes("literalExpression")
def _literal(boxes: Boxes, element: Element) -> Logic:
    language = element.get("expressionLanguage", "")
    if language and not language.rstrip("/").lower().endswith("feel"):
        raise DmnError("unsupported", name_of(element), kind=language)
    text = text_of(element)
    if not text:
        return nothing
    expression = boxes.expression(element, text)
    return lambda evaluation, scope: expression.within(evaluation.run, scope)


@makes("decisionTable")
def _table(boxes: Boxes, element: Element) -> Logic:
    table = read_table(boxes, element)
    return lambda evaluation, scope: evaluate_table(table, evaluation, scope)


@makes("context")
def _context(boxes: Boxes, element: Element) -> Logic:
    entries = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        type_ = None if variable is None else variable.get("typeRef")
        fit = fitting(boxes.types.named(type_), type_)
        name = None if variable is None else variable.get("name")
        entries.append((name, boxes.logic(entry) or nothing, fit))

    def logic(evaluation: Evaluation, scope: Scope) -> Any:
        context: dict[str, Any] = {}
        for name, value, fit in entries:
            result = fit(value(evaluation, {**scope, **context}))
            if name is None:
                return result
            context[name] = result
        return context

    return logic


@makes("list")
def _list(boxes: Boxes, element: Element) -> Logic:
    items = [boxes.made(item) for item in children(element) if is_boxed(item)]
    return lambda evaluation, scope: [item(evaluation, scope) for item in items]


@makes("relation")
def _relation(boxes: Boxes, element: Element) -> Logic:
    columns = [column.get("name", "") for column in children(element, "column")]
    rows = [_list(boxes, row) for row in children(element, "row")]
    return lambda evaluation, scope: [
        dict(zip(columns, row(evaluation, scope), strict=False)) for row in rows
    ]


@makes("invocation")
def _invocation(boxes: Boxes, element: Element) -> Logic:
    target = boxes.logic(element) or nothing
    bindings = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        name = "" if parameter is None else parameter.get("name", "")
        bindings.append((name, boxes.logic(binding) or nothing))

    def logic(evaluation: Evaluation, scope: Scope) -> Any:
        function = target(evaluation, scope)
        if not isinstance(function, FunctionValue):
            return None
        arguments = [argument(evaluation, scope) for _, argument in bindings]
        return invoke(evaluation.run, function, arguments, tuple(name for name, _ in bindings))

    return logic


@makes("functionDefinition")
def _function(boxes: Boxes, element: Element) -> Logic:
    return read_function(boxes, element)


def read_function(
    boxes: Boxes, element: Element, fit_result: Callable[[Any], Any] = from_host
) -> Callable[[Evaluation, Scope], FunctionValue]:
    """Compile a function definition; refuses one whose body is not of FEEL."""
    if element.get("kind", "FEEL") != "FEEL":
        raise DmnError("unsupported", name_of(element), kind=element.get("kind", ""))
    parameters = list(children(element, "formalParameter"))
    names = tuple(each.get("name", "") for each in parameters)
    fits = [fitting(boxes.types.named(each.get("typeRef")), each.get("typeRef")) for each in parameters]
    before = set(boxes.names)
    body = boxes.knowing(names).logic(element) or nothing
    boxes.names -= set(names) - before

    def make(evaluation: Evaluation, scope: Scope) -> FunctionValue:
        def call(run: Run, arguments: list[Any]) -> object:
            fitted = [fit(value) for fit, value in zip(fits, arguments, strict=True)]
            if any(fit is None and given is not None for fit, given in zip(fitted, arguments, strict=True)):
                return None  # a value that is not of its parameter's type: not called at all
            run.enter_call(1)
            result: object = fit_result(body(evaluation, {**scope, **dict(zip(names, fitted, strict=True))}))
            run.leave_call()
            return result

        return FunctionValue(names, call)

    return make


@makes("conditional")
def _conditional(boxes: Boxes, element: Element) -> Logic:
    test, then, otherwise = (boxes.part(element, name) for name in ("if", "then", "else"))

    def logic(evaluation: Evaluation, scope: Scope) -> Any:
        result = test(evaluation, scope)
        if result is not None and not isinstance(result, bool):
            return None
        return then(evaluation, scope) if result else otherwise(evaluation, scope)

    return logic
