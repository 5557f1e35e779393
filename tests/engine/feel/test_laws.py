"""What holds for any text and any value."""

from contextlib import suppress
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, compile_expression, compile_unary_tests, warnings_of
from tests.engine.feel.evaluating import NOW, value_of

WORDS = (
    '1 2.5 1e999999999999999999999 "a" a b 村 + - * / ** ( ) [ ] { } , : . .. < <= > >= = != and or not if then else for in return some every '
    'satisfies between instance of function list number true false null @ "P1D" date time count sum ? // item partial'
)
texts = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join) | st.text(max_size=40)
truths = st.sampled_from([True, False, None])
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)  # a busy machine is no finding
@given(text=texts, scope=st.fixed_dictionaries({"a": values, "b": values, "村": values}))
def test_it_raises_nothing_but_its_own_error(text: str, scope: dict[str, object]) -> None:
    with suppress(FeelError):
        value = compile_expression(text).evaluate(scope, now=NOW)
        compile_expression("string(x)").evaluate({"x": value}, now=NOW)
        warnings_of(text, names=scope)
    with suppress(FeelError):
        compile_unary_tests(text).evaluate(scope["a"], scope, now=NOW)


@given(a=truths, b=truths, c=truths)
def test_its_logic_keeps_the_laws_of_three_values(a: bool | None, b: bool | None, c: bool | None) -> None:
    for law in (
        "(a and b) = (b and a)",
        "(a or b) = (b or a)",
        "(a and (b or c)) = ((a and b) or (a and c))",
        "(a or (b and c)) = ((a or b) and (a or c))",
        "not(a and b) = (not(a) or not(b))",
        "not(not(a)) = a",
    ):
        assert value_of(law, a=a, b=b, c=c) is True, law


@given(x=numbers, y=numbers)
def test_its_order_of_numbers_is_total(x: Decimal, y: Decimal) -> None:
    assert value_of("[x < y, x = y, x > y]", x=x, y=y).count(True) == 1
    assert value_of("(x <= y) = not(x > y)", x=x, y=y) is True
    assert value_of("x - y + y = x", x=x, y=y) is True


@given(value=values)
def test_any_value_is_equal_to_itself(value: object) -> None:
    assert value_of("x = x", x=value) is True
    assert value_of("count(distinct values([x, x])) = 1", x=value) is True


@given(value=values)
def test_what_it_writes_it_reads_again(value: object) -> None:
    text = value_of("string([x])", x=value)
    assert value_of(f"{text} = [x]", x=value) is True


@given(items=st.lists(numbers, max_size=20))
def test_a_filter_and_its_opposite_make_the_whole(items: list[Decimal]) -> None:
    parts = value_of("count(xs[item > 0]) + count(xs[not(item > 0)]) = count(xs)", xs=items)
    assert parts is True
    assert value_of("sort(xs)", xs=items) == sorted(items)
