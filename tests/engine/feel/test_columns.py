"""Filters by columns give what asking item by item would."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.feel.evaluating import value_over

entries = st.sampled_from([1, 2, -3, Decimal("1.5"), 2.5, "a", "b", True, None, [1]])
items = st.one_of(
    st.fixed_dictionaries({"n": st.integers(-3, 3), "s": st.sampled_from("ab")}),
    st.dictionaries(st.sampled_from(["n", "s", "limit"]), entries),
    entries,
)
conditions = st.sampled_from(
    [
        "n > 1",
        "n <= limit",
        's = "a"',
        's != "a"',
        'n > 1 and s = "a"',
        'n = 1 or s = "b"',
        "n = 1.5",
        "n > s",
    ]
)


@settings(deadline=None)
@given(listed=st.lists(items, max_size=5), condition=conditions)
def test_it_chooses_the_same_items(listed: list[Any], condition: str) -> None:
    scope = {"items": listed, "limit": 2}
    # What an `if` stands around is asked item by item.
    slowly = value_over(f"items[if {condition} then true else false]", scope)
    assert value_over(f"items[{condition}]", scope) == slowly


def test_it_keeps_the_frames_of_functions_that_a_condition_makes() -> None:
    scope = {"items": [{"n": 1}, {"n": 2}]}
    assert value_over("items[(function(x) x = n)(2)]", scope) == [{"n": 2}]
