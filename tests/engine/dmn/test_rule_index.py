"""The index of a table's rules says the same as asking each cell would."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dmn.model import Evaluation
from engine.dmn.rule_index import RuleIndex
from engine.feel import compile_unary_tests
from engine.feel.run.frames import Run
from tests.engine.dmn.drawing import NOW

CELLS = (
    '-|"a"|"a", "b"|not("a")|1|-1, 2|true|false|null|"a", 1, true|< 2|>= -1|[1..2]|(1..2)|]1..1]|(1..2]|[2..1]|(=1)'
    '|? = 1 or ? = "a"|limit|< limit|["a", 1]|[1..2], "a"|{a: 1}|string length(?) = 1|not(1, 2)'
)
cells = st.sampled_from(CELLS.split("|"))
values = st.sampled_from(
    ["a", "b", "", 1, 2, -1, Decimal("1.0"), 1.5, True, False, None, ["a"], [1], {"a": 1}]
)
SCOPE: dict[str, Any] = {"limit": 2}


@settings(deadline=None)
@given(rows=st.lists(st.tuples(cells, cells), max_size=8), first=values, second=values)
def test_it_finds_the_rules_that_match(rows: list[tuple[str, str]], first: object, second: object) -> None:
    tests = [tuple(compile_unary_tests(cell) for cell in row) for row in rows]
    expected = [
        place
        for place, (left, right) in enumerate(tests)
        if left.evaluate(first, SCOPE, now=NOW) and right.evaluate(second, SCOPE, now=NOW)
    ]
    given_values = [_as_feel(each) for each in (first, second)]
    found = RuleIndex(tests).matching(given_values, Evaluation(Run({}, NOW)), SCOPE)
    assert list(found) == expected


def _as_feel(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value
