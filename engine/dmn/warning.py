"""What can run and can hardly be meant in a model: expressions that give only null, names that no arrow brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.dmn.errors import DmnError, DmnProblem
from engine.dmn.making import MARK
from engine.dmn.model import Model
from engine.dmn.reader import load_model
from engine.dmn.xml import Element, name_of, read_xml, tag, text_of
from engine.feel import FeelError, warnings_of

_EXPRESSIONS = frozenset({"literalExpression", "inputExpression", "outputEntry", "defaultOutputEntry"})
_CELLS = frozenset({"inputEntry", "inputValues", "allowedValues", "typeConstraint"})


def warn_of_model(
    source: bytes, functions: Iterable[str] = (), others: Iterable[bytes] = ()
) -> list[DmnProblem]:
    """List the warnings of a model; what cannot be read has none, for `check_model` says what is wrong with it."""
    try:
        root = read_xml(source)
        model = load_model(source, others)
    except DmnError:
        return []
    return [*_of_expressions(root, tuple(functions)), *_of_arrows(model)]


def _of_expressions(root: Element, functions: tuple[str, ...]) -> Iterator[DmnProblem]:
    names = {name for each in root.iter("{*}*") if (name := each.get("name"))}
    for element in root.iter("{*}*"):
        kind, text = tag(element), text_of(element)
        if not text or kind not in _EXPRESSIONS | _CELLS:
            continue
        try:
            found = warnings_of(text, functions=functions, names=names, is_cell=kind in _CELLS)
        except FeelError:  # what does not compile is no warning
            continue
        yield from (DmnProblem(name_of(element), each.code, each.params) for each in found)


def _of_arrows(model: Model) -> Iterator[DmnProblem]:
    """A name that the model declares is null where no arrow leads from it."""
    kinds: tuple[Mapping[str, Any], ...] = (model.inputs, model.decisions, model.knowledge, model.services)
    declared = {each.name for kind in kinds for each in kind.values()}
    for decision in model.decisions.values():
        brought = {_name_of(model, each) for each in decision.requires + decision.knows}
        for name in sorted((decision.reads & declared) - brought - {decision.name}):
            yield DmnProblem(decision.id, "no-arrow", {"name": name})


def _name_of(model: Model, reference: str) -> str:
    if MARK in reference:
        return reference.rpartition(MARK)[0]
    kinds = (model.inputs, model.decisions, model.knowledge, model.services)
    return next(name for kind in kinds for name in _names(kind, reference))


def _names(kind: Mapping[str, Any], reference: str) -> Iterator[str]:
    if reference in kind:
        yield kind[reference].name
