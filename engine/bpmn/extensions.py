"""What zeebe's extension elements say about an element, as values."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from lxml import etree

from engine.bpmn.elements import (
    Binding,
    Call,
    DecisionWork,
    Detail,
    Listener,
    ListenerKind,
    Loop,
    Mapping,
    OperationWork,
    ScriptWork,
    StandardLoop,
    UserWork,
)
from engine.bpmn.quantities import read_quantity
from engine.bpmn.xml_source import every, extension, first, text_of

OUTSIDE = "external"  # the property of a service task whose work is fetched by programs outside
PRIORITY = "priority"  # and how urgent it is among theirs
Incomplete = KeyError  # an attribute that an element cannot do without


class NotAQuantity(ValueError):
    """An attribute, and what is written there instead of a whole number from 1 on."""


def properties(element: etree._Element) -> tuple[tuple[str, str], ...]:
    """Return the zeebe properties as pairs."""
    around = extension(element, "properties")
    return _pairs(around, "zeebe:property", "name")


def mappings(element: etree._Element, direction: str) -> tuple[Mapping, ...]:
    """Return the lines of an ioMapping in one direction, `input` or `output`."""
    around = extension(element, "ioMapping")
    if around is None:
        return ()
    return tuple(
        Mapping(_needed(line, "source"), _needed(line, "target"))
        for line in every(around, f"zeebe:{direction}")
    )


def form_id(element: etree._Element) -> str | None:
    """Return the id of the form, if the element has one; raises Incomplete where a form is announced but not named."""
    form = extension(element, "formDefinition")
    return None if form is None else _needed(form, "formId")


def form_binding(element: etree._Element) -> Binding | None:
    """Return the binding of the form; None is that of the same deployment."""
    form = extension(element, "formDefinition")
    return None if form is None else _binding(form)


def _binding(said: etree._Element) -> Binding | None:
    kind = said.get("bindingType")
    if kind == "versionTag":
        return Binding(_needed(said, "versionTag"))
    return Binding() if kind == "latest" else None


def listeners(element: etree._Element) -> tuple[Listener, ...]:
    """Return the execution listeners and then the task listeners of an element, as they are drawn."""
    kinds: tuple[ListenerKind, ...] = get_args(ListenerKind)
    return tuple(
        Listener(kind, _needed(each, "eventType"), _needed(each, "type"))
        for kind in kinds
        if (around := extension(element, f"{kind}Listeners")) is not None
        for each in every(around, f"zeebe:{kind}Listener")
    )


def loop(element: etree._Element) -> Loop | None:
    """Return the multi-instance characteristics, or None; raises Incomplete with neither a list nor a number."""
    found = first(element, "multiInstanceLoopCharacteristics")
    if found is None:
        return None
    said = extension(found, "loopCharacteristics")
    cardinality = text_of(first(found, "loopCardinality")) or None
    if said is None and cardinality is None:
        raise Incomplete("zeebe:loopCharacteristics")
    said = etree.Element("none") if said is None else said
    if bool(said.get("outputCollection")) != bool(said.get("outputElement")):
        raise Incomplete("outputCollection and outputElement")
    return Loop(
        said.get("inputCollection") if cardinality else _needed(said, "inputCollection"),
        said.get("inputElement"),
        said.get("outputCollection"),
        said.get("outputElement"),
        text_of(first(found, "completionCondition")) or None,
        sequential=found.get("isSequential") == "true",
        cardinality=cardinality,
    )


def standard_loop(element: etree._Element) -> StandardLoop | None:
    """Return the loop characteristics, or None; raises Incomplete where nothing says when it ends."""
    found = first(element, "standardLoopCharacteristics")
    if found is None:
        return None
    condition, maximum = text_of(first(found, "loopCondition")) or None, found.get("loopMaximum")
    if condition is None and maximum is None:
        raise Incomplete("loopCondition")
    return StandardLoop(
        condition,
        None if maximum is None else quantity(found, "loopMaximum"),
        test_before=found.get("testBefore") == "true",
    )


def quantity(element: etree._Element, attribute: str) -> int:
    """Return how many tokens or rounds an attribute says, 1 where it is not there; raises NotAQuantity."""
    written = element.get(attribute, "1")
    try:
        return read_quantity(written)
    except ValueError as error:
        raise NotAQuantity(attribute, written) from error


def work(kind: str, element: etree._Element) -> Detail:
    """Return what an activity of that kind does; raises Incomplete where that is not said."""
    read = _WORK.get(kind)
    return read(element) if read else None


def _user_work(element: etree._Element) -> UserWork:
    assignment, schedule = extension(element, "assignmentDefinition"), extension(element, "taskSchedule")
    return UserWork(
        _said(assignment, "assignee"),
        _said(assignment, "candidateGroups"),
        _said(assignment, "candidateUsers"),
        _said(schedule, "dueDate"),
        _said(schedule, "followUpDate"),
        _said(extension(element, "priorityDefinition"), "priority"),
    )


def operation_work(element: etree._Element, *, headers_at: etree._Element | None = None) -> OperationWork:
    """Return the operation that an element calls; the headers of a message event may stand at the event."""
    headers = _pairs(extension(element, "taskHeaders"), "zeebe:header", "key")
    if not headers and headers_at is not None:
        headers = _pairs(extension(headers_at, "taskHeaders"), "zeebe:header", "key")
    said, more = (
        _extension(element, "taskDefinition"),
        dict(properties(element if headers_at is None else headers_at)),
    )
    outside = more.get(OUTSIDE)
    if outside not in {None, "true"}:
        raise Incomplete(f"{OUTSIDE} = true")
    retries, priority = said.get("retries") or None, more.get(PRIORITY) or None
    return OperationWork(_needed(said, "type"), headers, outside == "true", retries, priority)


def _decision(element: etree._Element) -> DecisionWork:
    said = _extension(element, "calledDecision")
    return DecisionWork(_needed(said, "decisionId"), _needed(said, "resultVariable"), _binding(said))


def _script(element: etree._Element) -> ScriptWork:
    said = _extension(element, "script")
    return ScriptWork(_needed(said, "expression"), _needed(said, "resultVariable"))


def _call(element: etree._Element) -> Call:
    said = extension(element, "calledElement")
    if said is None:
        return Call(_local(element, _needed(element, "calledElement")))
    return Call(
        _needed(said, "processId"),
        said.get("propagateAllParentVariables") != "false",
        said.get("propagateAllChildVariables") != "false",
        _binding(said),
    )


def _local(element: etree._Element, name: str) -> str:
    """Return an id that BPMN writes as a qualified name, without the prefix of its namespace."""
    prefix, _, local = name.rpartition(":")
    return local if prefix in element.nsmap else name


def _extension(element: etree._Element, name: str) -> etree._Element:
    found = extension(element, name)
    if found is None:
        raise Incomplete(f"zeebe:{name}")
    return found


def _needed(element: etree._Element, attribute: str) -> str:
    value = element.get(attribute)
    if not value:
        raise Incomplete(attribute)
    return value


def _said(element: etree._Element | None, attribute: str) -> str | None:
    return None if element is None else element.get(attribute) or None


def _pairs(around: etree._Element | None, kind: str, key: str) -> tuple[tuple[str, str], ...]:
    if around is None:
        return ()
    return tuple((each.get(key) or "", each.get("value") or "") for each in every(around, kind))


_WORK: dict[str, Callable[[etree._Element], Detail]] = {
    "userTask": _user_work,
    "serviceTask": operation_work,
    "businessRuleTask": _decision,
    "scriptTask": _script,
    "callActivity": _call,
}
