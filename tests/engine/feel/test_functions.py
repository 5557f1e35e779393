"""The built-in functions, one or two cases each; the kit of the standard has thousands more."""

import pytest

from engine.feel import to_text
from tests.engine.feel.evaluating import value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('substring("说事议事", 3)', "议事"),
        ('substring(string: "abcde", start position: -2, length: 1)', "d"),
        ('string length("说事")', "2"),
        ('upper case("a") + lower case("B")', "Ab"),
        ('substring before("a-b", "-") + substring after("a-b", "-")', "ab"),
        ('contains("abc", "b") and starts with("abc", "a") and ends with("abc", "c")', "true"),
        ('matches("13800138000", "^1[3-9][0-9]{9}$")', "true"),
        ('matches("AB", "ab", "i")', "true"),
        (r'replace("2026-03-16", "(\d+)-(\d+)-(\d+)", "$3.$2.$1")', "16.03.2026"),
        ('split("a;b;c", ";")', '["a", "b", "c"]'),
        ('string join(["a", null, "b"], ", ")', "a, b"),
        ('extract("a1b22", "[0-9]+")', '["1", "22"]'),
        ('trim("  a ")', "a"),
        ('is blank(" ")', "true"),
        ("string(1.50)", "1.50"),
        ('number("1,000.5", ",", ".")', "1000.5"),
        ('number("abc")', None),
        ("decimal(2.345, 2)", "2.34"),
        ("floor(-1.5) + ceiling(1.2)", "0"),
        ("round half up(2.5, 0) + round half down(2.5, 0)", "5"),
        ("round up(1.01, 1) + round down(1.09, 1)", "2.1"),
        ("modulo(-12, 5)", "3"),
        ("abs(-1) + sqrt(16)", "5"),
        ("odd(3) and even(2)", "true"),
        ("sum([1, 2, 3]) + sum(1, 2)", "9"),
        ("min(2, 1) + max([1, 5])", "6"),
        ("mean(1, 2, 3) + median([1, 9, 2])", "4"),
        ("mode([1, 2, 2])", "[2]"),
        ("list contains([1, null], null)", "true"),
        ("append([1], 2, [3])", "[1, 2, [3]]"),
        ("concatenate([1], [2, 3])", "[1, 2, 3]"),
        ("union([1, 2], [2, 3])", "[1, 2, 3]"),
        ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
        ("remove([1, 2], 1)", "[2]"),
        ("list replace([1, 2], 1, 5)", "[5, 2]"),
        ("list replace([1, 2], function(old, new) old > 1, 5)", "[1, 5]"),
        ("append(list: [1], item: 2)", "[1, 2]"),
        ("before(point1: 1, point2: 2) and after(range: [3..4], point: 1)", "true"),
        ('range("[1..10)")', "[1..10)"),
        ('range("(..10]")', "(..10]"),
        ("""range("[date('2026-01-01')..@'2026-02-01']")""".replace("'", r"\""), "[2026-01-01..2026-02-01]"),
        ("sublist([1, 2, 3], 2, 2)", "[2, 3]"),
        ("index of([1, 2, 1], 1)", "[1, 3]"),
        ("distinct values([1, 2, 1])", "[1, 2]"),
        ("duplicate values([1, 2, 1])", "[1]"),
        ("flatten([1, [2, [3]]])", "[1, 2, 3]"),
        ("partition([1, 2, 3], 2)", "[[1, 2], [3]]"),
        ("reverse([1, 2])", "[2, 1]"),
        ("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"),
        ("all([true, null])", None),
        ("any([true, null])", "true"),
        ('get value({a: {b: 1}}, ["a", "b"])', "1"),
        ("get entries({a: 1})", '[{key: "a", value: 1}]'),
        ('context put({a: 1}, ["b", "c"], 2)', "{a: 1, b: {c: 2}}"),
        ("context merge([{a: 1}, {a: 2}])", "{a: 2}"),
        ('context([{key: "a", value: 1}])', "{a: 1}"),
        ("date(2026, 2, 30)", None),
        ('date and time(date("2026-03-16"), time("09:00:00"))', "2026-03-16T09:00:00"),
        ('date and time(@"2026-03-16T01:00:00Z", "Asia/Shanghai")', "2026-03-16T09:00:00@Asia/Shanghai"),
        ('years and months duration(date("2026-01-31"), date("2027-03-01"))', "P1Y1M"),
        ('day of week(date("2026-03-16")) + month of year(date("2026-03-16"))', "MondayMarch"),
        ('day of year(date("2026-03-16")) + week of year(date("2026-03-16"))', "87"),
        ('last day of month(date("2026-02-01"))', "2026-02-28"),
        ("before(1, [2..3]) and meets([1..2], [2..3]) and includes([1..3], 2)", "true"),
        ("overlaps([1..5], [3..8]) and during(2, [1..3]) and coincides(1, 1)", "true"),
        ("get or else(null, 1)", "1"),
        ("is defined(null)", "false"),
        ("assert(1, 1 > 2)", None),
        ("is(1, 1.0)", "true"),
    ],
)
def test_it_gives(text: str, expected: str | None) -> None:
    assert to_text(value_of(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "count(1, 2)",
        "list replace([1], function(x) true, 2)",
        'range("[..1]")',
        'range("[1 + 1..3]")',
        'range("[3..1]")',
        'substring("a")',
        "sum([1, null])",
        'split("a", "")',
        "sqrt(-1)",
    ],
)
def test_it_gives_null_for_arguments_that_do_not_fit(text: str) -> None:
    assert value_of(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 instance of number", True),
        ("null instance of Any", False),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ('{a: 1, b: "x"} instance of context<a: number>', True),
        ('@"P1D" instance of days and time duration', True),
        ("[1..2] instance of range<number>", True),
        ("(function(a) a) instance of function<Any> -> Any", True),
    ],
)
def test_it_knows_the_type_of_a_value(text: str, expected: bool) -> None:
    assert value_of(text) is expected
