"""The floor: one step of the library in memory, and one durable commit of as many bytes as we keep. Nothing else."""

import logging
import os
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import URL

from benchmarks.processes import ANSWERS, Measured

MAKE = "CREATE TABLE floor (id INTEGER PRIMARY KEY, state {kind} NOT NULL)"
Commit = Callable[[bytes], None]


class Library:
    """The library's process, parsed once; each case is a fresh workflow."""

    def __init__(self, measured: Measured) -> None:
        for name in ("spiff.workflow", "spiff.task"):
            logging.getLogger(name).setLevel(logging.WARNING)
        parser = SpiffBpmnParser()
        if measured.decisions:
            parser.add_dmn_xml(etree.fromstring(measured.decisions), filename="kind.dmn")
        parser.add_bpmn_xml(etree.fromstring(measured.library), filename="p.bpmn")
        self._spec, self._called = parser.get_spec("p"), parser.get_subprocess_specs("p")
        self._variables = measured.variables

    def begin(self) -> BpmnWorkflow:
        """Return a case that stands at its first task."""
        workflow = BpmnWorkflow(self._spec, self._called, script_engine=PythonScriptEngine())
        workflow.data.update(self._variables)
        start = workflow.get_tasks(state=TaskState.READY)[0]
        start.data.update(self._variables)
        workflow.do_engine_steps()
        return workflow

    def steps(self, workflow: BpmnWorkflow) -> Iterator[Callable[[], None]]:
        """Give the steps of a case one by one, each to be timed by who takes it."""
        while ready := workflow.get_tasks(state=TaskState.READY, manual=True):
            task = ready[0]

            def step(task: Any = task) -> None:
                name = task.task_spec.name
                task.data["answer" if name.startswith("ask") else name] = dict(ANSWERS)
                task.run()
                workflow.do_engine_steps()

            yield step
        assert workflow.is_completed()


def sqlite_commit(path: str) -> Commit:
    """Return what commits a state durably to a SQLite file, as our own connections do."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(MAKE.format(kind="BLOB"))
    connection.execute("INSERT INTO floor VALUES (1, x'00')")

    def commit(state: bytes) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE floor SET state = ? WHERE id = 1", (state,))
        connection.execute("COMMIT")

    return commit


def postgres_commit(url: URL) -> Commit:
    """Return what commits a state durably to PostgreSQL."""
    given = url.query
    connection = psycopg.connect(
        host=str(given.get("host", url.host or "")),
        port=str(given.get("port", url.port or 5432)),
        user=url.username,
        password=url.password,
        dbname=url.database,
    )
    connection.execute(MAKE.format(kind="BYTEA"))
    connection.execute("INSERT INTO floor VALUES (1, '\\x00')")
    connection.commit()

    def commit(state: bytes) -> None:
        connection.execute("UPDATE floor SET state = %s WHERE id = 1", (state,))
        connection.commit()

    return commit


def bytes_like(size: int) -> bytes:
    """Return bytes that nothing could make smaller, as ciphertext is."""
    return os.urandom(size)


def seconds_to_sync(folder: Path) -> float:
    """Return how long one durable write of a page takes, the median of many."""
    taken = []
    with (folder / "synced").open("wb", buffering=0) as file:
        for _ in range(50):
            before = time.perf_counter()
            file.write(os.urandom(4096))
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - before)
    return statistics.median(taken)
