"""Everything wrong with a model at once, for the one who draws it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.dmn.errors import DmnError, DmnProblem
from engine.dmn.imports import Library
from engine.dmn.model import Evaluation, Logic, Scope
from engine.dmn.reader import read_model
from engine.dmn.xml import read_xml


def check_model(
    source: bytes, functions: Iterable[str] = (), others: Iterable[bytes] = ()
) -> list[DmnProblem]:
    """List the problems of a model, one for each expression or table that has any; an empty list where it can run.

    `others` are the models that it may import; what is wrong inside them is said where they are checked.
    """
    problems: list[DmnProblem] = []

    def note(error: DmnError) -> Logic:
        problems.append(_problem(error))
        return _nothing

    try:
        model = read_model(read_xml(source), functions, note, Library.of(others))
    except DmnError as error:
        return [*problems, _problem(error)]
    empty = [each.id for each in model.decisions.values() if each.logic is None]
    return [*problems, *(DmnProblem(id_, "no-logic") for id_ in empty)]


def _nothing(_: Evaluation, __: Scope) -> Any:
    return None


def _problem(error: DmnError) -> DmnProblem:
    return DmnProblem(error.element, error.code, error.params)
