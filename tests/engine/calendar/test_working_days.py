"""Working days: official calendar first, the rule for years to come, the county's own word over both."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import Calendar, Day, load_calendar
from engine.errors import TooMany
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading, run

CALENDAR = Calendar()
DAYS = st.dates(date(2020, 1, 1), date(2034, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2025, 10, 1), False),  # National Day
        (date(2025, 9, 28), True),  # a Sunday that is worked in exchange
        (date(2026, 3, 16), True),
        (date(2026, 3, 15), False),
    ],
)
def test_it_follows_the_official_calendar(day: date, is_working: bool) -> None:
    known = CALENDAR.look_up(day)
    assert (known.is_working, known.source) == (is_working, "official")


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2030, 10, 1), False),
        (date(2030, 2, 4), False),  # the second day of Spring Festival
        (date(2030, 9, 12), False),  # Mid-Autumn
        (date(2030, 9, 13), True),
        (date(2030, 4, 5), False),  # Qingming
    ],
)
def test_it_goes_by_rule_where_the_calendar_is_not_out_yet(day: date, is_working: bool) -> None:
    known = CALENDAR.look_up(day)
    assert (known.is_working, known.source) == (is_working, "rule")
    assert CALENDAR.explain(day, 1).is_provisional


def test_a_holiday_on_a_weekend_is_made_up_for() -> None:
    new_year = date(2028, 1, 1)
    assert new_year.weekday() == 5
    assert not CALENDAR.is_working(date(2028, 1, 3))


def test_it_explains_which_days_it_skipped() -> None:
    explained = CALENDAR.explain(date(2026, 3, 20), 2)
    assert (explained.end, [day.day for day in explained.skipped]) == (
        date(2026, 3, 24),
        [date(2026, 3, 21), date(2026, 3, 22)],
    )
    assert not explained.is_provisional


def test_the_countys_own_day_goes_over_both(runtime: Runtime) -> None:
    fair = date(2026, 3, 17)
    run(
        runtime,
        lambda uow: uow.insert(
            tables.calendar_day, {"day": fair, "is_working": False, "name": "fair", "basis": "1"}
        ),
    )
    with reading(runtime) as uow:
        calendar = load_calendar(uow)
    assert calendar.look_up(fair) == Day(fair, is_working=False, name="fair", source="county")
    assert calendar.add_working_days(date(2026, 3, 16), 1) == date(2026, 3, 18)


@given(DAYS, st.integers(1, 60))
def test_counting_back_and_forth_agrees(start: date, days: int) -> None:
    end = CALENDAR.add_working_days(start, days)
    assert CALENDAR.is_working(end)
    assert CALENDAR.working_days_between(start, end) == days
    assert CALENDAR.working_days_between(end, start) == -days


def test_it_refuses_to_count_for_ever() -> None:
    with pytest.raises(TooMany):
        CALENDAR.explain(date(2026, 3, 16), 3651)
    with pytest.raises(TooMany):
        CALENDAR.working_days_between(date(1980, 1, 1), date(2030, 1, 1))
