"""The state as bytes: what goes in comes out, in the same order, whatever the values."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn.cases import begin, load
from engine.bpmn.env import Env
from engine.bpmn.packed import UnknownFormat
from engine.bpmn.spec_store import load_specs
from engine.bpmn.tagged import NotStorable, check_storable, dump, untag
from engine.feel import Range, YearsMonths
from engine.zone import CHINA
from tests.engine.bpmn.drawing import NOW, Moving, begun, drawing, scope, specs_of, timer

GOLDEN = Path(__file__).parents[2] / "golden"
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
WITHOUT_SUMMER_TIME = datetime.fromisoformat("1992-01-01")  # in China; no moment comes twice
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(WITHOUT_SUMMER_TIME, timezones=st.sampled_from([UTC, CHINA])).map(
        lambda value: value.replace(fold=0)
    ),
    st.times().map(lambda value: value.replace(fold=0)),
    st.timedeltas(),
    st.integers(-1200, 1200).map(YearsMonths),
    st.tuples(st.dates(), st.booleans(), st.booleans()).map(
        lambda parts: Range(parts[0], None, parts[1], parts[2])
    ),
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=12
)
SPECS = specs_of(drawing("start -> a:user -> b:user -> end"))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(TEXT, VALUES, max_size=5), st.dictionaries(TEXT, VALUES, max_size=5))
def test_it_gives_every_value_back(variables: dict[str, object], answers: dict[str, object]) -> None:
    """Traps 2, 3: typename, dates, decimals, and whatever else FEEL and forms can hold."""
    case = begin(SPECS, variables, Env(NOW))
    case.run()
    case.complete_task(case.waiting().tasks[0].id, answers)
    again = load(SPECS, case.dump(), Env(NOW))
    assert again.waiting().tasks[0].scope == {**variables, "a": answers}
    assert list(again.data) == list(case.data)
    assert [repr(each) for each in again.data.values()] == [repr(each) for each in case.data.values()]


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_it_tags_and_untags(value: object) -> None:
    import orjson  # the library that writes; used here alone, to read what was written

    check_storable(value)
    assert untag(orjson.loads(dump(value))) == value


@pytest.mark.parametrize(
    "value",
    [
        b"bytes",
        {1: "int key"},
        {"\0": ["n", "1"]},
        float("nan"),
        float("inf"),
        2**63,
        object(),
        {1, 2},
        "\ud800",
        {"\ud800": 1},
    ],
    ids=lambda value: "an object" if type(value) is object else repr(value),
)
def test_it_refuses_what_it_could_not_give_back(value: object) -> None:
    """Trap 3."""
    with pytest.raises(NotStorable):
        check_storable({"deep": [value]})


def test_it_gives_moments_back_in_their_zone() -> None:
    values: dict[str, Any] = {
        "moment": datetime(2026, 3, 16, 9, tzinfo=CHINA),
        "utc": NOW,
        "day": date(2026, 3, 16),
        "time": time(9, 30),
        "long": timedelta(days=2, microseconds=5),
        "number": Decimal("1.10"),
    }
    case = begun(drawing("start -> a:user -> end"), **values)
    assert [repr(each) for each in case.data.values()] == [repr(each) for each in values.values()]


def test_it_writes_the_same_bytes_when_nothing_moved() -> None:
    inner = scope("s:start -> a:user -> e:end", attributes={"prefix": "i"})
    case = begun(drawing("start -> inner:sub -> b:user -> end", {"inner": inner}), day=date(2026, 3, 16))
    again = load(case.specs, case.state, case.env)
    assert again.dump() == case.state


def test_it_keeps_the_order_of_data_and_tokens() -> None:
    """Trap 1: parents come before children, and sorted keys would have emptied all data."""
    case = begun(drawing("start -> a:user -> b:user -> c:user -> end"), z=1, a0=2)
    case.complete("a", y=1, x=2).complete("b")
    assert list(case.data) == ["z", "a0", "a", "b"]
    assert list(case.data["a"]) == ["y", "x"]


def test_it_does_not_decode_what_finished_tokens_held() -> None:
    case = (
        begun(drawing("start -> a:user -> b:user -> c:user -> end"))
        .complete("a", big="x" * 100)
        .complete("b")
    )
    tokens = case.now._workflow.tasks.values()
    assert [token._data is None for token in tokens] == [True] * len(tokens)


def test_it_leaves_a_branch_its_data_when_the_activity_that_it_left_writes() -> None:
    """What an activity writes at its end is not seen in the branch that its boundary event began before."""
    flows = """start -> ask:user -> after:user -> end
    late:on-ask -> note:user -> end_late:end"""
    source = drawing(flows, {"late": timer("Duration", "P1D")}, late='cancelActivity="false"')
    for reload in (True, False):
        case = begun(source, reload=reload).fire("late").complete("ask", said=1)
        assert case.task("note").scope == {}
        assert case.task("after").scope == {"ask": {"said": 1}}


def test_it_refuses_bytes_of_another_format() -> None:
    case = begun(drawing("start -> a:user -> end"))
    with pytest.raises(UnknownFormat):
        load(case.specs, b"\x7f" + case.state[1:], case.env)
    with pytest.raises(UnknownFormat):
        load(case.specs, b"", case.env)


def test_it_loads_what_the_first_release_wrote() -> None:
    """Golden bytes: definition and state of codec version 1, in the middle of everything; never written again."""
    specs = load_specs((GOLDEN / "bpmn-specs-1.bin").read_bytes())
    case: Any = Moving(specs, (GOLDEN / "bpmn-state-1.bin").read_bytes(), Env(NOW))
    assert case.tasks == ["ask", "ask", "inner_ask"]
    assert case.timer("late").due_at == NOW + timedelta(days=3)
    assert case.message("word").correlation_key == "SS-2026-000001"
    case.complete("ask", 1, said="b").receive("word", text="more").complete("ask", said="c").complete(
        "inner_ask", n=1
    )
    assert case.is_completed
    assert case.data["answers"] == ["a", "c", "b"]
    assert case.data["when"] == date(2026, 3, 20)
    assert case.data["sum"] == Decimal("0.3")
    assert case.data["word"] == {"text": "more"}
