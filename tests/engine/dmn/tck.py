"""The DMN Technology Compatibility Kit as data: `python -m tests.engine.dmn.tck [folder …]`, TCK_DIR says where it lies.

Prints a table by folder, the failures where -v is given, and as its last line `tck: PASSED of TOTAL`.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.dmn import DmnError, Model, decide
from engine.dmn.imports import Library
from engine.dmn.model import Logic
from engine.dmn.reader import read_model
from engine.dmn.xml import Element, child, children, read_xml
from engine.feel import FeelError
from engine.feel.values import temporal_text
from engine.feel.values.comparing import equal

NOW = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
TOLERANCE = Decimal("1e-8")


def directory() -> Path:
    """Where the kit lies: TCK_DIR, or beside the project."""
    beside = Path(__file__).parents[4] / "shared" / "tck"
    return Path(os.environ.get("TCK_DIR", beside))


@dataclass(frozen=True)
class Case:
    """One expected result."""

    folder: str
    name: str
    model: Path
    inputs: dict[str, Any]
    result: Element
    invoked: str | None


def cases(root: Path) -> Iterator[Case]:
    """Find all cases, folder by folder."""
    for path in sorted(root.glob("*/*/*.xml")):
        tests = read_xml(path.read_bytes())
        model = child(tests, "modelName")
        if model is None or not model.text:
            continue
        for test in children(tests, "testCase"):
            inputs = {each.get("name", ""): value_of(each) for each in children(test, "inputNode")}
            for result in children(test, "resultNode"):
                name = f"{test.get('id')}/{result.get('name')}"
                yield Case(path.parent.name, name, path.parent / model.text, inputs, result, invoked_by(test))


def invoked_by(test: Element) -> str | None:
    """The decision service or business knowledge model that a case asks, where it asks one."""
    return test.get("invocableName") if test.get("type") in {"decisionService", "bkm"} else None


def value_of(element: Element | None) -> Any:
    """Read a value of the kit's schema."""
    if element is None:
        return None
    components = list(children(element, "component"))
    if components:
        return {each.get("name"): value_of(each) for each in components}
    items = child(element, "list")
    if items is not None:
        return (
            [value_of(each) for each in children(items, "item")] if items.get(f"{XSI}nil") != "true" else None
        )
    value = child(element, "value")
    if value is None or value.get(f"{XSI}nil") == "true":
        return None
    return typed(value.get(f"{XSI}type", "").rpartition(":")[2], value.text or "")


def typed(kind: str, text: str) -> Any:
    """Read a simple value by its XML Schema type; one without a type by its looks."""
    if kind == "boolean":
        return text.strip() in {"true", "1"}
    if kind in {"decimal", "double", "integer", "int", "long", "float"}:
        return Decimal(text.strip())
    if kind in {"date", "time", "dateTime", "duration"}:
        value = temporal_text.parse_temporal(text.strip())
        return text if value is None else value
    return text


def models(file: Path) -> Model:
    """Read a model so that what is wrong in one decision stays with that decision."""

    def later(error: DmnError) -> Logic:
        def refuse(*_: Any) -> Any:
            raise error

        return refuse

    others = Library.of(each.read_bytes() for each in sorted(file.parent.glob("*.dmn")) if each != file)
    return read_model(read_xml(file.read_bytes()), (), later, others)


def run(case: Case, model: Model) -> str | None:
    """Run a case: None where it passes, or else what came out instead."""
    name = case.invoked or case.result.get("name")
    is_error = case.result.get("errorResult") == "true"
    askable: dict[str, Any] = {**model.services, **model.knowledge} if case.invoked else {**model.decisions}
    found = next((id_ for id_, each in askable.items() if each.name == name), None)
    if found is None:
        return f"no decision {name}"
    expected = value_of(child(case.result, "expected"))
    try:
        value = output(case, decide(model, found, case.inputs, now=NOW).value)
    except (DmnError, FeelError) as error:
        return None if is_error or expected is None else f"{error}, expected {expected!r}"
    if is_error:
        return None if value is None else f"{value!r}, expected an error"
    return None if same(value, expected) else f"{value!r}, expected {expected!r}"


def output(case: Case, value: Any) -> Any:
    """What a service gave under the name of the result, where it gave several."""
    name = case.result.get("name")
    return value[name] if case.invoked and isinstance(value, dict) and name in value else value


def same(value: Any, expected: Any) -> bool:
    """Compare as the kit's own runner does: numbers nearly, all else exactly."""
    if isinstance(value, dict) and isinstance(expected, dict):
        return value.keys() == expected.keys() and all(same(value[key], expected[key]) for key in value)
    if isinstance(value, list) and isinstance(expected, list):
        return len(value) == len(expected) and all(map(same, value, expected))
    if isinstance(value, int | Decimal) and isinstance(expected, Decimal) and not isinstance(value, bool):
        return abs(value - expected) <= TOLERANCE * max(abs(expected), Decimal(1))
    return equal(value, expected) is True


def results(root: Path) -> Iterator[tuple[Case, str | None]]:
    """Run all cases, each model read once."""
    read: dict[Path, Model | str] = {}
    for case in cases(root):
        if case.model not in read:
            read[case.model] = _model_or_reason(case.model)
        model = read[case.model]
        yield case, model if isinstance(model, str) else run(case, model)


def _model_or_reason(path: Path) -> Model | str:
    try:
        return models(path)
    except (DmnError, OSError) as error:
        return f"model: {error}"


def main(arguments: list[str]) -> None:
    """Print the table."""
    is_verbose = "-v" in arguments
    chosen = [each for each in arguments if each != "-v"]
    passed: dict[str, int] = {}
    total: dict[str, int] = {}
    for case, failure in results(directory()):
        if chosen and not any(case.folder.startswith(each) for each in chosen):
            continue
        total[case.folder] = total.get(case.folder, 0) + 1
        passed[case.folder] = passed.get(case.folder, 0) + (failure is None)
        if failure is not None and is_verbose:
            sys.stdout.write(f"{case.folder} {case.name}: {failure}\n")
    for folder, count in total.items():
        sys.stdout.write(
            f"{folder:<50} {passed[folder]:>5} of {count:>5}{'' if passed[folder] == count else '  *'}\n"
        )
    sys.stdout.write(f"tck: {sum(passed.values())} of {sum(total.values())}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
