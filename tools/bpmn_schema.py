"""The words of BPMN 2.0 and of Zeebe's dialect: every element with the attributes and children that it may have.

BPMN's are read from the schema that SpiffWorkflow brings along; Zeebe has none, so its names are listed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lxml import etree

_XSD = "{http://www.w3.org/2001/XMLSchema}"
_FILES = ("BPMN20.xsd", "Semantic.xsd")

# Element: its attributes. What a modeler writes in Camunda 8 mode.
ZEEBE: dict[str, tuple[str, ...]] = {
    "adHoc": ("activeElementsCollection", "outputCollection", "outputElement"),
    "assignmentDefinition": ("assignee", "candidateGroups", "candidateUsers"),
    "calledDecision": ("decisionId", "resultVariable", "bindingType", "versionTag"),
    "calledElement": (
        *("processId", "processIdExpression", "propagateAllChildVariables", "propagateAllParentVariables"),
        *("bindingType", "versionTag"),
    ),
    "conditionalFilter": ("variableNames", "variableEvents"),
    "executionListener": ("eventType", "type", "retries"),
    "executionListeners": (),
    "formDefinition": ("formId", "formKey", "externalReference", "bindingType", "versionTag"),
    "header": ("id", "key", "value"),
    "input": ("source", "target"),
    "ioMapping": (),
    "linkedResource": ("resourceId", "resourceType", "linkName", "bindingType", "versionTag"),
    "linkedResources": (),
    "loopCharacteristics": ("inputCollection", "inputElement", "outputCollection", "outputElement"),
    "output": ("source", "target"),
    "priorityDefinition": ("priority",),
    "properties": (),
    "property": ("name", "value"),
    "script": ("expression", "resultVariable"),
    "subscription": ("correlationKey",),
    "taskDefinition": ("type", "retries"),
    "taskHeaders": (),
    "taskListener": ("eventType", "type", "retries"),
    "taskListeners": (),
    "taskSchedule": ("dueDate", "followUpDate"),
    "userTask": (),
    "userTaskForm": ("id",),
    "versionTag": ("value",),
}


@dataclass(frozen=True, slots=True)
class Word:
    """An element as the schema has it; what only other elements are made from is no word."""

    name: str
    attributes: frozenset[str]
    children: frozenset[str]


@cache
def bpmn_words() -> dict[str, Word]:
    """Return every element that may stand in a BPMN file, by name."""
    return _Schema().words()


class _Schema:
    def __init__(self) -> None:
        folder = files("SpiffWorkflow.bpmn.parser") / "schema"
        roots = [etree.fromstring((folder / name).read_bytes()) for name in _FILES]
        self._types = {each.get("name"): each for root in roots for each in root.iter(f"{_XSD}complexType")}
        self._elements = [each for root in roots for each in root.iter(f"{_XSD}element") if each.get("name")]
        self._heads = {each.get("name"): each.get("substitutionGroup") for each in self._elements}

    def words(self) -> dict[str, Word]:
        """Return elements of the same name as one: `condition`, `event` stand in several places."""
        found: dict[str, Word] = {}
        for element in self._elements:
            name, kind = str(element.get("name")), self._types.get(_local(element.get("type")))
            if not self._is_abstract(name, kind):
                before = found.get(name, Word(name, frozenset(), frozenset()))
                found[name] = Word(
                    name,
                    before.attributes | self._attributes(kind),
                    before.children | self._children(kind),
                )
        return found

    def _is_abstract(self, name: str, kind: etree._Element | None) -> bool:
        """Say whether an element only stands for others: its type is abstract, or others are derived from it and none is it."""
        return name in _FOR_OTHERS or (kind is not None and kind.get("abstract") == "true")

    def _attributes(self, kind: etree._Element | None) -> frozenset[str]:
        return frozenset(
            str(each.get("name")) for part in self._parts(kind) for each in part.iter(f"{_XSD}attribute")
        )

    def _children(self, kind: etree._Element | None) -> frozenset[str]:
        found: set[str] = set()
        for part in self._parts(kind):
            for each in part.iter(f"{_XSD}element"):
                found |= self._instead_of(str(each.get("name") or _local(each.get("ref"))))
        return frozenset(found)

    def _instead_of(self, head: str) -> set[str]:
        """Return the element and all that may stand in its place."""
        found = {head}
        for name, group in self._heads.items():
            if group and _local(group) == head:
                found |= self._instead_of(str(name))
        return found

    def _parts(self, kind: etree._Element | None) -> list[etree._Element]:
        """Return a type and all that it extends."""
        found: list[etree._Element] = []
        while kind is not None:
            found.append(kind)
            extended = kind.find(f".//{_XSD}extension")
            kind = None if extended is None else self._types.get(_local(extended.get("base")))
        return found


# Not abstract in the schema, and yet never written: others stand in their place.
_FOR_OTHERS = frozenset(
    {"artifact", "baseElementWithMixedContent", "baseElement", "callableElement", "conversationNode"}
    | {"dataAssociation", "expression", "flowElement", "formalExpression", "gateway", "implicitThrowEvent"}
    | {"loopCharacteristics"}
)


def _local(name: str | None) -> str:
    return (name or "").rpartition(":")[2]
