"""Models read from DMN 1.1 to 1.5: decisions, business knowledge, input data, and how they require each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from engine.dmn import boxed_loops  # noqa: F401 imported for what it registers
from engine.dmn.boxed import read_function
from engine.dmn.boxes import Boxes, Refused
from engine.dmn.errors import DmnError
from engine.dmn.model import Decision, InputData, Knowledge, Logic, Model, Service
from engine.dmn.types import Fits, Types, fitting
from engine.dmn.xml import Element, child, children, name_of, read_xml, tag
from engine.feel.expression import Vocabulary
from engine.feel.run.frames import Run

_LOCAL = frozenset({"formalParameter", "parameter"})  # known inside their function alone
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # lists of allowed values ask for no time


def load_model(source: bytes) -> Model:
    """Read a model with all it holds; refuses what is not DMN, and any expression that does not compile.

    A function that is no built-in is taken for one of the host's: `check_model` is where they are asked for.
    """
    return read_model(read_xml(source), None, _refuse)


def _refuse(error: DmnError) -> Logic:
    raise error


def read_model(root: Element, functions: Iterable[str] | None, refused: Refused) -> Model:
    """Read a model from its root element; `refused` says what becomes of logic that does not compile."""
    if tag(root) != "definitions" or "/DMN/" not in (root.nsmap.get(root.prefix) or "") + "/":
        raise DmnError("not-dmn", name_of(root))
    boxes = _boxes(root, functions, refused)
    model = Model(
        id=name_of(root),
        name=root.get("name", ""),
        decisions={
            each.id: each for each in (_decision(boxes, found) for found in children(root, "decision"))
        },
        knowledge={each.id: each for each in (_knowledge(boxes, found) for found in _knowledge_of(root))},
        inputs={
            each.id: each for each in (_input_data(boxes, found) for found in children(root, "inputData"))
        },
        services={each.id: each for each in (_service(found) for found in children(root, "decisionService"))},
    )
    _check_requirements(model)
    decisions = {each.id: replace(each, inputs=_asked(model, each)) for each in model.decisions.values()}
    return replace(model, decisions=decisions)


def _asked(model: Model, decision: Decision) -> frozenset[str]:
    """What a decision and those that it requires read, less what they give each other."""
    required = [model.decisions[each] for each in decision.requires if each in model.decisions]
    known = {each.name for each in required} | {each.name for each in model.knowledge.values()}
    known |= {each.name for each in model.services.values()}
    return frozenset(decision.inputs - known).union(*(_asked(model, each) for each in required))


def _boxes(root: Element, functions: Iterable[str] | None, refused: Refused) -> Boxes:
    """Make what compiles the expressions of a model: it knows the names and types of the whole file."""
    definitions = {each.get("name", ""): each for each in children(root, "itemDefinition")}
    named = (each for each in root.iter("{*}*") if tag(each) not in _LOCAL)
    names = frozenset(name for each in named if (name := each.get("name")))
    return Boxes(
        vocabulary=Vocabulary(None if functions is None else frozenset(functions), names, Types(definitions)),
        types=Fits(definitions, lambda: Run({}, _NO_TIME)),
        names=set(),
        refused=refused,
    )


def _knowledge_of(root: Element) -> Iterator[Element]:
    return children(root, "businessKnowledgeModel")


def _decision(boxes: Boxes, element: Element) -> Decision:
    variable = child(element, "variable")
    type_ = None if variable is None else variable.get("typeRef")
    boxes.names.clear()
    return Decision(
        id=name_of(element),
        name=_name(element),
        logic=boxes.logic(element),
        inputs=frozenset(boxes.names),
        outputs=_outputs(element),
        requires=_references(element, "informationRequirement", "requiredDecision", "requiredInput"),
        knows=_references(element, "knowledgeRequirement", "requiredKnowledge"),
        fit=fitting(boxes.types.named(type_), type_),
    )


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
    return Knowledge(
        id=name_of(element),
        name=_name(element),
        make=read_function(boxes, definition),
        knows=_references(element, "knowledgeRequirement", "requiredKnowledge"),
    )


def _input_data(boxes: Boxes, element: Element) -> InputData:
    variable = child(element, "variable")
    type_ = None if variable is None else variable.get("typeRef")
    return InputData(name_of(element), _name(element), fitting(boxes.types.named(type_), type_))


def _service(element: Element) -> Service:
    return Service(
        id=name_of(element),
        name=_name(element),
        gives=_hrefs(children(element, "outputDecision")),
        takes=_hrefs(children(element, "inputData")) + _hrefs(children(element, "inputDecision")),
    )


def _references(element: Element, requirement: str, *kinds: str) -> tuple[str, ...]:
    return _hrefs(each for parent in children(element, requirement) for each in children(parent, *kinds))


def _hrefs(elements: Iterable[Element]) -> tuple[str, ...]:
    return tuple((each.get("href") or "").rpartition("#")[2] for each in elements)


def _check_requirements(model: Model) -> None:
    """Refuse a requirement that leads nowhere or round in a circle."""
    known = {*model.decisions, *model.knowledge, *model.inputs, *model.services}
    settled: set[str] = set()
    for start in (*model.decisions, *model.knowledge, *model.services):
        _visit(model, start, (), known, settled)


def _visit(model: Model, id_: str, path: tuple[str, ...], known: set[str], settled: set[str]) -> None:
    if id_ in path:
        raise DmnError("requirement-circle", id_, path=list(path))
    if id_ in settled:
        return
    for required in _required_by(model, id_):
        if required not in known:
            raise DmnError("unknown-requirement", id_, required=required)
        _visit(model, required, (*path, id_), known, settled)
    settled.add(id_)


def _required_by(model: Model, id_: str) -> tuple[str, ...]:
    """List what an element requires directly."""
    if id_ in model.decisions:
        return model.decisions[id_].requires + model.decisions[id_].knows
    if id_ in model.services:
        return model.services[id_].gives
    return model.knowledge[id_].knows if id_ in model.knowledge else ()
