"""When something is due: dates, durations and cycles of a diagram, from FEEL's values or ISO 8601 (trap 17).

A duration may also be of working days, `P3WD`. A time without a zone is the county's; a date without a time means the end of that day there (decision 7).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.bpmn.elements import Element
from engine.bpmn.env import StepFailed
from engine.feel import YearsMonths
from engine.zone import CHINA

END_OF_DAY = time(23, 59, 59)

NO_FUNCTIONS: Mapping[str, object] = {}
LONGEST_AGO = timedelta(days=3660)  # from where on a cycle is counted in steps of the calendar
MOST_WORKING_DAYS = 3650
SHORTEST_CYCLE = timedelta(minutes=1)
FOR_EVER = -1
_DURATION = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_WORKING_DAYS = re.compile(r"P(\d+)WD")  # not of ISO 8601: working days of the county's calendar
_ADD_WORKING_DAYS = "add working days"  # the host function that knows the calendar
_CYCLE = re.compile(r"R(?P<times>\d*)/(?:(?P<start>[^P/]+)/)?(?P<every>P[^/]+)")


@dataclass(frozen=True, slots=True)
class Duration:
    """Working days or months of the calendar, and a length of time."""

    months: int = 0
    length: timedelta = timedelta()
    working_days: int = 0

    @property
    def may_repeat(self) -> bool:
        """Say whether it is long enough for what comes again and again."""
        return bool(self.months or self.working_days) or self.length >= SHORTEST_CYCLE

    def after(self, moment: datetime, functions: Mapping[str, object] = NO_FUNCTIONS) -> datetime:
        """Return the moment that lies this long after another, in the county's calendar; raises ValueError without one."""
        there = moment.astimezone(CHINA)
        years, month = divmod(there.month - 1 + self.months, 12)
        year = there.year + years
        day = min(there.day, monthrange(year, month + 1)[1])
        there = there.replace(year=year, month=month + 1, day=day)
        if self.working_days:
            there = datetime.combine(_working_day(there.date(), self.working_days, functions), there.timetz())
        # The length is time that passes, not a wall clock's: counted in the moment's own zone.
        return there.astimezone(moment.tzinfo) + self.length

    def next_after(
        self, last: datetime, now: datetime, functions: Mapping[str, object] = NO_FUNCTIONS
    ) -> datetime:
        """Return the first moment after `now` in steps from the last one, so that missed ones keep their time of day."""
        if not self.months and not self.working_days and last < now:
            last += self.length * ((now - last) // self.length)
        if now - last > LONGEST_AGO:
            raise ValueError(last)
        due = last
        while due <= now:
            due = self.after(due, functions)
        return due


def _working_day(day: date, working_days: int, functions: Mapping[str, object]) -> date:
    add = functions.get(_ADD_WORKING_DAYS)
    found = add(day, working_days) if callable(add) else None
    if not isinstance(found, date):  # no calendar here, or null from it
        raise ValueError(f"P{working_days}WD")  # noqa: TRY004  it is the diagram's text that is no time
    return found


@dataclass(frozen=True, slots=True)
class Cycle:
    """A timer that fires `times` times (FOR_EVER: without end), the first time at `start` or after one interval."""

    times: int
    every: Duration
    start: datetime | None = None


def less_one(times: int) -> int:
    """Return how often a cycle comes after one more time."""
    return times if times == FOR_EVER else times - 1


def read_duration(value: object) -> Duration:
    """Return a duration from FEEL's values, ISO 8601 or working days (`P3WD`); raises ValueError."""
    if isinstance(value, timedelta):
        return Duration(length=value)
    if isinstance(value, YearsMonths):
        return Duration(months=value.months)
    if isinstance(value, str) and (in_working_days := _WORKING_DAYS.fullmatch(value)):
        if int(in_working_days[1]) > MOST_WORKING_DAYS:
            raise ValueError(value)
        return Duration(working_days=int(in_working_days[1]))
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None or value in {"P", "PT"} or str(value).endswith("T"):
        raise ValueError(value)
    part = {name: float(text or 0) for name, text in found.groupdict().items()}
    length = timedelta(
        weeks=part["weeks"],
        days=part["days"],
        hours=part["hours"],
        minutes=part["minutes"],
        seconds=part["seconds"],
    )
    return Duration(int(part["years"]) * 12 + int(part["months"]), length)


def read_moment(value: object) -> datetime:
    """Return the moment that a date, a date and time, or an ISO 8601 text means; raises ValueError."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=CHINA)
    if isinstance(value, date):
        return datetime.combine(value, END_OF_DAY, CHINA)
    raise ValueError(value)


def read_cycle(value: object) -> Cycle:
    """Return a cycle from `R3/P1D`, `R/PT12H`, `R5/P1WD` or `R/2026-03-16T09:00:00/P1D`; raises ValueError."""
    found = _CYCLE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(value)
    every = read_duration(found["every"])
    if not every.may_repeat:
        raise ValueError(value)
    times = int(found["times"]) if found["times"] else FOR_EVER
    if times == 0:
        raise ValueError(value)
    return Cycle(times, every, read_moment(found["start"]) if found["start"] else None)


def due_date(element: Element, text: str, value: object) -> datetime | None:
    """Return when a task is due; an expression without a value means that it has no date."""
    if value is None:
        return None
    try:
        return read_moment(value)
    except ValueError as error:
        raise StepFailed(element, "due-not-a-date", str(value), expression=text) from error
