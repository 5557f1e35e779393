"""Lists, filters, paths, loops, contexts."""

from decimal import Decimal

import pytest

from tests.engine.feel.evaluating import value_of

PEOPLE = [{"name": "A", "age": 70}, {"name": "B", "age": 30}, {"name": "C"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2, 3][2]", 2),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][4]", None),
        ("[1, 2, 3][item > 1]", [2, 3]),
        ("people[age > 60].name", ["A"]),
        ("people.name", ["A", "B", "C"]),
        ("people[age > least].name", ["A", "B"]),
        ('people[item.name = "C"][1].age', None),
        ("null[1]", None),
        ("5[1]", 5),
        ("for x in 1..3 return x * x", [1, 4, 9]),
        ("for x in 3..1 return x", [3, 2, 1]),
        ("for x in [1, 2], y in [x, 10] return x + y", [2, 11, 4, 12]),
        ("for i in 1..4 return if i < 3 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3]),
        ("for x in null return x", None),
        ("some x in [1, 2] satisfies x > 1", True),
        ("every x in [] satisfies false", True),
        ("every x in [1, null] satisfies x > 0", None),
        ("some p in people satisfies p.age < 40", True),
        ("{a: 1, b: a + 1}.b", 2),
        ('{"a b": 1}.a b', 1),
        ("(function(a, b: number) a + b)(b: 1, a: 2)", 3),
        ('(function(a: number) a)("x")', None),
    ],
)
def test_it_evaluates(text: str, expected: object) -> None:
    assert value_of(text, people=PEOPLE, least=20) == expected


def test_it_iterates_over_the_days_of_a_range() -> None:
    assert value_of('count(for d in date("2026-02-27")..date("2026-03-01") return d)') == 3


def test_its_functions_see_where_they_were_written() -> None:
    assert value_of("{n: 10, add: function(x) x + n, r: add(5)}.r") == Decimal(15)


def test_it_leaves_the_lists_of_the_host_as_they_are() -> None:
    numbers = [3, 1, 2]
    assert value_of("sort(numbers)", numbers=numbers) == [1, 2, 3]
    assert numbers == [3, 1, 2]
