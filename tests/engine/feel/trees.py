"""Syntax trees for tests of laws: every construct of the grammar, over a few names."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from engine.feel.syntax import nodes
from engine.feel.values.temporal_text import parse_temporal

NAMES = ("a", "b c", "村", "over-due", "date and time", "if x", "?")
PLAIN = ("a", "b c", "村")
TEMPORAL = ("2026-03-16", "09:30:00.5@Asia/Shanghai", "-2026-01-01T00:00:00Z", "P1DT0.000000001S", "P14M")

plain = st.sampled_from(PLAIN)
names = st.sampled_from(NAMES).map(nodes.Name)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**20).map(
    Decimal.normalize
)
literals = st.one_of(
    st.none(), st.booleans(), numbers, st.text(max_size=6), st.sampled_from(TEMPORAL).map(parse_temporal)
).map(nodes.Literal)
simple_types = st.sampled_from(["number", "Any", "date and time", "b c"]).map(nodes.TypeNode)
types = st.one_of(
    simple_types,
    st.builds(lambda item: nodes.TypeNode("list", (item,)), simple_types),
    st.builds(
        lambda taken, given: nodes.TypeNode("function", (*taken, given)), st.lists(simple_types), simple_types
    ),
    st.builds(
        lambda entries: nodes.TypeNode("context", (), tuple(entries.items())),
        st.dictionaries(plain, simple_types, min_size=1),
    ),
)


def _pairs(values: Any) -> Any:
    return st.dictionaries(plain, values, min_size=1, max_size=2).map(lambda each: tuple(each.items()))


def _larger(inner: Any) -> Any:
    iterations = st.lists(
        st.builds(nodes.Iteration, plain, inner, st.none() | inner), min_size=1, max_size=2
    ).map(tuple)
    tests = st.lists(inner | st.builds(nodes.Test, COMPARING, inner), min_size=1, max_size=2).map(tuple)
    operands = st.lists(inner, min_size=2, max_size=3).map(tuple)
    named = _pairs(inner).map(lambda pairs: (tuple(v for _, v in pairs), tuple(n for n, _ in pairs)))
    return st.one_of(
        st.builds(nodes.Path, inner, plain),
        st.builds(nodes.Filter, inner, inner),
        st.builds(lambda f, a: nodes.Invocation(f, tuple(a), None), inner, st.lists(inner, max_size=2)),
        st.builds(lambda f, a: nodes.Invocation(f, *a), inner, named),
        st.builds(nodes.Negation, inner),
        st.builds(nodes.Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner),
        st.builds(nodes.Comparison, COMPARING, inner, inner),
        st.builds(nodes.Between, inner, inner, inner),
        st.builds(nodes.Membership, inner, tests),
        st.builds(nodes.InstanceOf, inner, types),
        st.builds(nodes.Logic, st.sampled_from(["and", "or"]), operands),
        st.builds(nodes.Condition, inner, inner, inner),
        st.builds(nodes.For, iterations, inner),
        st.builds(nodes.Quantified, st.sampled_from(["some", "every"]), iterations, inner),
        st.builds(nodes.Context, _pairs(inner)),
        st.builds(nodes.ListOf, st.lists(inner, max_size=2).map(tuple)),
        st.builds(nodes.Interval, inner, inner, st.booleans(), st.booleans()),
        st.builds(lambda end, counts: nodes.Interval(None, end, False, counts), inner, st.booleans()),
        st.builds(
            lambda end, sign: nodes.Interval(end, end, True, True, sign), inner, st.sampled_from(["=", "!="])
        ),
        st.builds(nodes.Function, _pairs(st.none() | types), inner),
    )


COMPARING = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
expressions = st.recursive(names | literals, _larger, max_leaves=12)
unary_tests = st.builds(
    lambda tests, negated: nodes.Tests(tuple(tests), negated and bool(tests)),
    st.lists(expressions | st.builds(nodes.Test, COMPARING, expressions), max_size=3),
    st.booleans(),
)
