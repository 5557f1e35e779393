"""What is FEEL and can hardly be meant."""

import pytest

from engine.feel import FeelError, warnings_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('people + "1"', None),
        ('1 + "1"', '1 + "1"'),
        ("10 / 0", "10 / 0"),
        ('-"a"', '-"a"'),
        ('"a" < 1', '"a" < 1'),
        ("true > false", "true > false"),
        ('if count(opinions) = "3" then 1 else 2', 'count(opinions) = "3"'),
        ("string length(12)", "string length(12)"),
        ('substring("a")', 'substring("a")'),
        ("contains(string: name, what: name)", "contains(string: name, what: name)"),
        ("floor(null)", "floor(null)"),
        ('"a".b', '"a".b'),
        ('date("2026-03-16").hour', 'date("2026-03-16").hour'),
        ("{a: 1}.b", "{a: 1}.b"),
        ("for o in opinions return o.days * true", "o.days * true"),
        ('for o in opinions return 1 + "a"', '1 + "a"'),
        ('@"2026-03-16" < now()', None),
        ('sum([1, 2]) + 1 > 2 and name = null and substring(["a"], 1) = "a"', None),
        ("get or else(null, 1)", None),
    ],
)
def test_it_warns_of_what_can_only_be_null(text: str, found: str | None) -> None:
    warnings = [(each.code, each.params["found"]) for each in warnings_of(text)]
    assert warnings == ([] if found is None else [("always-null", found)])


@pytest.mark.parametrize(
    "text",
    [
        'if "yes" then 1 else 2',
        'name = "a" or "b"',
        'opinions["adopted"]',
        'some o in opinions satisfies "x"',
    ],
)
def test_it_warns_of_conditions_that_are_neither_true_nor_false(text: str) -> None:
    assert [each.code for each in warnings_of(text)] == ["not-true-or-false"]


def test_it_warns_of_a_name_that_is_nearly_one_that_is_known() -> None:
    (warning,) = warnings_of("peopel > 3 and other", names=["people", "category"])
    assert (warning.code, warning.params) == (
        "misspelt-name",
        {"name": "peopel", "position": 1, "nearest": "people"},
    )
    assert warnings_of("for peopel in people return peopel", names=["people"]) == ()


def test_it_looks_into_cells_of_tables() -> None:
    assert warnings_of("< 10, [1..2], ? + 1 > x", is_cell=True) == ()
    assert [each.code for each in warnings_of('not(? > 3 and 1 < "a")', is_cell=True)] == ["always-null"]


def test_it_knows_nothing_of_the_host_s_functions() -> None:
    assert warnings_of("count(1, 2)", functions=["count"]) == ()


def test_it_refuses_what_is_no_feel() -> None:
    with pytest.raises(FeelError):
        warnings_of("1 +")
