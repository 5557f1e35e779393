"""The calendar as a value: which days are worked, and how to count them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import chinese_calendar
from sqlalchemy import select

from engine.calendar.statutory import days_off
from engine.errors import TooMany
from engine.store import tables
from engine.uow import UnitOfWork

MOST_DAYS = 3650
Source = Literal["county", "official", "rule"]


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of one day, and from whom; by rule means that the official calendar is not out yet."""

    day: date
    is_working: bool
    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Explained:
    """A deadline and how it came about: the days that were skipped, and whether it may still move."""

    start: date
    working_days: int
    end: date
    skipped: tuple[Day, ...]
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """National holidays and make-up days, with the county's own days over them."""

    county_days: Mapping[date, Day] = field(default_factory=dict)

    def look_up(self, day: date) -> Day:
        """Return what is known of a day: the county's word, else the State Council's, else the rule."""
        if day in self.county_days:
            return self.county_days[day]
        if not self.is_provisional(day.year):
            is_holiday, name = chinese_calendar.get_holiday_detail(day)
            return Day(day, not is_holiday, name or "", "official")
        name = days_off(day.year).get(day, "")
        return Day(day, day.weekday() < 5 and not name, name, "rule")

    def is_working(self, day: date) -> bool:
        """Say whether offices work on a day."""
        return self.look_up(day).is_working

    def is_provisional(self, year: int) -> bool:
        """Say whether the official calendar of a year is not out yet, so that its days go by rule."""
        return not _FIRST_OFFICIAL <= year <= _LAST_OFFICIAL

    def add_working_days(self, start: date, working_days: int) -> date:
        """Return the n-th working day after a day (before it, if negative); the day itself does not count."""
        return self.explain(start, working_days).end

    def explain(self, start: date, working_days: int) -> Explained:
        """Count working days from a day and say which days were skipped; refuses more than ten years."""
        if abs(working_days) > MOST_DAYS:
            raise TooMany("too-many-working-days", most=MOST_DAYS)
        step = timedelta(days=1 if working_days >= 0 else -1)
        skipped: list[Day] = []
        day, left = start, abs(working_days)
        while left:
            day += step
            known = self.look_up(day)
            if known.is_working:
                left -= 1
            else:
                skipped.append(known)
        provisional = any(
            self.is_provisional(year) for year in range(min(start, day).year, max(start, day).year + 1)
        )
        return Explained(start, working_days, day, tuple(skipped), provisional)

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and with `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (end - start).days
        if days > 3 * MOST_DAYS:
            raise TooMany("too-many-working-days", most=MOST_DAYS)
        return sum(self.is_working(start + timedelta(days=shift)) for shift in range(1, days + 1))


def load_calendar(uow: UnitOfWork) -> Calendar:
    """Return the calendar with the county's own days."""
    columns = tables.calendar_day.c
    rows = uow.rows(select(columns.day, columns.is_working, columns.name))
    return Calendar({row.day: Day(row.day, row.is_working, row.name, "county") for row in rows})


def _official_years() -> tuple[int, int]:
    years = {day.year for day in chinese_calendar.constants.holidays}
    return min(years), max(years)


_FIRST_OFFICIAL, _LAST_OFFICIAL = _official_years()
