"""Rules that hold from a day on or until a day, for cases that run already or for new ones alone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dmn import Decided, DmnError, check_model, decide, load_model
from tests.engine.dmn.drawing import model

CHINA = ZoneInfo("Asia/Shanghai")
BEFORE, ON = datetime(2026, 6, 30, 23, 59, tzinfo=CHINA), datetime(2026, 7, 1, 0, 0, tzinfo=CHINA)
OLD, NEW = 30, 15


def two_rules(old: str, new: str, columns: str = "", policy: str = "UNIQUE") -> bytes:
    """A table in which the days for an answer are shortened; the texts stand inside the rules."""
    rules = "".join(
        f'<rule id="{name}"><inputEntry><text>-</text></inputEntry>{{}}'
        f"<outputEntry><text>{days}</text></outputEntry>{{}}</rule>"
        for name, days in (("old", OLD), ("new", NEW))
    ).format("", old, "", new)
    return model(
        f'<decision id="days" name="days"><decisionTable id="t" hitPolicy="{policy}">'
        f'<input><inputExpression><text>kind</text></inputExpression></input><output name="days"/>{columns}{rules}'
        "</decisionTable></decision>"
    )


def columns(*names: str) -> str:
    return "".join(f'<annotation name="{name}"/>' for name in names)


def noted(*texts: str) -> str:
    return "".join(f"<annotationEntry><text>{text}</text></annotationEntry>" for text in texts)


def described(text: str) -> str:
    return f"<description>{text}</description>"


def changed(running: str) -> bytes:
    return two_rules(
        noted("", "2026-07-01", running),
        noted("2026-07-01", "", running),
        columns("effective", "expires", "running cases"),
    )


def days(source: bytes, now: datetime, began: datetime) -> Decided:
    return decide(load_model(source), "days", {"kind": "a"}, now=now, began=began)


@pytest.mark.parametrize(
    ("running", "began", "now", "expected"),
    [
        ("yes", BEFORE, BEFORE, OLD),
        ("yes", BEFORE, ON, NEW),
        ("yes", ON, ON, NEW),
        ("no", BEFORE, ON, OLD),
        ("no", ON, ON, NEW),
    ],
)
def test_it_changes_a_figure_on_a_day(running: str, began: datetime, now: datetime, expected: int) -> None:
    assert days(changed(running), now, began).value == expected


@pytest.mark.parametrize(
    ("old", "new", "head"),
    [
        (noted("2026-07-01", "否"), noted("", ""), columns("失效日期", "适用在办")),
        (described("第三条；失效日期：2026-07-01；适用在办：否"), described("第四条"), ""),
        (described("expires: 2026-07-01\nrunning cases: no"), "", ""),
    ],
)
def test_it_reads_both_languages_and_the_one_annotation_of_dmn_js(old: str, new: str, head: str) -> None:
    source = two_rules(old, new, head, policy="FIRST")
    assert (days(source, ON, BEFORE).value, days(source, ON, ON).value) == (OLD, NEW)


def test_it_says_which_rule_was_not_in_force() -> None:
    (note,) = days(changed("no"), ON, BEFORE).explanation
    assert note["tables"][0]["not_in_force"] == [  # type: ignore[index]
        {"rule": 2, "id": "new", "effective": "2026-07-01", "running_cases": False}
    ]


def test_it_asks_the_moment_alone_where_no_case_asks() -> None:
    assert decide(load_model(changed("no")), "days", {"kind": "a"}, now=ON).value == NEW


@given(began=st.integers(-3, 3), later=st.integers(0, 3), running=st.sampled_from(["yes", "no"]))
def test_exactly_one_of_two_rules_holds_on_every_day(began: int, later: int, running: str) -> None:
    start = ON + timedelta(days=began)
    now = start + timedelta(days=later)
    judged = now if running == "yes" else start
    assert days(changed(running), now, start).value == (NEW if judged >= ON else OLD)


@pytest.mark.parametrize(
    "old",
    [
        described("effective: 1 July 2026; running cases: yes"),
        described("effective: 2026-07-01"),
        described("effective: 2026-07-01; running cases: perhaps"),
        described("running cases: yes"),
    ],
)
def test_it_refuses_what_is_not_clear(old: str) -> None:
    source = two_rules(old, "")
    with pytest.raises(DmnError, match="force-unclear"):
        load_model(source)
    assert [each.code for each in check_model(source)] == ["force-unclear"]
