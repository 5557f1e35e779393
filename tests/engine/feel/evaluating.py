"""Evaluating a text in one line, at a time that stands still."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel import compile_expression, compile_unary_tests

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def value_of(text: str, /, **scope: Any) -> Any:
    """Evaluate an expression over names that Python can write."""
    return value_over(text, scope)


def value_over(text: str, scope: dict[str, Any]) -> Any:
    """Evaluate an expression over a scope."""
    return compile_expression(text).evaluate(scope, now=NOW)


def passes(text: str, value: Any, /, **scope: Any) -> bool:
    """Say whether a value passes unary tests."""
    return compile_unary_tests(text).evaluate(value, scope, now=NOW)
