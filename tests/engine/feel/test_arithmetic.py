"""Numbers, texts, dates and durations under the five operators."""

from decimal import Decimal

import pytest

from engine.feel import to_text
from tests.engine.feel.evaluating import value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 ** 2", 19),
        ("(1 + 2) * 3", 9),
        ("-2 ** 2", 4),
        ("2 ** 3 ** 2", 64),
        ("10 - 4 - 3", 3),
        ("0.1 + 0.2", Decimal("0.3")),
        ("1 / 3", Decimal("0.3333333333333333333333333333333333")),
        ("1.5e3", 1500),
        (".5 + 1", Decimal("1.5")),
    ],
)
def test_it_computes_in_decimals(text: str, expected: Decimal) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    "text",
    ["1 / 0", "1e99999999999999999999", '1 + "a"', "null + 1", "-true", "9 ** 9 ** 9 ** 9 ** 9", "[1] + 1"],
)
def test_it_gives_null_where_two_values_do_not_go_together(text: str) -> None:
    assert value_of(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-02-28") + duration("P1D")', "2026-03-01"),
        ('date("2026-01-31") + duration("P1M")', "2026-02-28"),
        ('date("2026-03-16") - date("2026-03-01")', "P15D"),
        ('time("23:30:00") + duration("PT1H")', "00:30:00"),
        ('date and time("2026-03-16T09:00:00+08:00") - date and time("2026-03-16T00:00:00Z")', "PT1H"),
        (
            'date and time("2026-03-29T01:30:00@Europe/Paris") + duration("PT1H")',
            "2026-03-29T03:30:00@Europe/Paris",
        ),
        ('duration("P1D") * 3', "P3D"),
        ('duration("P1Y") / 2', "P6M"),
        ('duration("PT3H") / duration("PT1H")', "3"),
        ('-duration("P1DT2H")', "-P1DT2H"),
        ('date("9999-12-31") + duration("P1D")', "10000-01-01"),
        ('date("-0001-03-01") - duration("P1D")', "-0001-02-28"),
        ('date("10000-01-01") - date("9999-12-31")', "P1D"),
        ('date("999999999-12-31") + duration("P1D")', None),
        ('time("00:00:00.000000001") - duration("PT0.000000002S")', "23:59:59.999999999"),
        (
            'date and time("12026-07-01T08:00:00@Europe/Paris") + duration("P1M")',
            "12026-08-01T08:00:00@Europe/Paris",
        ),
        (
            'date and time(@"12026-07-01T08:00:00@Europe/Paris", "Asia/Shanghai")',
            "12026-07-01T14:00:00@Asia/Shanghai",
        ),
        ('date and time("0001-01-01T00:00:00+08:00") < date and time("0001-01-01T00:00:00Z")', "true"),
        ('date and time("2026-03-16T09:00:00") - date and time("2026-03-16T00:00:00Z")', None),
    ],
)
def test_it_counts_with_the_calendar(text: str, expected: str | None) -> None:
    assert to_text(value_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-03-16").weekday', 1),
        ('date and time("2026-03-16T09:05:00@Asia/Shanghai").timezone', "Asia/Shanghai"),
        ('string(time("09:05:00+08:00").time offset)', "PT8H"),
        ('duration("P1DT2H").hours', 2),
        ('duration("P1Y2M").months', 2),
        ("[1..5).end included", False),
        ('@"2026-03-16".month', 3),
    ],
)
def test_it_gives_the_parts_of_a_value_by_name(text: str, expected: object) -> None:
    assert value_of(text) == expected


def test_its_now_and_today_are_those_it_is_given() -> None:
    assert to_text(value_of("now()")) == "2026-03-16T09:00:00@Asia/Shanghai"
    assert to_text(value_of("today()")) == "2026-03-16"
