"""Logic with three values, comparison, choice."""

import pytest

from tests.engine.feel.evaluating import value_of

WORDS = {True: "true", False: "false", None: "null"}


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_it_joins_three_values(
    left: bool | None, right: bool | None, both: bool | None, either: bool | None
) -> None:
    assert value_of(f"{WORDS[left]} and {WORDS[right]}") is both
    assert value_of(f"{WORDS[right]} and {WORDS[left]}") is both
    assert value_of(f"{WORDS[left]} or {WORDS[right]}") is either
    assert value_of(f"{WORDS[right]} or {WORDS[left]}") is either


def test_it_takes_what_is_no_truth_for_null() -> None:
    assert value_of('"yes" and true') is None
    assert value_of("1 or false") is None
    assert value_of("not(1)") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null = null", True),
        ("null != 1", True),
        ('1 = "1"', None),
        ("1 = 1.0", True),
        ("[1, [2]] = [1, [2]]", True),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ('"a" < "b"', True),
        ('1 < "b"', None),
        ("null < 1", None),
        ('date("2026-03-16") < date and time("2026-03-17T00:00:00Z")', True),
        ("2 between 1 and 3", True),
        ("2 between null and 3", None),
        ("2 in [1..2)", False),
        ("2 in (1, 2)", True),
        ("2 in (> 3, <= 2)", True),
        ("2 in [1, 2]", True),
        ("null in (1, null)", True),
    ],
)
def test_it_compares(text: str, expected: bool | None) -> None:
    assert value_of(text) is expected


def test_it_chooses_the_other_way_where_the_test_is_not_true() -> None:
    assert value_of('if null then "a" else "b"') == "b"
    assert value_of('if 1 then "a" else "b"') == "b"
    assert value_of('if 2 > 1 then "a" else "b"') == "a"
