"""Our FEEL beside other FEELs, on one machine in one run: `python -m benchmarks.feel` (make bench installs the others)."""

import importlib
import json
import logging
import shutil
import subprocess
import sys
import timeit
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from engine.dmn import Model, decide, load_model
from engine.feel import compile_expression

ROOT = Path(__file__).parents[1]
RIVALS = ROOT / ".venv" / "rivals"
NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
RULES = 200
AIM = 10  # times as fast as the fastest of the others in Python
# The last rule of all matches, so that none can stop early.
TABLE_SCOPE = {"category": "c49", "people": 35}
ITEMS = [{"days": number % 20, "person": f"p{number}"} for number in range(10_000)]


@dataclass(frozen=True)
class Case:
    """What is measured: texts evaluated in turn (a rule is a text where there are no tables), and how often."""

    name: str
    texts: list[str]
    scope: dict[str, Any]
    ours: Callable[[], object]
    times: int


def main() -> None:
    """Measure each case in each FEEL and print a line for it."""
    sys.path.append(str(RIVALS))
    logging.disable(logging.CRITICAL)  # bkflow-feel logs each expression
    measured = cases()
    browser = feelin(measured)
    console = Console(width=130)
    shown = Table(title="FEEL, µs for one evaluation", title_justify="left")
    shown.add_column("")
    for name in ("ours", "bkflow-feel", "pySFeel", "@bpmn-io/feelin", "times the fastest in Python", "aim"):
        shown.add_column(name, justify="right")
    for case, in_browser in zip(measured, browser, strict=True):
        ours = best(case.ours, case.times)
        others = [timed(bkflow(case), case), timed(pysfeel(case), case)]
        ratio = min(each for each in others if each is not None) / ours
        figures = [micros(each) for each in (ours, *others, in_browser)]
        shown.add_row(case.name, *figures, f"{ratio:.1f}", f"{AIM}")
    console.print(shown)
    floor = best(lambda: [item for item in ITEMS if item["days"] > 10], 50)  # type: ignore[operator]  # an int
    console.print(f"A list comprehension of Python's own takes {micros(floor)} µs for that filter.")


def cases() -> list[Case]:
    """Make the three cases."""
    condition = '(people > 10) and (urgency = "high")'  # pySFeel needs the parentheses
    scope = {"people": 12, "urgency": "high"}
    compiled = compile_expression(condition)
    chosen = compile_expression("items[days > 10]")
    rules = [
        f'((category = "c{number // 4}") and (people >= {number % 4 * 10})) and (people < {number % 4 * 10 + 10})'
        for number in range(RULES)
    ]
    model = table()
    return [
        Case("a gateway's condition", [condition], scope, lambda: compiled.evaluate(scope, now=NOW), 2000),
        Case(
            f"a table of {RULES} rules",
            rules,
            TABLE_SCOPE,
            lambda: decide(model, "d", TABLE_SCOPE, now=NOW),
            200,
        ),
        Case(
            "a filter over 10,000 items",
            ["items[days > 10]"],
            {"items": ITEMS},
            lambda: chosen.evaluate({"items": ITEMS}, now=NOW),
            50,
        ),
    ]


def table() -> Model:
    """The same rules as a decision table."""
    rules = "".join(
        f'<rule><inputEntry><text>"c{number // 4}"</text></inputEntry>'
        f"<inputEntry><text>[{number % 4 * 10}..{number % 4 * 10 + 10})</text></inputEntry>"
        f"<outputEntry><text>{number}</text></outputEntry></rule>"
        for number in range(RULES)
    )
    columns = "".join(
        f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in TABLE_SCOPE
    )
    return load_model(
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="M"><decision id="d" name="d">'
        f'<decisionTable hitPolicy="UNIQUE">{columns}<output name="rule"/>{rules}</decisionTable></decision></definitions>'.encode()
    )


def bkflow(case: Case) -> Callable[[], object]:
    """What bkflow-feel does: it parses each time."""
    # Installed by make bench alone, beside the environment.
    api = importlib.import_module("bkflow_feel.api")
    return lambda: [api.parse_expression(text, case.scope) for text in case.texts]


def pysfeel(case: Case) -> Callable[[], object]:
    """What pySFeel does: it parses each time too, over names that are set once."""
    parser = importlib.import_module("pySFeel").SFeelParser()  # as above
    parser.names.update(as_floats(case.scope))
    return lambda: [parser.sFeelParse(text)[1] for text in case.texts]


def as_floats(value: Any) -> Any:
    """pySFeel takes no other number for one."""
    if isinstance(value, dict):
        return {name: as_floats(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_floats(each) for each in value]
    return float(value) if isinstance(value, int) else value


def timed(evaluate: Callable[[], Any], case: Case) -> float | None:
    """Time one of the others; none where its answer is not ours."""
    last, expected = evaluate()[-1], case.ours()
    right = len(last) == len(expected) if isinstance(expected, list) else bool(last)
    return best(evaluate, max(case.times // 100, 3)) if right else None


def best(evaluate: Callable[[], object], times: int) -> float:
    """Give the seconds of one evaluation, in the best of three rounds."""
    return min(timeit.repeat(evaluate, number=times, repeat=3)) / times


def feelin(measured: list[Case]) -> list[float | None]:
    """Time the browser's FEEL in Node; nothing where there is no Node."""
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv" / "bin"))
    if node is None:
        return [None] * len(measured)
    asked = json.dumps(
        [{"texts": each.texts, "scope": each.scope, "times": max(each.times // 40, 3)} for each in measured]
    )
    script = ROOT / "benchmarks" / "feelin.mjs"
    done = subprocess.run([node, str(script)], input=asked, capture_output=True, text=True, check=True)
    return [each["seconds"] for each in json.loads(done.stdout)]


def micros(seconds: float | None) -> str:
    """Write a time."""
    return "-" if seconds is None else f"{seconds * 1e6:,.2f}"


if __name__ == "__main__":
    main()
