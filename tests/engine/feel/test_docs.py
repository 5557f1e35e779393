"""docs/designers/feel.md is right: each example is run, each function and each code is there."""

import json
import re
from pathlib import Path

import pytest

from engine.feel import WARNING_CODES, builtin_names
from engine.feel.errors import CODES
from tests.engine.feel.evaluating import value_over

PAGE = (Path(__file__).parents[3] / "docs" / "designers" / "feel.md").read_text(encoding="utf-8")
SCOPE = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
EXAMPLES = [
    line for block in re.findall(r"```feel\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_its_examples_give_what_they_say(example: str) -> None:
    text, _, result = example.rpartition("// ")
    assert value_over(f"({text}) = {result}", SCOPE) is True


def test_it_names_every_function_and_no_other() -> None:
    tables = PAGE.partition("## Functions")[2].partition("## What is refused")[0]
    rows = [row.split("|")[2] for row in tables.splitlines() if row.startswith("| ")][1:]
    assert {name for row in rows for name in re.findall("`(.*?)`", row)} == set(builtin_names())


def test_it_names_every_code() -> None:
    refused, _, warned = PAGE.partition("## What is refused")[2].partition("## What is warned of")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", refused, re.MULTILINE)) == CODES
    assert set(re.findall(r"^\| `([a-z-]+)` \|", warned, re.MULTILINE)) == WARNING_CODES | {"no-arrow"}
