"""Names with spaces, Chinese and operators."""

from datetime import date
from decimal import Decimal

import pytest

from engine.feel import FeelError, compile_expression
from tests.engine.feel.evaluating import NOW, value_over


def test_it_reads_a_name_in_chinese() -> None:
    assert value_over('事项.类别 = "邻里纠纷"', {"事项": {"类别": "邻里纠纷"}}) is True


def test_it_joins_words_that_stand_beside_each_other() -> None:
    assert value_over("number of  people + 1", {"number of people": 2}) == 3


def test_it_takes_the_longest_name_that_the_scope_has() -> None:
    scope = {"over-due": 5, "over": 1, "due": 1}
    assert value_over("over-due", scope) == 5


def test_it_subtracts_where_the_scope_has_no_such_name() -> None:
    expression = compile_expression("over - due")
    assert expression.evaluate({"over": 5, "due": 1}, now=NOW) == 4
    assert expression.evaluate({"over - due": 7}, now=NOW) == 7
    assert expression.evaluate({"over": 5, "due": 1}, now=NOW) == 4


def test_it_finds_a_name_with_an_operator_inside_a_context() -> None:
    assert value_over("case.rate+tax * 2", {"case": {"rate+tax": 3}}) == 6


def test_it_reads_a_name_that_holds_a_keyword() -> None:
    assert value_over("people in need > 3", {"people in need": 4}) is True


def test_it_knows_the_names_of_its_own_contexts() -> None:
    assert value_over("{a-b: 2, c: a-b * 2}.c", {}) == 4


def test_it_gives_null_for_a_name_that_nobody_has() -> None:
    assert value_over("nothing", {}) is None
    assert value_over("nothing.at.all", {}) is None


def test_it_lists_the_names_that_it_reads() -> None:
    expression = compile_expression(
        'if 级别 = "县" then sum(for x in items return x.n * rate) else count(list[item > low])'
    )
    assert expression.names == {"级别", "items", "rate", "list", "low"}


def test_it_calls_the_functions_of_the_host() -> None:
    functions = {"add working days": lambda day, days: date(2026, 3, 16 + int(days))}
    expression = compile_expression("add working days(today(), 2)", functions=functions)
    assert expression.evaluate({}, functions=functions, now=NOW) == date(2026, 3, 18)


def test_it_takes_numbers_of_json_and_gives_decimals() -> None:
    value = value_over("a + b.c[1]", {"a": 0.1, "b": {"c": [1, 2]}})
    assert value == Decimal("1.1")
    assert isinstance(value_over("a", {"a": 3}), Decimal)
    assert isinstance(value_over("count([1, 2])", {}), Decimal)


def test_it_reads_no_attributes_of_python() -> None:
    assert value_over('"text".upper', {}) is None
    assert value_over("x.__class__", {"x": {}}) is None
    assert value_over("x.real", {"x": object()}) is None


@pytest.mark.parametrize("text", ["count", "date", "string"])
def test_it_calls_a_function_although_a_variable_has_its_name(text: str) -> None:
    arguments = {"count": "count([1])", "date": 'date("2026-03-16")', "string": "string(1)"}
    assert value_over(arguments[text], {text: "a variable"}) is not None


def test_a_missing_variable_is_null_although_a_function_has_its_name() -> None:
    assert value_over("is defined(date)", {}) is False
    assert value_over("count = null", {}) is True


def test_it_hands_a_built_in_function_on_by_its_name() -> None:
    assert value_over("(function(f, x) f(x))(sqrt, 16)", {}) == 4
    assert value_over("sort([1, 3, 2], before)", {}) == [1, 2, 3]


def test_it_refuses_a_function_that_nobody_has() -> None:
    with pytest.raises(FeelError) as refusal:
        compile_expression('strin length("a")')
    assert refusal.value.code == "unknown-function"
    assert refusal.value.params["nearest"] == "string length"
