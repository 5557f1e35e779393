"""docs/designers/dmn.md is right: its table gives what it says, and each code is there."""

import ast
from pathlib import Path
from typing import Any

import pytest

from engine.dmn.tables import AGGREGATORS, POLICIES
from tests.engine.dmn.drawing import decided, decision, model, table

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "designers" / "dmn.md").read_text(encoding="utf-8")


def rules() -> list[list[str]]:
    lines = PAGE.partition("→ days |\n")[2].splitlines()[1:5]
    return [[each.strip().strip("`") for each in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize(
    ("category", "people", "answer"),
    [
        ("邻里纠纷", 12, {"level": "village", "days": 7}),
        ("土地", 2, {"level": "township", "days": 15}),
        ("噪声", 101, {"level": "township", "days": 10}),
        ("噪声", 2, {"level": "grid", "days": 3}),
    ],
)
def test_its_table_gives_what_it_says(category: str, people: int, answer: dict[str, Any]) -> None:
    drawn = table(["category", "people"], ["level", "days"], rules(), policy="FIRST")
    assert decided(model(decision("d", drawn)), "d", category=category, people=people).value == answer


def test_it_names_every_hit_policy_and_aggregation() -> None:
    assert {name for name in (*POLICIES, *AGGREGATORS) if f"`{name}`" not in PAGE} == set()


def test_it_names_every_code() -> None:
    codes = set()
    for path in (ROOT / "engine" / "dmn").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"DmnError", "DmnProblem"}:
                codes |= {
                    str(each.value) for each in node.args[:2] if isinstance(each, ast.Constant) and each.value
                }
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()
