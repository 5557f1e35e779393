"""When something is due: dates, durations and cycles of a diagram, from FEEL's values or ISO 8601 (trap 17).

A time without a zone is the county's; a date without a time means the end of that day there (decision 7).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.bpmn.elements import Element
from engine.bpmn.env import StepFailed
from engine.feel import YearsMonths
from engine.zone import CHINA

END_OF_DAY = time(23, 59, 59)

SHORTEST_CYCLE = timedelta(minutes=1)
FOR_EVER = -1
_DURATION = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_CYCLE = re.compile(r"R(?P<times>\d*)/(?:(?P<start>[^P/]+)/)?(?P<every>P[^/]+)")


@dataclass(frozen=True, slots=True)
class Duration:
    """Months of the calendar, and a length of time."""

    months: int = 0
    length: timedelta = timedelta()

    def after(self, moment: datetime) -> datetime:
        """Return the moment that lies this long after another, in the county's calendar."""
        there = moment.astimezone(CHINA)
        years, month = divmod(there.month - 1 + self.months, 12)
        year = there.year + years
        day = min(there.day, monthrange(year, month + 1)[1])
        # The length is time that passes, not a wall clock's: counted in the moment's own zone.
        return there.replace(year=year, month=month + 1, day=day).astimezone(moment.tzinfo) + self.length


@dataclass(frozen=True, slots=True)
class Cycle:
    """A timer that fires `times` times (FOR_EVER: without end), the first time at `start` or after one interval."""

    times: int
    every: Duration
    start: datetime | None = None


def read_duration(value: object) -> Duration:
    """Return a duration from FEEL's values or ISO 8601; raises ValueError."""
    if isinstance(value, timedelta):
        return Duration(length=value)
    if isinstance(value, YearsMonths):
        return Duration(months=value.months)
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
    """Return a cycle from `R3/P1D`, `R/PT12H` or `R/2026-03-16T09:00:00/P1D`; raises ValueError."""
    found = _CYCLE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(value)
    every = read_duration(found["every"])
    if every.months == 0 and every.length < SHORTEST_CYCLE:
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
