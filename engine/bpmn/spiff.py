"""What we use of SpiffWorkflow, with types: the only module that imports its classes for running cases.

The library has no annotations; the left side says what we rely on, so that `Any` stays here (docs: spiffworkflow.md).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    class TaskState:
        """States of a token, as bits."""

        FUTURE: int
        WAITING: int
        READY: int
        STARTED: int
        COMPLETED: int
        CANCELLED: int
        FINISHED_MASK: int
        NOT_FINISHED_MASK: int

    class WorkflowSpec:
        """A process: its steps by name."""

        name: str
        description: str | None
        task_specs: dict[str, Any]
        start: Any

        def __init__(self, name: str, filename: str | None = None) -> None: ...

    class BpmnTaskSpec:
        """A step; the hooks that our classes override are declared on `Step`."""

        name: str
        manual: bool
        lane: str | None
        bpmn_id: str | None
        bpmn_name: str | None
        _inputs: list[str]
        _outputs: list[str]

        def __init__(self, wf_spec: WorkflowSpec, name: str, **kwargs: object) -> None: ...

    class Task:
        """A token at a step."""

        def _ready(self) -> None: ...

    class BpmnWorkflow:
        """A running process with its subprocesses."""

        spec: Any
        subprocess_specs: Mapping[str, Any]
        data: dict[str, Any]
        tasks: dict[str, Any]
        task_tree: Any
        last_task: Any
        completed: bool
        success: bool
        subprocesses: dict[str, Any]
        script_engine: Any

        def __init__(
            self, spec: object, subprocess_specs: Mapping[str, Any], script_engine: object, **kwargs: bool
        ) -> None: ...

    class BpmnSubWorkflow:
        """A running subprocess, its activity in another tree."""

        spec: Any
        data: dict[str, Any]
        tasks: dict[str, Any]
        task_tree: Any
        last_task: Any
        completed: bool
        success: bool
        depth: int
        parent_task_id: str
        script_engine: Any

        def __init__(
            self, spec: object, parent_task_id: str, top_workflow: object, **kwargs: bool
        ) -> None: ...

    class DictionaryConverter:
        """The registry of converters between objects and dicts."""

        typenames: dict[type, str]

        def convert(self, obj: object) -> Any: ...
        def restore(self, val: object) -> Any: ...

    class BpmnConverter:
        """One class's way to a dict and back."""

        target_class: Any
        registry: DictionaryConverter

        def __init__(self, target_class: type, registry: DictionaryConverter) -> None: ...

else:
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.serializer.helpers.bpmn_converter import BpmnConverter
    from SpiffWorkflow.bpmn.serializer.helpers.dictionary import DictionaryConverter
    from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
    from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
    from SpiffWorkflow.specs import WorkflowSpec
    from SpiffWorkflow.task import Task
    from SpiffWorkflow.util.task import TaskState

__all__ = [
    "BpmnConverter",
    "BpmnSubWorkflow",
    "BpmnTaskSpec",
    "BpmnWorkflow",
    "DictionaryConverter",
    "Task",
    "TaskState",
    "WorkflowSpec",
]

# Trap 30: the library builds the extras of a log line even when nothing is logged.
for _name in ("spiff.workflow", "spiff.task"):
    logging.getLogger(_name).setLevel(logging.WARNING)
