"""A process or an embedded subprocess, read from XML: its steps, wired by its flows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from engine.bpmn import (
    activities,
    event_subprocesses,
    events,
    gateways,
    send_and_receive,
    subprocesses,
)
from engine.bpmn.behavior_reader import throws_of
from engine.bpmn.compensation_reader import handlers, undoes
from engine.bpmn.dialect import (
    ACTIVITIES,
    EVENT_SUBPROCESS,
    FLOW_NODES,
    FRAMES,
    LOOPS,
    START_BY_EVENT,
    START_INSIDE,
    Report,
    check_element,
)
from engine.bpmn.elements import (
    ENGLISH_NAME,
    Detail,
    Element,
    Flow,
    Multiple,
    OperationWork,
    Performer,
    triggers_of,
)
from engine.bpmn.event_based_gateway import EventBasedGateway
from engine.bpmn.event_reader import Globals, event_detail, task_message, thrown_work
from engine.bpmn.extensions import (
    Incomplete,
    NotAQuantity,
    form_binding,
    form_id,
    listeners,
    loop,
    mappings,
    properties,
    quantity,
    standard_loop,
    work,
)
from engine.bpmn.inclusive_gateway import InclusiveGateway
from engine.bpmn.links import link_flows
from engine.bpmn.quantities import MOST
from engine.bpmn.specs import ProcessSpec, Step
from engine.bpmn.starts import settle
from engine.bpmn.xml_source import every, first, kind_of, text_of

STEP_OF_KIND: dict[str, type[Step]] = {
    "userTask": activities.UserTask,
    "serviceTask": activities.ServiceTask,
    "businessRuleTask": activities.BusinessRuleTask,
    "scriptTask": activities.ScriptTask,
    "subProcess": subprocesses.Subprocess,
    "callActivity": subprocesses.CallActivity,
    "transaction": subprocesses.Transaction,
    "sendTask": send_and_receive.SendTask,
    "receiveTask": send_and_receive.ReceiveTask,
    EVENT_SUBPROCESS: event_subprocesses.EventSubprocess,
    "startEvent": events.StartEvent,
    "endEvent": events.EndEvent,
    "intermediateCatchEvent": events.CatchEvent,
    "intermediateThrowEvent": events.ThrowEvent,
    "boundaryEvent": events.BoundaryEvent,
    "exclusiveGateway": gateways.ExclusiveGateway,
    "parallelGateway": gateways.ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "eventBasedGateway": EventBasedGateway,
    "task": activities.UndefinedTask,
    "manualTask": activities.ManualTask,
}


_TAKES_NOTHING_IN = frozenset({"startEvent", "boundaryEvent"})  # what came is all that there is to map
_MAY_SEND = frozenset({"sendTask", "intermediateThrowEvent", "endEvent"})


@dataclass(slots=True)
class ScopeReader:
    """Reads the scopes of one process."""

    process_id: str
    known: Globals
    performers: Mapping[str, Performer]
    report: Report

    def read(self, scope: etree._Element, name: str, *, around: Performer | None) -> list[ProcessSpec]:
        """Return the spec of a scope, then those of the subprocesses in it; elements in no lane have that of the scope."""
        title_en = dict(properties(scope)).get(ENGLISH_NAME, "")
        spec = ProcessSpec(name, owner=self.process_id, title=scope.get("name") or name, title_en=title_en)
        nodes = self._nodes(scope)
        flows, incoming = self._flows(scope, nodes)
        for thrown, link in link_flows(nodes, self.report):
            flows[thrown].append(link)
            incoming[link.target].append(link.id)
        boundary = self._boundary(nodes)
        undone_by = handlers(nodes, self.known, self.report)
        inner: list[ProcessSpec] = []
        for element_id, node in nodes.items():
            element = self._element(node, element_id, around, place_of(node, scope))
            step_of(element)(
                spec,
                element_id,
                element=element,
                flows=flows[element_id],
                incoming=incoming[element_id],
                boundary=boundary[element_id],
                undone_by=undone_by.get(element_id, ""),
            )
            if element.kind in FRAMES:
                inner += self.read(node, element_id, around=element.performer)
        settle(spec)
        self._check_starts(spec)
        return [spec, *inner]

    def _nodes(self, scope: etree._Element) -> dict[str, etree._Element]:
        nodes: dict[str, etree._Element] = {}
        for node in scope:
            if kind_of(node) in FLOW_NODES:
                element_id = node.get("id") or ""
                if not element_id:
                    self.report(scope.get("id") or "", "id-missing", kind=kind_of(node))
                elif element_id in nodes:
                    self.report(element_id, "id-twice")
                else:
                    nodes[element_id] = node
        return nodes

    def _check_starts(self, spec: ProcessSpec) -> None:
        """Report several starts of which nobody could say at which one a case begins, and a scope without any."""
        none_starts = [
            name
            for (name, *_others) in spec.begins
            if spec.steps[name].element.kind == "startEvent"
            and not triggers_of(spec.steps[name].element.detail)
        ]
        if len(none_starts) > 1 or not spec.begins:
            self.report(spec.name, "not-one-start", starts=len(none_starts))

    def _detail(self, node: etree._Element, element_id: str, kind: str, place: str) -> Detail:
        if kind == EVENT_SUBPROCESS:
            return self._reaction(node, element_id)
        if kind == "eventBasedGateway" and node.get("eventGatewayType") == "Parallel":
            return Multiple((), parallel=True)
        if kind in _MAY_SEND and (sends := thrown_work(node, element_id, self.report)):
            return sends
        if kind in {"sendTask", "receiveTask"}:
            return task_message(node, element_id, self.known, self.report)
        if kind in ACTIVITIES:
            return work(kind, node)
        return event_detail(node, element_id, self.known, self.report, place)

    def _reaction(self, node: etree._Element, element_id: str) -> Detail:
        """Return what an event subprocess waits for: what its one start event says."""
        starts = every(node, "startEvent")
        if len(starts) != 1:
            self.report(element_id, "not-one-start", starts=len(starts))
            return None
        return event_detail(starts[0], element_id, self.known, _say_nothing, START_BY_EVENT)

    def _flows(
        self, scope: etree._Element, nodes: Mapping[str, etree._Element]
    ) -> tuple[dict[str, list[Flow]], dict[str, list[str]]]:
        outgoing: defaultdict[str, list[Flow]] = defaultdict(list)
        incoming: defaultdict[str, list[str]] = defaultdict(list)
        drawn = {node.get("id") for node in scope}  # what is not supported was reported already
        for flow in every(scope, "sequenceFlow"):
            flow_id, source, target = (flow.get(name) or "" for name in ("id", "sourceRef", "targetRef"))
            check_element(flow, flow_id, self.report)
            if source not in nodes or target not in nodes:
                if not {source, target} <= drawn:
                    self.report(flow_id, "flow-broken", source=source, target=target)
                continue
            condition = text_of(first(flow, "conditionExpression")) or None
            is_default = nodes[source].get("default") == flow_id
            outgoing[source].append(Flow(flow_id, target, condition, is_default=is_default))
            incoming[target].append(flow_id)
        for element_id, node in nodes.items():
            default = node.get("default")
            if default and default not in [each.id for each in outgoing[element_id]]:
                self.report(element_id, "flow-broken", source=element_id, target=default)
        return outgoing, incoming

    def _boundary(self, nodes: Mapping[str, etree._Element]) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for element_id, node in nodes.items():
            if kind_of(node) == "boundaryEvent":
                attached = nodes.get(node.get("attachedToRef") or "")
                if attached is None or element_kind(attached) not in ACTIVITIES:
                    self.report(element_id, "boundary-detached", at=node.get("attachedToRef") or "")
                elif not undoes(node, self.known.definitions):
                    found[attached.get("id") or ""].append(element_id)
        return found

    def _element(
        self, node: etree._Element, element_id: str, around: Performer | None, place: str
    ) -> Element:
        kind = element_kind(node)
        check_element(node, element_id, self.report, place)
        if node.get("eventGatewayType") == "Parallel" and node.get("instantiate") != "true":
            self.report(element_id, "all-events-at-once")
        plain = Element(
            element_id,
            kind,
            node.get("name") or "",
            self.process_id,
            performer=self.performers.get(element_id, around),
            properties=properties(node),
            interrupting=_interrupts(node),
            instantiates=node.get("instantiate") == "true",
            for_compensation=node.get("isForCompensation") == "true" and kind != EVENT_SUBPROCESS,
        )
        try:
            detail = self._detail(node, element_id, kind, place)
            for kind_of_loop in LOOPS:
                repeat = first(node, kind_of_loop)
                if repeat is not None:
                    check_element(repeat, element_id, self.report)
            inputs, outputs = mappings(node, "input"), mappings(node, "output")
            if inputs and kind in _TAKES_NOTHING_IN:
                self.report(element_id, "unsupported-extension", extension="zeebe:input", at=kind)
            several = loop(node)
            if several and several.collection and several.cardinality:
                self.report(element_id, "list-and-cardinality")
            if several:
                several = replace(several, throws=throws_of(node, element_id, self.known, self.report))
            return replace(
                plain,
                detail=detail,
                inputs=inputs,
                outputs=outputs,
                form_id=form_id(node),
                form_binding=form_binding(node),
                listeners=listeners(node),
                loop=several,
                repeat=standard_loop(node),
                start_quantity=quantity(node, "startQuantity"),
                completion_quantity=quantity(node, "completionQuantity"),
            )
        except NotAQuantity as wrong:
            attribute, written = wrong.args
            self.report(element_id, "not-a-quantity", attribute=attribute, value=written, most=MOST)
            return plain
        except Incomplete as missing:
            self.report(element_id, "incomplete", missing=str(missing.args[0]), at=kind)
            return plain


def step_of(element: Element) -> type[Step]:
    """Return the class of an element's step; what calls an operation is a service task, whatever it is drawn as."""
    return activities.ServiceTask if isinstance(element.detail, OperationWork) else STEP_OF_KIND[element.kind]


def element_kind(node: etree._Element) -> str:
    """Return the kind of an element: its BPMN name, but for an event subprocess."""
    kind = kind_of(node)
    return EVENT_SUBPROCESS if kind == "subProcess" and node.get("triggeredByEvent") == "true" else kind


def place_of(node: etree._Element, scope: etree._Element) -> str:
    """Return where an element stands: a start event of a subprocess may have other definitions than that of a process."""
    kind, around = element_kind(node), element_kind(scope)
    if kind != "startEvent" or around == "process":
        return kind
    return START_BY_EVENT if around == EVENT_SUBPROCESS else START_INSIDE


def _interrupts(node: etree._Element) -> bool:
    """Say whether a boundary event cancels its activity, or an event subprocess the scope around it."""
    if element_kind(node) != EVENT_SUBPROCESS:
        return node.get("cancelActivity") != "false"
    start = first(node, "startEvent")
    return start is None or start.get("isInterrupting") != "false"


def _say_nothing(*_finding: object, **_params: object) -> None:
    """The start event of an event subprocess is checked where it stands."""
