"""What may stand in a diagram: elements, attributes, extension elements and event definitions, by kind. All else is refused.

docs/designers/bpmn.md lists the same, with what to use instead; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from engine.bpmn import drawn_data
from engine.bpmn.global_tasks import GLOBAL_TASKS
from engine.bpmn.xml_source import attribute_name, every, first, kind_of, text_of

Report = Callable[..., None]  # (element id, code, **params)

ACTIVITIES = frozenset(
    {"userTask", "serviceTask", "businessRuleTask", "scriptTask", "subProcess", "callActivity"}
    | {"task", "manualTask", "sendTask", "receiveTask", "transaction"}
)
EVENTS = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
FLOW_NODES = ACTIVITIES | EVENTS | GATEWAYS
# Drawn for the reader; nothing runs.
DRAWN_ONLY = frozenset({"documentation", "textAnnotation", "association", "group", "category", "messageFlow"})

_IN_A_SCOPE = drawn_data.IN_A_SCOPE | FLOW_NODES | DRAWN_ONLY | {"sequenceFlow", "extensionElements"}
_IN_A_NODE = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})
# What services offer and what data is made of, for other tools; message events and tasks may refer to it.
_DECLARED_ONLY = frozenset({"interface"})
# All of which nothing runs; what stands inside is drawn only, too, but for links of data.
DRAWN = (
    DRAWN_ONLY
    | _DECLARED_ONLY
    | (drawn_data.AT_THE_ROOT | drawn_data.IN_A_SCOPE | drawn_data.AT_ACTIVITIES | drawn_data.AT_EVENTS)
    | drawn_data.IN_AN_ASSOCIATION
    | {"incoming", "outgoing", "interfaceRef", "operationRef", "participantMultiplicity"}
)
# Places that are more than a kind of element: the start event of a subprocess, begun by a flow or by an event.
START_INSIDE, START_BY_EVENT = "startOfSubProcess", "startOfEventSubProcess"
EVENT_SUBPROCESS = "eventSubProcess"
FRAMES = frozenset(
    {"subProcess", "transaction", EVENT_SUBPROCESS}
)  # activities with a scope of their own inside

_WAITED_FOR = frozenset({"timerEventDefinition", "messageEventDefinition", "signalEventDefinition"})
_CAUGHT_INSIDE = frozenset(
    {"errorEventDefinition", "escalationEventDefinition", "conditionalEventDefinition"}
)
_COMPENSATES, _CANCELS = "compensateEventDefinition", "cancelEventDefinition"
_THROWN = frozenset(
    {"messageEventDefinition", "signalEventDefinition", "escalationEventDefinition", _COMPENSATES}
)
EVENT_DEFINITIONS: dict[str, frozenset[str]] = {
    "startEvent": _WAITED_FOR,
    START_INSIDE: frozenset(),
    START_BY_EVENT: _WAITED_FOR | _CAUGHT_INSIDE | {_COMPENSATES},
    "endEvent": _THROWN | {"terminateEventDefinition", "errorEventDefinition", _CANCELS},
    "intermediateCatchEvent": _WAITED_FOR | {"conditionalEventDefinition", "linkEventDefinition"},
    "intermediateThrowEvent": _THROWN | {"linkEventDefinition"},
    "boundaryEvent": _WAITED_FOR | _CAUGHT_INSIDE | {_COMPENSATES, _CANCELS},
}
_ALL_DEFINITIONS = frozenset(name for each in EVENT_DEFINITIONS.values() for name in each)

_LOOP, _STANDARD_LOOP = LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
_IN_AN_ACTIVITY = _IN_A_NODE | drawn_data.AT_ACTIVITIES | set(LOOPS)

CHILDREN: dict[str, frozenset[str]] = {
    "definitions": DRAWN_ONLY
    | {"process", "collaboration", "message", "error", "extensionElements", "bpmndi:BPMNDiagram"}
    | {"signal", "escalation"}
    | set(GLOBAL_TASKS)
    | drawn_data.AT_THE_ROOT
    | _DECLARED_ONLY
    | _ALL_DEFINITIONS,
    "collaboration": DRAWN_ONLY | {"participant", "extensionElements"},
    "participant": frozenset(
        {"documentation", "extensionElements", "participantMultiplicity", "interfaceRef"}
    ),
    "message": frozenset({"documentation", "extensionElements"}),
    "error": frozenset({"documentation", "extensionElements"}),
    "signal": frozenset({"documentation", "extensionElements"}),
    "escalation": frozenset({"documentation", "extensionElements"}),
    "process": _IN_A_SCOPE | {"laneSet", "ioSpecification"},
    "laneSet": frozenset({"lane", "documentation"}),
    "childLaneSet": frozenset({"lane", "documentation"}),
    "lane": frozenset({"flowNodeRef", "childLaneSet", "documentation", "extensionElements"}),
    "sequenceFlow": frozenset({"conditionExpression", "documentation", "extensionElements"}),
    **dict.fromkeys(("subProcess", "transaction"), _IN_A_SCOPE | _IN_AN_ACTIVITY),
    **dict.fromkeys(ACTIVITIES - {"subProcess", "transaction"}, _IN_AN_ACTIVITY),
    "callActivity": _IN_AN_ACTIVITY - drawn_data.AT_ACTIVITIES,
    **dict.fromkeys(GATEWAYS, _IN_A_NODE),
    _LOOP: frozenset({"extensionElements", "loopCardinality", "completionCondition", "documentation"})
    | {"complexBehaviorDefinition"},
    "complexBehaviorDefinition": frozenset({"condition", "event", "documentation"}),
    _STANDARD_LOOP: frozenset({"loopCondition", "documentation"}),
    EVENT_SUBPROCESS: _IN_A_SCOPE | _IN_A_NODE,
    **dict.fromkeys(drawn_data.ASSOCIATIONS, drawn_data.IN_AN_ASSOCIATION),
    "timerEventDefinition": frozenset({"timeDate", "timeDuration", "timeCycle"}),
    "messageEventDefinition": frozenset({"operationRef", "extensionElements"}),
    "conditionalEventDefinition": frozenset({"condition"}),
    "linkEventDefinition": frozenset({"source", "target"}),
}

_AT_ACTIVITIES = frozenset({"default", "startQuantity", "completionQuantity", "isForCompensation"})
ATTRIBUTES: dict[str, frozenset[str]] = {
    "definitions": frozenset({"targetNamespace", "exporter", "exporterVersion"}),
    "process": frozenset({"isExecutable"}),
    "participant": frozenset({"processRef"}),
    "message": frozenset({"itemRef"}),
    "signal": frozenset({"structureRef"}),
    "error": frozenset({"errorCode", "structureRef"}),
    "escalation": frozenset({"escalationCode", "structureRef"}),
    "sequenceFlow": frozenset({"sourceRef", "targetRef"}),
    "exclusiveGateway": frozenset({"default", "gatewayDirection"}),
    "parallelGateway": frozenset({"gatewayDirection"}),
    "inclusiveGateway": frozenset({"default", "gatewayDirection"}),
    "eventBasedGateway": frozenset({"gatewayDirection", "instantiate", "eventGatewayType"}),
    "boundaryEvent": frozenset({"attachedToRef", "cancelActivity", "parallelMultiple"}),
    "intermediateCatchEvent": frozenset({"parallelMultiple"}),
    START_BY_EVENT: frozenset({"isInterrupting", "parallelMultiple"}),
    EVENT_SUBPROCESS: frozenset({"triggeredByEvent", "isForCompensation"}),
    "messageEventDefinition": frozenset({"messageRef"}),
    "signalEventDefinition": frozenset({"signalRef"}),
    "errorEventDefinition": frozenset({"errorRef"}),
    "escalationEventDefinition": frozenset({"escalationRef"}),
    _COMPENSATES: frozenset({"activityRef", "waitForCompletion"}),
    _LOOP: frozenset({"isSequential", "behavior", "noneBehaviorEventRef", "oneBehaviorEventRef"}),
    _STANDARD_LOOP: frozenset({"testBefore", "loopMaximum"}),
    **dict.fromkeys(ACTIVITIES, _AT_ACTIVITIES),
    "callActivity": _AT_ACTIVITIES | {"calledElement"},
    "sendTask": _AT_ACTIVITIES | {"messageRef", "operationRef"},
    "receiveTask": _AT_ACTIVITIES | {"messageRef", "operationRef", "instantiate"},
}
DRAWN_ATTRIBUTES = frozenset(
    {"targetNamespace", "exporter", "exporterVersion", "itemRef", "structureRef", "gatewayDirection"}
    | {"operationRef", "processRef"}
)
# Texts that are computed; all are FEEL.
EXPRESSIONS = frozenset(
    {"conditionExpression", "condition", "completionCondition", "loopCardinality", "loopCondition"}
    | {"timeDate", "timeDuration", "timeCycle"}
)
# Written by some editors; with these values they say nothing.
SAYS_NOTHING = {
    ("isForCompensation", "false"),
    ("triggeredByEvent", "false"),
    ("method", "##Compensate"),
    ("isInterrupting", "true"),
    ("parallelMultiple", "false"),
    ("isClosed", "false"),
    ("processType", "None"),
    ("instantiate", "false"),
    ("implementation", "##WebService"),
    ("implementation", "##unspecified"),
}
FOR_EDITORS = ("modeler:", "xsi:", "zeebe:modelerTemplate")

_OF_ACTIVITIES = frozenset({"ioMapping", "properties"})
_A_JOB = frozenset({"taskDefinition", "taskHeaders"})
EXTENSIONS: dict[str, frozenset[str]] = {
    "process": frozenset({"properties", "versionTag"}),
    "lane": frozenset({"properties"}),
    "participant": frozenset({"properties"}),
    "message": frozenset({"subscription"}),
    "startEvent": _OF_ACTIVITIES | {"formDefinition"},
    "endEvent": _OF_ACTIVITIES | _A_JOB,
    "intermediateThrowEvent": _OF_ACTIVITIES | _A_JOB,
    "messageEventDefinition": _A_JOB,
    "intermediateCatchEvent": _OF_ACTIVITIES,
    "boundaryEvent": _OF_ACTIVITIES,
    "sequenceFlow": frozenset({"properties"}),
    "exclusiveGateway": frozenset({"properties"}),
    "parallelGateway": frozenset({"properties"}),
    "inclusiveGateway": frozenset({"properties"}),
    "eventBasedGateway": frozenset({"properties"}),
    "userTask": _OF_ACTIVITIES
    | {"userTask", "formDefinition", "assignmentDefinition", "taskSchedule"}
    | {"priorityDefinition"},
    "task": _OF_ACTIVITIES,
    "manualTask": _OF_ACTIVITIES,
    "serviceTask": _OF_ACTIVITIES | _A_JOB,
    "sendTask": _OF_ACTIVITIES | _A_JOB,
    "receiveTask": _OF_ACTIVITIES,
    "businessRuleTask": _OF_ACTIVITIES | {"calledDecision"},
    "scriptTask": _OF_ACTIVITIES | {"script"},
    "subProcess": _OF_ACTIVITIES,
    "transaction": _OF_ACTIVITIES,
    "callActivity": _OF_ACTIVITIES | {"calledElement"},
    "multiInstanceLoopCharacteristics": frozenset({"loopCharacteristics"}),
}
# Listeners may stand at everything but where a token waits for the first of several events.
EXTENSIONS |= {
    kind: EXTENSIONS.get(kind, frozenset()) | {"executionListeners"}
    for kind in FLOW_NODES - {"eventBasedGateway"}
}
EXTENSIONS["userTask"] |= {"taskListeners"}
_LISTENER = frozenset({"eventType", "type", "retries"})  # within an act there is one try: retries say nothing
EXTENSION_ATTRIBUTES: dict[str, frozenset[str]] = {
    "executionListener": _LISTENER,
    "taskListener": _LISTENER,
    "property": frozenset({"name", "value"}),
    "header": frozenset({"key", "value"}),
    "input": frozenset({"source", "target"}),
    "output": frozenset({"source", "target"}),
    "versionTag": frozenset({"value"}),
    "subscription": frozenset({"correlationKey"}),
    "formDefinition": frozenset({"formId", "bindingType", "versionTag"}),
    "assignmentDefinition": frozenset({"assignee", "candidateGroups", "candidateUsers"}),
    "taskSchedule": frozenset({"dueDate", "followUpDate"}),
    "priorityDefinition": frozenset({"priority"}),
    "taskDefinition": frozenset({"type", "retries"}),
    "calledDecision": frozenset({"decisionId", "resultVariable", "bindingType", "versionTag"}),
    "script": frozenset({"expression", "resultVariable"}),
    "calledElement": frozenset(
        {
            "processId",
            "propagateAllChildVariables",
            "propagateAllParentVariables",
            "bindingType",
            "versionTag",
        }
    ),
    "loopCharacteristics": frozenset(
        {"inputCollection", "inputElement", "outputCollection", "outputElement"}
    ),
}
EXTENSION_CHILDREN: dict[str, frozenset[str]] = {
    "properties": frozenset({"property"}),
    "taskHeaders": frozenset({"header"}),
    "executionListeners": frozenset({"executionListener"}),
    "taskListeners": frozenset({"taskListener"}),
    "ioMapping": frozenset({"input", "output"}),
}
BINDING, TAGGED = (
    "deployment",
    "versionTag",
)  # of forms, decisions and processes, where nothing is said; by a tag
BINDINGS = frozenset({BINDING, "latest", TAGGED})


def check_element(element: etree._Element, element_id: str, report: Report, place: str = "") -> None:
    """Report what stands in or at a BPMN element and is not supported there; `place` says more than its kind where events
    are concerned."""
    kind = kind_of(element)
    if kind == "scriptTask" and (element.get("scriptFormat") or text_of(first(element, "script"))):
        report(element_id, "script-not-feel", language=element.get("scriptFormat") or "")
        return
    _check_attributes(element, place or kind, element_id, report)
    allowed = children_at(place or kind, kind)
    for child in element:
        child_kind = kind_of(child)
        if child_kind.endswith("EventDefinition") and child_kind not in allowed:
            report(element_id, "unsupported-event", event=child_kind, at=kind)
        elif child_kind not in allowed:
            report(child.get("id") or element_id, "unsupported-element", kind=child_kind, inside=kind)
        elif child_kind in drawn_data.ASSOCIATIONS:
            check_element(child, element_id, report)
        elif child_kind in EXPRESSIONS and child.get("language"):
            report(element_id, "script-not-feel", language=child.get("language"))
    for around in every(element, "extensionElements"):
        for child in around:
            _check_extension(child, kind, element_id, report)


def children_at(place: str, kind: str) -> frozenset[str]:
    """Return what may stand in an element of a kind at a place."""
    if place in CHILDREN or kind in CHILDREN:
        return CHILDREN.get(place, CHILDREN.get(kind, frozenset()))
    events = EVENT_DEFINITIONS.get(place)
    if events is None:
        return _IN_A_NODE
    return _IN_A_NODE | drawn_data.AT_EVENTS | events | {"eventDefinitionRef"}


def attributes_at(place: str, kind: str) -> frozenset[str]:
    """Return which attributes an element of a kind may have at a place."""
    return ATTRIBUTES.get(place, ATTRIBUTES.get(kind, frozenset())) | {"id", "name"}


def _check_attributes(element: etree._Element, place: str, element_id: str, report: Report) -> None:
    kind = kind_of(element)
    allowed = attributes_at(place, kind)
    for raw, value in element.attrib.items():
        name = attribute_name(raw, element)
        if name in allowed or name.startswith(FOR_EDITORS) or (name, value) in SAYS_NOTHING:
            continue
        report(element_id, "unsupported-attribute", attribute=name, value=str(value), at=kind)


def _check_extension(child: etree._Element, kind: str, element_id: str, report: Report) -> None:
    name = kind_of(child)
    own = name.removeprefix("zeebe:")
    if name == own or own not in EXTENSIONS.get(kind, frozenset()):
        report(element_id, "unsupported-extension", extension=name, at=kind)
        return
    _check_extension_attributes(child, own, element_id, report)
    for inner in child:
        inner_name = kind_of(inner).removeprefix("zeebe:")
        if inner_name in EXTENSION_CHILDREN.get(own, frozenset()):
            _check_extension_attributes(inner, inner_name, element_id, report)
        else:
            report(element_id, "unsupported-extension", extension=kind_of(inner), at=name)


def _check_extension_attributes(child: etree._Element, name: str, element_id: str, report: Report) -> None:
    for raw, value in child.attrib.items():
        written = attribute_name(raw, child)
        if written not in EXTENSION_ATTRIBUTES.get(name, frozenset()):
            report(
                element_id, "unsupported-attribute", attribute=written, value=str(value), at=f"zeebe:{name}"
            )
    binding = child.get("bindingType", BINDING)
    if binding not in BINDINGS:
        report(element_id, "other-binding", binding=binding)
    if child.get(TAGGED) and binding != TAGGED:
        tag = str(child.get(TAGGED))
        report(element_id, "unsupported-attribute", attribute=TAGGED, value=tag, at=f"zeebe:{name}")
