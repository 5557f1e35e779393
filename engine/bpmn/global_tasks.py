"""Global tasks: tasks that stand beside the processes and are called; each becomes a process of that one task."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from engine.bpmn.xml_source import BPMN, kind_of

GLOBAL_TASKS = {
    "globalTask": "task",
    "globalManualTask": "manualTask",
    "globalUserTask": "userTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
_ATTRIBUTES = {"scriptLanguage": "scriptFormat"}  # what a global task calls otherwise


def global_tasks(root: etree._Element) -> Iterator[etree._Element]:
    """Yield a process for each global task of a file: start, the task under its own id, end."""
    for node in root:
        if kind_of(node) in GLOBAL_TASKS:
            yield _process(node)


def _process(node: etree._Element) -> etree._Element:
    task_id = node.get("id") or ""
    process = _element("process", task_id, isExecutable="true", name=node.get("name") or task_id)
    start, end = f"{task_id}.start", f"{task_id}.end"
    process.append(_element("startEvent", start))
    process.append(_task(node))
    process.append(_element("endEvent", end))
    process.append(_element("sequenceFlow", f"{task_id}.in", sourceRef=start, targetRef=task_id))
    process.append(_element("sequenceFlow", f"{task_id}.out", sourceRef=task_id, targetRef=end))
    return process


def _task(node: etree._Element) -> etree._Element:
    task = deepcopy(node)
    task.tag = f"{{{BPMN}}}{GLOBAL_TASKS[kind_of(node)]}"
    for name, other in _ATTRIBUTES.items():
        if name in task.attrib:
            task.set(other, task.attrib.pop(name))
    return task


def _element(kind: str, element_id: str, **attributes: str) -> etree._Element:
    return etree.Element(f"{{{BPMN}}}{kind}", {"id": element_id, **attributes})
