"""Input entries of decision tables."""

from typing import Any

import pytest

from tests.engine.feel.evaluating import passes


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("-", None, True),
        ("5", 5, True),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ('not("a", "b")', "c", True),
        ("< 5", 4, True),
        (">= 5, < 2", 1, True),
        ("[1..5)", 5, False),
        ("]1..5[", 5, False),
        ("(1..5]", 5, True),
        ("null", None, True),
        ("null", 1, False),
        ("true", True, True),
        ("false", False, True),
        ("? > 3 and ? < 6", 4, True),
        ('starts with(?, "村")', "村民", True),
        ("not(? > 3)", 4, False),
        ("[1, 2, 3]", 2, True),
        ("limit", 7, True),
        ("> limit", 8, True),
        ("> limit", None, False),
        ('list contains(?, "a")', ["a"], True),
        ('date("2026-03-16")', "2026-03-16", False),
        ("not(null) and limit > 3", 1, False),
    ],
)
def test_it_tests_a_value(text: str, value: Any, expected: bool) -> None:
    assert passes(text, value, limit=7) is expected


def test_what_cannot_be_decided_does_not_pass_negated_either() -> None:
    assert passes("not(> 3)", None) is False
