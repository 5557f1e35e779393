"""What would take too long or too much ends within a limit."""

import time
from itertools import pairwise

import pytest

from engine.feel import FeelError
from tests.engine.feel.evaluating import value_of

NAMES = "abcdefghijklmnopqrstuvwxyz"
BOMB = "{a: [1, 1], " + ", ".join(f"{y}: [{x}, {x}]" for x, y in pairwise(NAMES)) + "}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1" * 20_001, "limit-text"),
        ("(" * 1000 + "1" + ")" * 1000, "limit-depth"),
        ("-" * 3000 + "1", "limit-depth"),
        ("1" + " + 1" * 4000, "limit-depth"),
        ("a" + ".b" * 4000, "limit-depth"),
        ("some a in 1..1000, b in 1..1000, c in 1..1000 satisfies false", "limit-steps"),
        ("for a in 1..1e9 return a", "limit-list"),
        ("(function(f) f(f))(function(f) f(f))", "limit-depth"),
        ('for i in 1..30 return if i = 1 then "aaaaaaaaaa" else partial[-1] + partial[-1]', "limit-list"),
        ("for i in 1..30 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])", "limit-list"),
        (BOMB, "limit-steps"),
        (f"string({BOMB}.z) = 1", "limit-steps"),
        (f"{BOMB}.z = {BOMB}.z", "limit-steps"),
        (f"count(distinct values([{BOMB}.z, {BOMB}.z]))", "limit-steps"),
        (
            'string join(for i in 1..100000 return "x", string join(for i in 1..1000 return "yyyyyyyyy"))',
            "limit-list",
        ),
        (
            'replace(string join(for i in 1..9000 return "x"), "x", string join(for i in 1..9000 return "y"))',
            "limit-list",
        ),
        ('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a+)+$")', "unsafe-regex"),
        ('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a|ab|b)*c")', "unsafe-regex"),
        ('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a?a?)*b")', "unsafe-regex"),
        (r'matches("a                              b", "(( \s+)*)c")', "unsafe-regex"),
        (f'matches("{"a" * 9000}", "a*a*a*a*b")', "limit-regex"),
        (f'matches("a", "{"a" * 600}")', "limit-regex"),
        (f'matches("{"a" * 3000}b", "a*.a*^")', "limit-regex"),
    ],
)
def test_it_ends_within_the_limit(text: str, code: str) -> None:
    started = time.monotonic()
    with pytest.raises(FeelError) as refusal:
        value_of(text)
    assert refusal.value.code == code
    assert time.monotonic() - started < 5


def test_it_takes_a_long_chain_of_the_same_logic() -> None:
    assert value_of("true" + " and true" * 2000) is True


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("[0-9]+(,[0-9]+)*", "1,22,333"),
        (r"(\d+;)+", "1;22;"),
        ("[A-Z-[OI]]{2}", "AB"),
        (r"\p{L}+", "村民"),
        (r"(a)(b)\2", "abb"),
    ],
)
def test_it_takes_patterns_that_end(pattern: str, text: str) -> None:
    assert value_of(f'matches(t, "^{pattern}$")', t=text) is True


@pytest.mark.parametrize("pattern", ["(?=a)", "[", "a{2", r"\y", r"\p{None}", "(a"])
def test_it_gives_null_for_what_is_no_pattern(pattern: str) -> None:
    assert value_of("matches(t, p)", t="a", p=pattern) is None
