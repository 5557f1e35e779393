"""Boxed expressions other than tables."""

from typing import Any

import pytest

from tests.engine.dmn.drawing import decided, decision, literal, model

ONE, TWO = literal("1"), literal("2")


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (
            (
                f'<context><contextEntry><variable name="a"/>{ONE}</contextEntry>'
                f'<contextEntry><variable name="b"/>{literal("a + 1")}</contextEntry></context>'
            ),
            {"a": 1, "b": 2},
        ),
        (
            (
                f'<context><contextEntry><variable name="a"/>{ONE}</contextEntry>'
                f"<contextEntry>{literal('a + 5')}</contextEntry></context>"
            ),
            6,
        ),
        (f"<list>{ONE}{TWO}</list>", [1, 2]),
        (
            f'<relation><column name="a"/><column name="b"/><row>{ONE}{TWO}</row></relation>',
            [{"a": 1, "b": 2}],
        ),
        (
            f"<conditional><if>{literal('n > 1')}</if><then>{ONE}</then><else>{TWO}</else></conditional>",
            1,
        ),
        (
            f'<for iteratorVariable="x"><in>{literal("[1, n]")}</in><return>{literal("x * 2")}</return></for>',
            [2, 6],
        ),
        (
            f'<some iteratorVariable="x"><in>{literal("[1, n]")}</in><satisfies>{literal("x > 2")}</satisfies></some>',
            True,
        ),
        (
            f'<every iteratorVariable="x"><in>{literal("[1, n]")}</in><satisfies>{literal("x > 2")}</satisfies></every>',
            False,
        ),
        (
            f"<filter><in>{literal('[{a: 1}, {a: n}]')}</in><match>{literal('a > 2')}</match></filter>",
            [{"a": 3}],
        ),
        (
            f'<invocation>{literal("function(p) p + 1")}<binding><parameter name="p"/>{literal("n")}</binding></invocation>',
            4,
        ),
    ],
)
def test_it_evaluates(logic: str, expected: Any) -> None:
    assert decided(model(decision("d", logic)), "d", n=3).value == expected
