"""Models read from DMN 1.1 to 1.5: decisions, business knowledge, input data, and how they require each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from engine.dmn import boxed_loops  # noqa: F401 imported for what it registers
from engine.dmn.boxed import read_function
from engine.dmn.boxes import Boxes, Refused
from engine.dmn.errors import DmnError
from engine.dmn.imports import Library, Whole, imports_of
from engine.dmn.model import Decision, InputData, Knowledge, Logic, Model, Service
from engine.dmn.requirements import asked, check_requirements, hrefs, references
from engine.dmn.types import Fits, Types, fitting
from engine.dmn.xml import Element, child, children, name_of, read_xml, tag
from engine.feel.expression import Vocabulary
from engine.feel.run.frames import Run
from engine.feel.values.kinds import from_host

_LOCAL = frozenset({"formalParameter", "parameter"})  # known inside their function alone
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # lists of allowed values ask for no time
_Named = TypeVar("_Named", Decision, Knowledge, InputData, Service)


def load_model(source: bytes, others: Iterable[bytes] = ()) -> Model:
    """Read a model with all it holds; `others` are those that it may import, found by their namespaces.

    Refuses what is not DMN, and any expression that does not compile. A function that is no built-in is taken for one of
    the host's: `check_model` is where they are asked for.
    """
    return read_model(read_xml(source), None, _refuse, Library.of(others))


def _refuse(error: DmnError) -> Logic:
    raise error


def read_model(
    root: Element, functions: Iterable[str] | None, refused: Refused, library: Library | None = None
) -> Model:
    """Read a model from its root element; `refused` says what becomes of logic that does not compile."""
    return _whole(root, functions, refused, library or Library({})).model


def _whole(root: Element, functions: Iterable[str] | None, refused: Refused, library: Library) -> Whole:
    if tag(root) != "definitions" or "/DMN/" not in (root.nsmap.get(root.prefix) or "") + "/":
        raise DmnError("not-dmn", name_of(root))
    imports = imports_of(root, library, lambda other, rest: _whole(other, functions, _kept_for_later, rest))
    boxes = _boxes(root, functions, refused, imports)
    model = Model(
        id=name_of(root),
        name=root.get("name", ""),
        decisions=_each(_decision, boxes, root, "decision"),
        knowledge=_each(_knowledge, boxes, root, "businessKnowledgeModel"),
        inputs=_each(_input_data, boxes, root, "inputData"),
        services=_each(_service, boxes, root, "decisionService"),
        imported={name: each.model for name, each in imports.items()},
    )
    check_requirements(model)
    decisions = {each.id: replace(each, inputs=asked(model, each)) for each in model.decisions.values()}
    model = replace(model, decisions=decisions)
    vocabulary = boxes.vocabulary
    return Whole(
        root.get("namespace", ""), model, vocabulary.names, cast("Types", vocabulary.types), boxes.types
    )


def _kept_for_later(error: DmnError) -> Logic:
    """What is wrong in an imported model is said where that is checked; who asks for it anyway gets the error."""

    def refuse(*_: object) -> Any:
        raise error

    return refuse


def _each(
    read: Callable[[Boxes, Element], _Named], boxes: Boxes, root: Element, kind: str
) -> dict[str, _Named]:
    return {each.id: each for each in (read(boxes, found) for found in children(root, kind))}


def _boxes(
    root: Element, functions: Iterable[str] | None, refused: Refused, imports: Mapping[str, Whole]
) -> Boxes:
    """Make what compiles the expressions of a model: it knows the names and types of the whole file, and of what it imports."""
    definitions = {each.get("name", ""): each for each in children(root, "itemDefinition")}
    named = (each for each in root.iter("{*}*") if tag(each) not in _LOCAL)
    names = {name for each in named if (name := each.get("name"))}
    names.update(*(each.names for each in imports.values()))
    known = None if functions is None else frozenset(functions)
    types = Types(definitions, {name: each.types for name, each in imports.items()})
    return Boxes(
        vocabulary=Vocabulary(known, frozenset(names), types),
        types=Fits(
            definitions, {name: each.fits for name, each in imports.items()}, lambda: Run({}, _NO_TIME)
        ),
        names=set(),
        refused=refused,
        imports={each.namespace: name for name, each in imports.items()},
    )


def _decision(boxes: Boxes, element: Element) -> Decision:
    boxes.names.clear()
    logic = boxes.logic(element)
    return Decision(
        id=name_of(element),
        name=_name(element),
        logic=logic,
        inputs=frozenset(boxes.names),
        reads=frozenset(boxes.names),
        outputs=_outputs(element),
        requires=_required(boxes, element, "informationRequirement", ("requiredDecision", "requiredInput")),
        knows=_required(boxes, element, "knowledgeRequirement", ("requiredKnowledge",)),
        fit=_fit(boxes, element),
    )


def _required(boxes: Boxes, element: Element, requirement: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    return references(element, requirement, kinds, boxes.imports)


def _fit(boxes: Boxes, element: Element) -> Callable[[Any], Any]:
    """What makes a value as the type of an element's variable wants it; of a function, what it gives back."""
    variable = child(element, "variable")
    type_ = None if variable is None else variable.get("typeRef")
    type_ = boxes.types.result_of(type_)
    try:
        return fitting(boxes.types.named(type_), type_)
    except DmnError as error:  # the values that a type lists are no FEEL
        boxes.refused(error)
        return from_host


def _name(element: Element) -> str:
    variable = child(element, "variable")
    name = None if variable is None else variable.get("name")
    return name or element.get("name") or name_of(element)


def _outputs(element: Element) -> tuple[str, ...]:
    table = child(element, "decisionTable")
    names = () if table is None else tuple(each.get("name") or "" for each in children(table, "output"))
    return names if len(names) > 1 else (_name(element),)


def _knowledge(boxes: Boxes, element: Element) -> Knowledge:
    definition = child(element, "encapsulatedLogic")
    if definition is None:
        raise DmnError("no-logic", name_of(element))
    try:
        make = read_function(boxes, definition, _fit(boxes, element))
    except DmnError as error:  # not of FEEL
        make = boxes.refused(error)
    return Knowledge(
        id=name_of(element),
        name=_name(element),
        make=make,
        knows=_required(boxes, element, "knowledgeRequirement", ("requiredKnowledge",)),
    )


def _input_data(boxes: Boxes, element: Element) -> InputData:
    return InputData(name_of(element), _name(element), _fit(boxes, element))


def _service(boxes: Boxes, element: Element) -> Service:
    links = {
        kind: hrefs(children(element, kind), boxes.imports)
        for kind in ("outputDecision", "inputData", "inputDecision")
    }
    return Service(
        id=name_of(element),
        name=_name(element),
        gives=links["outputDecision"],
        takes=links["inputData"] + links["inputDecision"],
        fit=_fit(boxes, element),
    )
