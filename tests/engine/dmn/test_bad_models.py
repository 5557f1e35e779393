"""What cannot be read or run is refused with the element and the reason, all of it at once."""

import pytest

from engine.dmn import DmnError, check_model, decide, load_model
from engine.feel import FeelError
from tests.engine.dmn.drawing import NOW, cell, decision, literal, model, table

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "bad-xml"),
        (b"<definitions", "bad-xml"),
        (b"\xff\xfe", "bad-xml"),
        (b"<process/>", "not-dmn"),
        (model(namespace="http://example.org/other"), "not-dmn"),
        (b"<!DOCTYPE d><d/>", "dtd"),
        (b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>', "dtd"),
        (f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><d>&l9;</d>'.encode(), "bad-xml"),
        (b"<d>" * 300 + b"</d>" * 300, "bad-xml"),
        (b"<d>" * 150 + b"</d>" * 150, "too-deep"),
        (b" " * 5_000_000, "too-large"),
    ],
)
def test_it_refuses_what_is_no_model(source: bytes, code: str) -> None:
    with pytest.raises(DmnError) as refusal:
        load_model(source)
    assert refusal.value.code == code
    assert [problem.code for problem in check_model(source)] == [code]


@pytest.mark.parametrize(
    ("logic", "code"),
    [
        (table(["n >"], ["x"], []), "bad-expression"),
        (table([""], ["x"], []), "no-input-expression"),
        (table(["n"], [], []), "no-output"),
        (table(["n"], ["x"], [("1",)]), "cells-missing"),
        (table(["n"], ["x"], [("> ", "1")]), "bad-expression"),
        (table(["n"], ["x"], [], policy="BEST"), "unknown-hit-policy"),
        (table(["n"], ["x"], [], aggregation="SUM"), "bad-aggregation"),
        (table(["n"], ["x"], [], policy="COLLECT", aggregation="MEAN"), "bad-aggregation"),
        (
            f'<literalExpression expressionLanguage="javascript">{cell("text", "1")}</literalExpression>',
            "unsupported",
        ),
        ('<functionDefinition kind="Java"/>', "unsupported"),
    ],
)
def test_it_refuses_logic_that_does_not_run(logic: str, code: str) -> None:
    source = model(decision("d", logic))
    with pytest.raises(DmnError) as refusal:
        load_model(source)
    assert refusal.value.code == code
    assert [problem.code for problem in check_model(source)] == [code]


def test_it_lists_all_problems_at_once() -> None:
    source = model(decision("a", literal("1 +")), decision("b", literal("cuont(x)")), decision("c", ""))
    problems = {
        (problem.code, problem.params.get("feel"), problem.params.get("nearest"))
        for problem in check_model(source)
    }
    assert problems == {
        ("bad-expression", "unexpected", None),
        ("bad-expression", "unknown-function", "count"),
        ("no-logic", None, None),
    }


def test_it_names_each_bad_cell_of_a_table() -> None:
    cells = table(["n"], ["x"], [("> ", "1"), ("2", "1 +")]).replace(
        "<inputEntry>", '<inputEntry id="left">', 1
    )
    problems = check_model(model(decision("d", cells)))
    assert [(problem.element, problem.code) for problem in problems] == [
        ("left", "bad-expression"),
        ("table", "bad-expression"),
    ]


def test_it_knows_the_functions_of_the_host() -> None:
    source = model(decision("d", literal("add working days(a, 3)")))
    assert check_model(source, functions=["add working days"]) == []
    assert [problem.code for problem in check_model(source)] == ["bad-expression"]
    given = {"add working days": lambda _, days: days}
    assert decide(load_model(source), "d", {}, functions=given, now=NOW).value == 3
    with pytest.raises(FeelError) as refusal:
        decide(load_model(source), "d", {}, now=NOW)
    assert refusal.value.code == "unknown-function"
