"""Expressions in our FEEL and in the one that form-js runs in the browser (the exact package of our lock file), side by side."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.feel import FeelError, FunctionValue, Range, compile_expression
from engine.feel.values.kinds import TEMPORAL, kind_of
from engine.feel.values.temporal_text import write_temporal
from tests.engine.feel.evaluating import NOW

HERE = Path(__file__).parent
SCOPE: dict[str, Any] = json.loads((HERE / "scope.json").read_text(encoding="utf-8"))
REFUSED = "refused"


@dataclass(frozen=True)
class Both:
    """One expression, and what both make of it."""

    text: str
    ours: Any
    browser: Any

    @property
    def is_same(self) -> bool:
        """Whether both give the same, or both refuse it."""
        return near(self.ours, self.browser)


def node() -> str | None:
    """The program that runs the browser's part: the machine's, or the one that set-up brought."""
    return shutil.which("node") or shutil.which("node", path=str(HERE.parents[3] / ".venv" / "bin"))


def both(texts: list[str]) -> list[Both]:
    """Evaluate all texts in both."""
    program = node()
    assert program is not None
    asked = json.dumps({"scope": SCOPE, "texts": texts})
    done = subprocess.run(
        [program, str(HERE / "evaluate.mjs")],
        input=asked,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "TZ": "Asia/Shanghai"},
    )
    answers = json.loads(done.stdout)
    return [
        Both(text, ours(text), REFUSED if "refused" in answer else answer["value"])
        for text, answer in zip(texts, answers, strict=True)
    ]


def ours(text: str) -> Any:
    """Evaluate a text here, as JSON."""
    try:
        return plain(compile_expression(text, names=SCOPE).evaluate(SCOPE, now=NOW))
    except FeelError:
        return REFUSED


def plain(value: Any) -> Any:
    """Give a value as the script in Node writes it: a date is the midnight there, a time is one of 1900."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, FunctionValue):
        return {"kind": "function"}
    if isinstance(value, Range):
        low, high = value.start_included, value.end_included
        return {
            "kind": "range",
            "start": plain(value.start),
            "end": plain(value.end),
            "low": low,
            "high": high,
        }
    return {"kind": "time", "text": _text(value)} if kind_of(value) in TEMPORAL else value


def _text(value: Any) -> str:
    if isinstance(value, time):
        value = datetime.combine(date(1900, 1, 1), value)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(tzinfo=UTC))
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else write_temporal(value)


def near(left: Any, right: Any) -> bool:
    """Compare two values; numbers as nearly as the browser's can be."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(near(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(near, left, right))
    if isinstance(left, int | float) and isinstance(right, int | float) and not isinstance(left, bool):
        return not isinstance(right, bool) and abs(left - right) <= 1e-12 * max(abs(left), abs(right), 1)
    return type(left) is type(right) and bool(left == right)
