"""What a designer is told about a text that is no FEEL."""

from typing import Any

import pytest

from engine.feel import FeelError, compile_expression, compile_unary_tests


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("1 +", "unexpected", {"position": 4, "found": "the end", "expected": "an expression"}),
        ("(1 + 2", "unexpected", {"position": 7, "expected": ")"}),
        ("if a than 1 else 2", "unexpected", {"position": 6, "found": "'than'", "nearest": "then"}),
        ("for x in y retrun x", "unexpected", {"position": 12, "nearest": "return"}),
        ("1 2", "unexpected", {"position": 3, "found": "'2'"}),
        ("a = “x”", "full-width-mark", {"position": 5, "expected": '"'}),
        ("sum（1）", "full-width-mark", {"position": 4, "found": "（", "expected": "("}),
        ("a ， b", "full-width-mark", {"position": 3, "expected": ","}),
        ('"abc', "unclosed", {"position": 1}),
        ("a # b", "unexpected-character", {"position": 3, "found": "#"}),
        ('@"2026-13-01"', "bad-literal", {"position": 2}),
        ("cuont(a)", "unknown-function", {"position": 1, "nearest": "count"}),
        ("1 instance of nubmer", "unknown-type", {"position": 15, "nearest": "number"}),
        ("{a: 1, a: 2}", "unexpected", {"expected": "a name that is not there yet"}),
        ("function(a) external {}", "unexpected", {"position": 13}),
    ],
)
def test_it_says_where_and_what_is_meant(text: str, code: str, params: dict[str, Any]) -> None:
    with pytest.raises(FeelError) as refusal:
        compile_expression(text)
    assert refusal.value.code == code
    assert {name: refusal.value.params[name] for name in params} == params
    assert str(refusal.value)


def test_it_says_so_for_input_entries_too() -> None:
    with pytest.raises(FeelError) as refusal:
        compile_unary_tests("> 5,")
    assert refusal.value.params["position"] == 5
