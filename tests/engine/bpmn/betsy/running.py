"""Run a betsy process on the engine and say whether its trace is the expected one."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine.bpmn.checks import Known, check
from engine.bpmn.parser import parse
from engine.bpmn.spec_store import Specs, dump_specs, load_specs
from tests.engine.bpmn.betsy.translation import BREAK, NOTE, translated
from tests.engine.bpmn.betsy.world import World

Verdict = Literal["right", "refused", "wrong"]
KNOWN = Known(forms=(), decisions=(), operations={BREAK: ()}, has_post=lambda _post: True, functions=(NOTE,))
MARKER = "MARKER_exists"
REFUSED = "ERROR_deployment"


@dataclass(frozen=True)
class Result:
    """How one process did: the verdict, and what stands against it."""

    group: str
    name: str
    verdict: Verdict
    reason: str = ""


def directory() -> Path:
    """Where the processes lie: BETSY_DIR, or beside the project."""
    beside = Path(__file__).parents[5] / "shared" / "betsy"
    return Path(os.environ.get("BETSY_DIR", beside))


def results(root: Path) -> Iterator[Result]:
    """Run all processes of a folder."""
    for process in json.loads((root / "cases.json").read_bytes()):
        verdict, reason = judged(root / process["file"], process["name"], process["cases"])
        yield Result(process["group"], process["name"], verdict, reason)


def judged(path: Path, name: str, cases: list[dict[str, Any]]) -> tuple[Verdict, str]:
    """Run all cases of a process; one that is wrong makes the whole wrong."""
    try:
        definitions, refusal = published(translated(path.read_bytes()))
    except Exception as error:  # noqa: BLE001  a crash is what this looks for
        return "wrong", f"{type(error).__name__}: {error}"
    if refusal:
        is_meant = all(agrees([REFUSED], case["expected"]) for case in cases)
        return ("right", "") if is_meant else ("refused", refusal)
    for case in cases:
        try:
            trace = traced(definitions, name, case)
        except Exception as error:  # noqa: BLE001  the same
            return "wrong", f"{case['test']}: {type(error).__name__}: {error}"
        if not agrees(trace, case["expected"]):
            return "wrong", f"{case['test']}: {trace} instead of {case['expected']}"
    return "right", ""


def published(source: bytes) -> tuple[dict[str, Specs], str]:
    """Return the processes of a file, or why it is refused."""
    parsed = parse({"p.bpmn": source})
    findings = [*parsed.findings, *check(parsed, KNOWN)]
    refusal = ", ".join(f"{each.code} {each.element}" for each in findings if each.severity == "error")
    if refusal:
        return {}, refusal
    return {each: load_specs(dump_specs(parsed, each)) for each in parsed.processes}, ""


def traced(definitions: dict[str, Specs], name: str, case: dict[str, Any]) -> list[str]:
    """Run one case to where nothing is due any more and return its trace, errors included."""
    world = World(definitions, {"test": case["test"], "integerVariable": case["integerVariable"]})
    main = name if name in definitions else next(iter(definitions))
    if case["parallelProcess"]:
        world.begin(next(process for process in definitions if process != main))
    world.begin(main)
    world.run(case["delay_s"])
    thrown = {"error-not-caught"} & world.incidents
    if world.incidents:
        return [*world.trace, "ERROR_thrownErrorEvent" if thrown else "ERROR_runtime"]
    return world.trace


def agrees(trace: list[str], expected: list[str]) -> bool:
    """Compare two traces without their order; `ERROR` stands for any error.

    The marker is a file beside the trace, which betsy looks for only where a case asks for it: Escalation_EndEvent_TopLevel
    writes one in the process that it calls, and expects its own trace alone.
    """
    if MARKER not in expected:
        trace = [each for each in trace if each != MARKER]
    if "ERROR" in expected:
        trace = ["ERROR" if each.startswith("ERROR_") else each for each in trace]
    return Counter(trace) == Counter(expected)
