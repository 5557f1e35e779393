"""SpiffWorkflow as it comes: its own serializer's JSON of the whole case, loaded and saved around every step."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from benchmarks.floor import Library
from benchmarks.processes import ANSWERS, Measured
from benchmarks.slices import Step


class Spiff:
    """The library with a table of cases."""

    def __init__(self, measured: Measured, path: Path) -> None:
        self._library = Library(measured)
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE saved (id INTEGER PRIMARY KEY, state TEXT NOT NULL)")

    def steps(self, number: int) -> Iterator[Step]:
        """Begin a case and give the steps that complete its tasks."""
        state = self._serializer.serialize_json(self._library.begin())
        self._connection.execute("INSERT INTO saved VALUES (?, ?)", (number, state))
        for _ in range(3):
            yield lambda: self._complete(number)

    def _complete(self, number: int) -> None:
        ((state,),) = self._connection.execute("SELECT state FROM saved WHERE id = ?", (number,))
        workflow = self._serializer.deserialize_json(state)
        workflow.script_engine = PythonScriptEngine()
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        task.data[task.task_spec.name] = dict(ANSWERS)
        task.run()
        workflow.do_engine_steps()
        saved = self._serializer.serialize_json(workflow)
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("UPDATE saved SET state = ? WHERE id = ?", (saved, number))
        self._connection.execute("COMMIT")
