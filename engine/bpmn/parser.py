"""BPMN files as processes made of our steps. What is not supported becomes a finding with element and reason, never a silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml import etree

from engine.bpmn.compensation_reader import associations
from engine.bpmn.dialect import check_element
from engine.bpmn.elements import Error, Escalation, Message, Signal
from engine.bpmn.event_reader import Globals
from engine.bpmn.extensions import properties
from engine.bpmn.global_tasks import global_tasks
from engine.bpmn.lanes import performers
from engine.bpmn.parsed import Parsed, ParsedProcess
from engine.bpmn.scope_reader import ScopeReader
from engine.bpmn.xml_source import Unreadable, every, extension, kind_of, read_definitions
from engine.errors import Finding

SUFFIX = ".bpmn"


def parse(files: Mapping[str, bytes]) -> Parsed:
    """Read all diagrams of a folder; never raises, whatever stands in them."""
    findings: list[Finding] = []
    processes: list[ParsedProcess] = []
    for name in sorted(files):
        if name.endswith(SUFFIX):
            processes += _File(name, findings).read(files[name])
    _find_what_is_named_twice(processes, findings)
    return Parsed({process.id: process for process in processes}, tuple(findings))


class _File:
    """One file while it is read."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        self._name = name
        self._findings = findings

    def report(self, element_id: str, code: str, /, **params: object) -> None:
        """Note a finding."""
        self._findings.append(Finding(self._name, element_id, code, params))

    def read(self, source: bytes) -> list[ParsedProcess]:
        """Return the processes of the file."""
        try:
            root = read_definitions(source)
        except Unreadable as error:
            self.report("", error.code, detail=error.detail)
            return []
        check_element(root, root.get("id") or "", self.report)
        for collaboration in every(root, "collaboration"):
            check_element(collaboration, collaboration.get("id") or "", self.report)
            for participant in every(collaboration, "participant"):
                check_element(participant, participant.get("id") or "", self.report)
        known = self._globals(root)
        found = every(root, "process")
        if not found:
            self.report("", "no-process")
        tasks = [self._global_task(process, known) for process in global_tasks(root)]
        return [*(self._process(process, known) for process in found), *tasks]

    def _globals(self, root: etree._Element) -> Globals:
        messages, errors, signals, escalations = {}, {}, {}, {}
        for message in every(root, "message"):
            message_id = message.get("id") or ""
            check_element(message, message_id, self.report)
            said = extension(message, "subscription")
            key = said.get("correlationKey") if said is not None else None
            messages[message_id] = Message(message.get("name") or "", key)
        for error in every(root, "error"):
            error_id = error.get("id") or ""
            check_element(error, error_id, self.report)
            errors[error_id] = Error(error.get("errorCode") or None)
        for signal in every(root, "signal"):
            signal_id = signal.get("id") or ""
            check_element(signal, signal_id, self.report)
            signals[signal_id] = Signal(signal.get("name") or "")
        for escalation in every(root, "escalation"):
            escalation_id = escalation.get("id") or ""
            check_element(escalation, escalation_id, self.report)
            escalations[escalation_id] = Escalation(escalation.get("escalationCode") or None)
        definitions = {
            child.get("id") or "": child for child in root if kind_of(child).endswith("EventDefinition")
        }
        return Globals(messages, errors, signals, escalations, definitions, associations(root))

    def _process(self, process: etree._Element, known: Globals) -> ParsedProcess:
        process_id = process.get("id") or ""
        check_element(process, process_id, self.report)
        if process.get("isExecutable") != "true":
            self.report(process_id, "process-not-executable")
        reader = ScopeReader(process_id, known, performers(process, self.report), self.report)
        specs = reader.read(process, process_id, around=None)
        tag = extension(process, "versionTag")
        lanes = tuple(
            (lane.get("id") or "", properties(lane)) for lane in process.iter() if kind_of(lane) == "lane"
        )
        return ParsedProcess(
            process_id,
            process.get("name") or process_id,
            self._name,
            tuple(specs),
            version_tag=None if tag is None else tag.get("value") or None,
            properties=properties(process),
            lanes=lanes,
        )

    def _global_task(self, process: etree._Element, known: Globals) -> ParsedProcess:
        process_id = process.get("id") or ""
        specs = ScopeReader("", known, {}, self.report).read(process, process_id, around=None)
        return ParsedProcess(
            process_id, process.get("name") or process_id, self._name, tuple(specs), is_global_task=True
        )


def _find_what_is_named_twice(processes: list[ParsedProcess], findings: list[Finding]) -> None:
    """An id stands for one element in a whole folder, since a case may run through several of its files."""
    places = [(process.id, process.file) for process in processes if not process.is_global_task]
    places += [(step.element.id, process.file) for process in processes for step in process.steps]
    times = Counter(element_id for element_id, _file in places)
    findings += [
        Finding(file, element_id, "id-twice") for element_id, file in places if times[element_id] > 1
    ]


__all__ = ["Parsed", "parse"]
