"""What each hit policy makes of the rules that match."""

from typing import Any

import pytest

from engine.dmn import DmnError
from tests.engine.dmn.drawing import decided, decision, model, table

LEVELS = [("< 10", '"grid"'), ("[10..100)", '"village"'), (">= 100", '"township"')]
ALL_MATCH = [("-", "2"), ("-", "1"), ("> 100", "9"), ("-", "2")]


def answer(tables: str, **scope: Any) -> Any:
    return decided(model(decision("d", tables)), "d", **scope).value


@pytest.mark.parametrize(("people", "level"), [(3, "grid"), (10, "village"), (100, "township"), (None, None)])
def test_one_output_is_a_bare_value(people: int | None, level: str | None) -> None:
    assert answer(table(["people"], ["level"], LEVELS), people=people) == level


def test_several_outputs_are_a_context() -> None:
    rules = [("< 10", '"grid"', "3"), (">= 10", '"village"', "5")]
    assert answer(table(["people"], ["level", "days"], rules), people=12) == {"level": "village", "days": 5}


def test_unique_refuses_two_rules_and_names_them() -> None:
    with pytest.raises(DmnError) as refusal:
        answer(table(["n"], ["x"], [("> 1", "1"), ("< 9", "1"), ("> 5", "2")]), n=6)
    assert (refusal.value.code, refusal.value.element, refusal.value.params) == (
        "several-rules",
        "table",
        {"rules": [1, 2, 3]},
    )


def test_any_takes_rules_that_agree_and_refuses_others() -> None:
    agreeing = table(["n"], ["x"], [("> 1", "1"), ("< 9", "1.0"), ("> 100", "2")], policy="ANY")
    assert answer(agreeing, n=5) == 1
    with pytest.raises(DmnError) as refusal:
        answer(agreeing, n=200)
    assert refusal.value.code == "rules-disagree"


@pytest.mark.parametrize(
    ("policy", "aggregation", "expected"),
    [
        ("FIRST", "", 2),
        ("COLLECT", "", [2, 1, 2]),
        ("RULE ORDER", "", [2, 1, 2]),
        ("COLLECT", "SUM", 5),
        ("COLLECT", "MIN", 1),
        ("COLLECT", "MAX", 2),
        ("COLLECT", "COUNT", 3),
    ],
)
def test_it_makes_one_of_the_rules_that_match(policy: str, aggregation: str, expected: Any) -> None:
    assert answer(table(["n"], ["x"], ALL_MATCH, policy=policy, aggregation=aggregation), n=1) == expected


@pytest.mark.parametrize(
    ("policy", "expected"), [("PRIORITY", "high"), ("OUTPUT ORDER", ["high", "low", "low"])]
)
def test_it_orders_by_the_listed_values(policy: str, expected: Any) -> None:
    parts = '<outputValues><text>"high", "low"</text></outputValues>'
    rules = [("-", '"low"'), ("-", '"high"'), ("-", '"low"')]
    assert answer(table(["n"], ["x"], rules, policy=policy, parts=parts), n=1) == expected


@pytest.mark.parametrize(
    ("policy", "aggregation", "expected"),
    [("UNIQUE", "", None), ("COLLECT", "", None), ("COLLECT", "COUNT", 0)],
)
def test_no_rule_gives_null_or_the_default(policy: str, aggregation: str, expected: Any) -> None:
    rules = [("> 5", "1")]
    assert answer(table(["n"], ["x"], rules, policy=policy, aggregation=aggregation), n=1) == expected
    default = "<defaultOutputEntry><text>7</text></defaultOutputEntry>"
    assert answer(table(["n"], ["x"], rules, policy=policy, aggregation=aggregation, parts=default), n=1) == 7


def test_a_value_that_is_not_listed_matches_no_rule() -> None:
    listed = table(["level"], ["x"], [("-", "1")]).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"high", "low"</text></inputValues>'
    )
    assert answer(listed, level="low") == 1
    assert answer(listed, level="middle") is None


def test_it_reads_names_in_chinese_and_with_signs() -> None:
    rules = [('"土地"', "> 5", '"乡镇"'), ("-", "<= 5", '"村"')]
    assert answer(table(["类别", "户-数"], ["层级"], rules), **{"类别": "土地", "户-数": 8}) == "乡镇"
