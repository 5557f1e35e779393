"""How the elements of a model require each other, those of imported models too: references, circles, and what is asked in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.dmn.errors import DmnError
from engine.dmn.making import MARK
from engine.dmn.model import Decision, Model
from engine.dmn.xml import Element, children


def references(
    element: Element, requirement: str, kinds: Iterable[str], imports: Mapping[str, str]
) -> tuple[str, ...]:
    """List what an element requires in one way."""
    return hrefs(
        (each for parent in children(element, requirement) for each in children(parent, *kinds)), imports
    )


def hrefs(elements: Iterable[Element], imports: Mapping[str, str]) -> tuple[str, ...]:
    """Read links: an id of this model, or the name of an import and an id there; `imports` are names by namespace."""
    return tuple(_reference(each.get("href") or "", imports) for each in elements)


def _reference(href: str, imports: Mapping[str, str]) -> str:
    namespace, _, id_ = href.rpartition("#")
    return f"{imports[namespace]}{MARK}{id_}" if namespace in imports else id_


def check_requirements(model: Model) -> None:
    """Refuse a requirement that leads nowhere or round in a circle."""
    settled: set[str] = set()
    for start in (*model.decisions, *model.knowledge, *model.services):
        _visit(model, start, (), settled)


def _visit(model: Model, id_: str, path: tuple[str, ...], settled: set[str]) -> None:
    if id_ in path:
        raise DmnError("requirement-circle", id_, path=list(path))
    if id_ in settled:
        return
    for required in _required_by(model, id_):
        if not _is_there(model, required):
            raise DmnError("unknown-requirement", id_, required=required)
        if MARK not in required:
            _visit(model, required, (*path, id_), settled)
    settled.add(id_)


def _is_there(model: Model, reference: str) -> bool:
    name, mark, id_ = reference.rpartition(MARK)
    there = model.imported.get(name) if mark else model
    return there is not None and any(
        id_ in each for each in (there.decisions, there.knowledge, there.inputs, there.services)
    )


def _required_by(model: Model, id_: str) -> tuple[str, ...]:
    """List what an element requires directly."""
    if id_ in model.decisions:
        return model.decisions[id_].requires + model.decisions[id_].knows
    if id_ in model.services:  # what it takes, it does not decide: no circle goes through there
        return model.services[id_].gives
    return model.knowledge[id_].knows if id_ in model.knowledge else ()


def asked(model: Model, decision: Decision) -> frozenset[str]:
    """What a decision and those that it requires read, less what they give each other."""
    known = {each.name for each in model.knowledge.values()} | {each.name for each in model.services.values()}
    known |= set(model.imported)
    further: set[str] = set()
    for reference in decision.requires:
        name, mark, id_ = reference.rpartition(MARK)
        there = model.imported[name] if mark else model
        if id_ in there.decisions:
            known.add(there.decisions[id_].name)
            further |= asked(there, there.decisions[id_])
    return frozenset((decision.inputs - known) | further)
